public import JSON

/// A condition of a manifest.
///
/// It is false when its result is one of a few texts (`False`, `false`, `0`, `0.0`, `{}`, `[]`, `()`), empty, zero, null or
/// an empty container; everything else is true, also the text of a template that ended in a type error.
public final class InterpolatedBoolean: Sendable {
  private let interpolation: Interpolation

  public init(_ condition: String, parameters: JSONObject? = nil, environment: TemplateEnvironment) {
    let shared = SharedEnvironment(environment)
    let fallback = Interpolation("False", parameters: nil, fallback: .nothing, shared)
    interpolation = Interpolation(condition, parameters: parameters, fallback: .template(fallback), shared)
  }

  /// The condition as the manifest has it.
  public var text: String { interpolation.text }

  /// Why the template does not parse; evaluating it then throws the same.
  public var syntaxError: TemplateSyntaxError? { interpolation.syntaxError }

  /// The names that a context must know for the template to run.
  public var requiredVariables: [TemplateVariable] { interpolation.requiredVariables }

  /// Whether the condition holds.
  ///
  /// - Parameter forgivesTypeErrors: whether a type error makes the condition true instead of being thrown.
  /// - Throws: every other error but undefined errors, which make the condition false.
  public func evaluate(_ context: any TemplateContext, forgivesTypeErrors: Bool = true) throws(TemplateError) -> Bool {
    switch try interpolation.evaluate(context, .any, forgivesTypeErrors: forgivesTypeErrors) {
    case .bool(let value): value
    case .none: false
    case .string(let text), .markup(let text): !Self.isFalse(text)
    case .integer(let value): value != 0
    case .double(let value): value != 0
    case .list(let list): list.count > 0
    case .dict(let dict): dict.count > 0
    case .tuple(let tuple): !tuple.elements.isEmpty
    case .set(let set): set.count > 0
    default: true
    }
  }

  /// Whether the condition holds for a record; nil when it has to be evaluated in a context.
  package func directValue(of record: JSONRecord) -> Bool? {
    interpolation.direct?.withResult(record) { result in
      // Of the texts that count as false all others read like values.
      if case .text(let text)? = result.literal(.any) { !text.elementsEqual("false".utf8) } else { result.literal(.any)?.isTrue }
    }
  }

  private static func isFalse(_ text: String) -> Bool {
    guard text.utf8.count <= 5 else { return false }
    switch text {
    case "", "False", "false", "{}", "[]", "()", "0", "0.0": return true
    default: return false
    }
  }
}
