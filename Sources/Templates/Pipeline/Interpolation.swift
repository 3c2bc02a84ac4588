import JSON
import Synchronization

/// One template string with the rules about its results: what type errors, undefined values and empty output lead to, and
/// how text becomes a value.
final class Interpolation: Sendable {
  let text: String
  let template: Result<CompiledTemplate, TemplateSyntaxError>
  private let parameters: JSONObject?
  private let shared: SharedEnvironment
  /// What is used instead of an undefined or empty result.
  private let fallback: Fallback
  private let mentionsStreamState: Bool
  private let hasWarned = Atomic<Bool>(false)

  enum Fallback: Sendable {
    /// Null.
    case nothing
    /// The template again.
    case itself
    case template(Interpolation)
  }

  init(_ text: String, parameters: JSONObject?, fallback: Fallback, _ shared: SharedEnvironment) {
    self.text = text
    self.parameters = parameters
    self.fallback = fallback
    self.shared = shared
    mentionsStreamState = text.utf8.count >= 12 && TextSearch.contains(text, "stream_state")
    do throws(TemplateSyntaxError) {
      template = .success(try CompiledTemplate(text, shared))
    } catch {
      template = .failure(error)
    }
  }

  var syntaxError: TemplateSyntaxError? { if case .failure(let error) = template { error } else { nil } }

  var requiredVariables: [TemplateVariable] { (try? template.get())?.requiredVariables ?? [] }

  /// The text of a template without tags.
  var plainText: String? {
    guard !mentionsStreamState, case .success(let template) = template, case .text(let text) = template.shape else { return nil }
    return text
  }

  var options: TemplateOptions { shared.environment.options }

  // MARK: Evaluation

  /// The program for templates so simple that they need nothing but a record.
  var direct: DirectTemplate? {
    guard !mentionsStreamState, case .success(let template) = template else { return nil }
    return template.direct
  }

  func evaluate(
    _ context: any TemplateContext, _ types: AcceptedTypes, forgivesTypeErrors: Bool = true
  ) throws(TemplateError) -> TemplateValue {
    if mentionsStreamState { throw Self.streamStateError }
    do throws(TemplateError) {
      let outcome = try outcome(context, forgivesTypeErrors: forgivesTypeErrors)
      if let value = try result(outcome, types) { return value }
      if case .itself = fallback, isPure { return .string("") }
    } catch {
      guard error.kind == .undefinedError else { throw error }
      if case .itself = fallback, isPure { throw error }
    }
    switch fallback {
    case .nothing: return .none
    case .itself: return try result(try outcome(context), types) ?? .string("")
    case .template(let other): return try other.result(try other.outcome(context), types) ?? .string("")
    }
  }

  private var isPure: Bool { (try? template.get())?.isPure ?? false }

  static let streamStateError = TemplateError(
    .configuration, "'stream_state' can no longer be used in templates; use 'stream_interval' instead")

  /// What a template gives before its text is read as a literal.
  enum Outcome {
    case text(String)
    /// The text of one value, with blanks around it at most.
    case output(String, of: SoleOutput)
    /// The value of a template that is one expression; its text is what counts.
    case value(TemplateValue)
  }

  func outcome(_ context: any TemplateContext, forgivesTypeErrors: Bool = true) throws(TemplateError) -> Outcome {
    let template: CompiledTemplate
    switch self.template {
    case .success(let compiled): template = compiled
    case .failure(let error): throw error.templateError
    }
    if case .text(let text) = template.shape { return .text(text) }
    if let outcome = template.direct?.outcome(context) { return outcome }
    do throws(TemplateError) {
      let runtime = try template.start(context, parameters: parameters)
      switch template.shape {
      case .text(let text): return .text(text)
      case .expression(let node):
        let outcome = try textual(try node.evaluate(runtime), runtime)
        template.end(runtime)
        return outcome
      case .statements(let nodes):
        for node in nodes { try node.render(runtime) }
        let text = runtime.output
        let outcome = runtime.written.sole.map { Outcome.output(text, of: $0) } ?? .text(text)
        template.end(runtime)
        return outcome
      }
    } catch {
      guard error.kind == .typeError, forgivesTypeErrors else { throw error }
      warn(error)
      return .text(text)
    }
  }

