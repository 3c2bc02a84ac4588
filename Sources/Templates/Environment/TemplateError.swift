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
  public var message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
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
