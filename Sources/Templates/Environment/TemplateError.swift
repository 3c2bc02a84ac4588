/// What goes wrong while a template runs: the class the manifest language knows it by, and a message for people.
///
/// The class decides what happens next: a ``Kind/typeError`` gives the template's own text, an ``Kind/undefinedError`` the
/// fallback, everything else reaches the user.
public struct TemplateError: Error, Equatable, Sendable {
  /// A Python exception class.
  public struct Kind: Hashable, Sendable, RawRepresentable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
  }

  public var kind: Kind
  /// Kept apart, so that an error is no larger than what functions give back in registers.
  private var details: Details

  private final class Details: Sendable {
    let message: String
    let members: [String]
    let origin: TemplateOrigin?

    init(_ message: String, members: [String] = [], origin: TemplateOrigin? = nil) {
      self.message = message
      self.members = members
      self.origin = origin
    }
  }

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    details = Details(message)
  }

  public var message: String {
    get { details.message }
    set { details = Details(newValue, members: details.members, origin: details.origin) }
  }

  /// Where the template was written; nil when that is not known.
  public var origin: TemplateOrigin? {
    get { details.origin }
    set { details = Details(details.message, members: details.members, origin: newValue) }
  }

  /// The keys and places that lead to the template within the mapping or list it stands in, from outside in.
  public var members: [String] { details.members }

  /// The same error, of a template that stands in a member of a mapping or list.
  func within(_ member: String) -> TemplateError {
    var error = self
    error.details = Details(details.message, members: [member] + details.members, origin: details.origin)
    return error
  }

  /// Two errors are equal when the same went wrong, wherever that was.
  public static func == (left: TemplateError, right: TemplateError) -> Bool {
    left.kind == right.kind && left.message == right.message
  }
}

extension TemplateError: CustomStringConvertible {
  public var description: String { message }
}

/// Where a template was written.
public struct TemplateOrigin: Hashable, Sendable {
  /// File, line and column; nil for manifests that come from no file.
  public let place: String?
  /// The field of the component, with the way to the template in it, such as `request_parameters.since`.
  public let field: String?
  /// The template's text.
  public let source: String

  public init(place: String?, field: String?, source: String) {
    self.place = place
    self.field = field
    self.source = source
  }
}

extension TemplateError.Kind {
  public static let typeError = Self(rawValue: "TypeError")
  public static let undefinedError = Self(rawValue: "UndefinedError")
  public static let valueError = Self(rawValue: "ValueError")
  public static let zeroDivision = Self(rawValue: "ZeroDivisionError")
  public static let attributeError = Self(rawValue: "AttributeError")
  public static let securityError = Self(rawValue: "SecurityError")
  public static let overflow = Self(rawValue: "OverflowError")
  public static let keyError = Self(rawValue: "KeyError")
  public static let indexError = Self(rawValue: "IndexError")
  public static let assertionError = Self(rawValue: "AssertionError")
  public static let recursionError = Self(rawValue: "RecursionError")
  public static let runtimeError = Self(rawValue: "RuntimeError")
  public static let syntaxError = Self(rawValue: "TemplateSyntaxError")
  public static let templateAssertion = Self(rawValue: "TemplateAssertionError")
  public static let templateRuntime = Self(rawValue: "TemplateRuntimeError")
  public static let filterArgument = Self(rawValue: "FilterArgumentError")
  public static let unicodeDecode = Self(rawValue: "UnicodeDecodeError")
  public static let unicodeEncode = Self(rawValue: "UnicodeEncodeError")
  /// Broken base64 text.
  public static let binascii = Self(rawValue: "Error")
  /// A regular expression that does not compile.
  public static let regularExpression = Self(rawValue: "error")
  public static let iso8601 = Self(rawValue: "ISO8601Error")
  public static let unknownTimeZone = Self(rawValue: "UnknownTimeZoneError")
  /// A configuration that the manifest language no longer takes.
  public static let configuration = Self(rawValue: "AirbyteTracedException")
  /// Headwater's own limits on work and output.
  public static let limit = Self(rawValue: "TemplateLimitError")
}
