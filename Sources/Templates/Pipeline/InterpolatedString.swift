public import JSON
internal import Quirks
import Synchronization

/// A string of a manifest that may be a template; every evaluation gives a value.
///
/// The result is the template's text read as a literal where that is possible: `"5"` gives 5, `"['a']"` a list. A type error
/// while it runs gives the template's own text, an undefined or empty result the fallback.
public final class InterpolatedString: Sendable {
  private let interpolation: Interpolation
  /// Where ``Quirk/keepsFirstUnchangedResult`` is followed: 0 before the first evaluation, then whether that one gave the template's own text.
  private let firstOutcome = Atomic<UInt8>(0)
  private let plain: Plain

  /// What is known beforehand about strings without tags.
  private enum Plain: Sendable {
    case no
    case text
    case constant(Constant)
  }

  /// - Parameters:
  ///   - parameters: what the name `parameters` means; nil leaves it to the context.
  ///   - fallback: used when the result is undefined or empty; by default the string itself.
  public init(_ text: String, parameters: JSONObject? = nil, fallback: String? = nil, environment: TemplateEnvironment) {
    let shared = SharedEnvironment(environment)
    var other = Interpolation.Fallback.itself
    if let fallback, !fallback.isEmpty, fallback != text {
      other = .template(Interpolation(fallback, parameters: parameters, fallback: .nothing, shared))
    }
    interpolation = Interpolation(text, parameters: parameters, fallback: other, shared)
    plain = Self.plain(interpolation)
  }

  private static func plain(_ interpolation: Interpolation) -> Plain {
    guard let text = interpolation.plainText, !text.isEmpty else { return .no }
    switch LiteralParser.value(of: text) {
    case nil: return sameText(text, interpolation.text) ? .text : .constant(.string(text))
    case .integer(let value)?: return .constant(.integer(value))
    case .double(let value)?: return .constant(.double(value))
    case .bool(let value)?: return .constant(.bool(value))
    case .some(.none): return .constant(.none)
    case .string(let value)?: return .constant(.string(value))
    default: return .no
    }
  }

  /// The string as the manifest has it.
  public var text: String { interpolation.text }

  /// Why the template does not parse; evaluating it then throws the same.
  public var syntaxError: TemplateSyntaxError? { interpolation.syntaxError }

  /// The names that a context must know for the template to run.
  public var requiredVariables: [TemplateVariable] { interpolation.requiredVariables }

  /// Whether the string has no tags, so that every evaluation gives the same.
  public var isPlain: Bool { interpolation.plainText != nil }

  /// The value of the string.
  ///
  /// - Parameter types: what the text may be read as.
  /// - Throws: every error but type errors; undefined errors only when the fallback fails as well.
  public func evaluate(_ context: any TemplateContext, as types: AcceptedTypes = .any) throws(TemplateError) -> TemplateValue {
    switch plain {
    case .text: return .string(interpolation.text)
    case .constant(let constant) where types.contains(.any) && !interpolation.keepsText(types): return constant.value
    default: break
    }
    guard interpolation.options.follows(.keepsFirstUnchangedResult) else { return try interpolation.evaluate(context, types) }
    let known = firstOutcome.load(ordering: .relaxed)
    if known == 1 { return .string(interpolation.text) }
    let value = try interpolation.evaluate(context, types)
    if known == 0 {
      let isOwnText = value.textValue.map { sameText($0, interpolation.text) } ?? false
      firstOutcome.store(isOwnText ? 1 : 2, ordering: .relaxed)
    }
    return value
  }

  /// Gives a record and the template's value for it, when the template is so simple that it needs nothing else.
  ///
  /// A text is valid during the call of `body` only.
  ///
  /// - Returns: false when the template has to be evaluated in a context, and nothing was done.
  package func withDirectValue(
    changing record: inout JSONRecord, as types: AcceptedTypes, _ body: (inout JSONRecord, JSONScalar) -> Void
  ) -> Bool {
    // In the reference the first evaluation says how all others end.
    if interpolation.options.follows(.keepsFirstUnchangedResult), firstOutcome.load(ordering: .relaxed) != 2 { return false }
    return interpolation.direct?.withResult(changing: &record, types, body) ?? false
  }
}