  /// Values whose text cannot be made here fail here, inside the handling of type errors.
  private func textual(_ value: TemplateValue, _ runtime: TemplateRuntime) throws(TemplateError) -> Outcome {
    switch value {
    case .undefined, .none, .bool, .integer, .double, .string, .markup, .list, .dict, .tuple: .value(value)
    case .object where LongInteger.of(value) != nil: .value(value)
    default: .text(try value.pythonText(runtime))
    }
  }

  private func warn(_ error: TemplateError) {
    guard let hook = shared.environment.onTypeError else { return }
    if !hasWarned.exchange(true, ordering: .relaxed) { hook(text, shared.environment.place, error) }
  }

  /// The value that a result stands for; nil when its text is empty.
  func result(_ outcome: Outcome, _ types: AcceptedTypes) throws(TemplateError) -> TemplateValue? {
    if keepsText(types) { return try verbatim(outcome, types) }
    if let setting = setting(outcome, types) { return .string(setting) }
    switch outcome {
    case .text(let text), .output(let text, _): return Self.literal(text, types)
    case .value(let value): return try Self.literal(value, types, options)
    }
  }

  private static func literal(_ text: String, _ types: AcceptedTypes) -> TemplateValue? {
    if text.isEmpty { return nil }
    if let value = LiteralParser.value(of: text), types.accepts(value) { return value }
    return .string(text)
  }

  private static func literal(
    _ value: TemplateValue, _ types: AcceptedTypes, _ options: TemplateOptions
  ) throws(TemplateError) -> TemplateValue? {
    switch value {
    case .undefined: return nil
    case .string(let text), .markup(let text): return literal(text, types)
    case .none, .bool, .integer: return types.accepts(value) ? value : .string(try value.pythonText())
    case .double(let number): return number.isFinite && types.accepts(value) ? value : .string(PythonNumber.repr(number))
    default:
      if types.accepts(value) {
        var walk = ValueWalk(nil, options: options)
        if let copy = try LiteralCopy.copy(value, &walk) { return copy }
      }
      return literal(try value.pythonText(), types)
    }
  }
}

/// What a container becomes when it is written as text and read again, without doing that.
enum LiteralCopy {
  /// nil when the text would not read back as the same, or when it is not certain.
  ///
  /// - Throws: a limit error for values that take too long.
  static func copy(_ value: TemplateValue, _ walk: inout ValueWalk) throws(TemplateError) -> TemplateValue? {
    guard walk.depth < 90 else { return nil }
    switch value {
    case .none, .bool, .integer, .string, .bytes: return value
    case .double(let number): return number.isFinite ? value : nil
    case .list(let list): return try copies(list.elements, &walk).map { .list($0) }
    case .tuple(let tuple) where tuple.typeName == nil: return try copies(tuple.elements, &walk).map { .tuple($0) }
    case .dict(let dict):
      try walk.enter(dict.count)
      defer { walk.leave() }
      let result = TemplateDict()
      for (key, value) in zip(dict.keys, dict.values) {
        guard let key = try copy(key, &walk), let value = try copy(value, &walk),
          (try? result.set(key, to: value)) != nil
        else { return nil }
      }
      return .dict(result)
    case .object where LongInteger.of(value) != nil: return value
    default: return nil
    }
  }

  private static func copies(_ elements: [TemplateValue], _ walk: inout ValueWalk) throws(TemplateError) -> [TemplateValue]? {
    try walk.enter(elements.count)
    defer { walk.leave() }
    var result: [TemplateValue] = []
    result.reserveCapacity(elements.count)
    for element in elements {
      guard let copy = try copy(element, &walk) else { return nil }
      result.append(copy)
    }
    return result
  }
}
