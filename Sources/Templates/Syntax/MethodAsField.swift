/// A method of Python's that a template reads as if it were a field, such as `response.items`, and does not call.
///
/// In Jinja `x.items` is the method wherever `x` is a mapping, whatever fields it has; `x['items']` is the field.
public struct MethodAsField: Sendable, Hashable {
  /// What has the method.
  public enum Receiver: String, Sendable {
    case mapping = "mappings"
    case text = "texts"
    case list = "lists"
  }

  /// The expression before the dot as it would be written; nil when it is not just a way through fields.
  let words: String?
  public let name: String
  public let receiver: Receiver

  /// The method as the template names it.
  public var expression: String { "\(words ?? "").\(name)" }

  /// What is wrong.
  public var problem: String { "`\(expression)` is a method of \(receiver.rawValue) in Jinja" }

  /// What to do.
  public var fix: String { receiver == .mapping ? "write `\(words ?? "")['\(name)']`" : "call it: `\(expression)()`" }

  /// What to tell the author of a template that failed; nil when it takes no method for a field.
  public static func hint(for template: String) -> String? {
    guard let statements = try? Parser.parse(Lexer.normalized(template)) else { return nil }
    var survey = TemplateSurvey()
    survey.visit(statements)
    return survey.methodsAsFields.first.map { "\($0.problem); \($0.fix)" }
  }
}

extension MethodAsField {
  /// - Returns: nil when the attribute may be a field.
  init?(_ target: Expression, _ name: String) {
    let receiver = Self.receiver(target)
    let isMethod =
      switch receiver {
      case .text: StringMethods.all[name] != nil
      case .list: ListMethods.all[name] != nil
      case .mapping: DictMethods.all[name] != nil
      // Whatever is not known to be anything else is a mapping, or has no attribute of this name.
      case nil: (Self.isObject(target) ? MappingMethods.names.contains(name) : DictMethods.all[name] != nil) && !Self.isReserved(target)
      }
    guard isMethod else { return nil }
    words = Self.words(target)
    self.name = name
    self.receiver = receiver ?? .mapping
  }

  /// Variables that only read like mappings: they have fewer methods.
  private static let objects: Set<String> = ["stream_slice", "stream_partition", "stream_interval", "headers", "last_record"]

  private static func isObject(_ target: Expression) -> Bool {
    if case .name(let name) = target.kind { objects.contains(name) } else { false }
  }

  private static func isReserved(_ target: Expression) -> Bool {
    if case .name(let name) = target.kind { ["loop", "self", "caller"].contains(name) } else { false }
  }

  private static let textFilters: Set<String> = [
    "string", "lower", "upper", "title", "capitalize", "trim", "replace", "join", "format", "tojson", "urlencode", "escape", "e",
  ]
  private static let textFunctions: Set<String> = ["format_datetime", "day_delta", "generate_uuid"]
  private static let textMethods: Set<String> = ["lower", "upper", "title", "capitalize", "strip", "lstrip", "rstrip", "replace"]

  /// What an expression gives, where that is certain.
  private static func receiver(_ expression: Expression) -> Receiver? {
    switch expression.kind {
    case .constant(.string), .concat: .text
    case .list: .list
    case .dict: .mapping
    case .filter(_, let name, _): textFilters.contains(name) ? .text : name == "list" || name == "sort" ? .list : nil
    case .call(let callee, _):
      switch callee.kind {
      case .name(let name): textFunctions.contains(name) ? .text : nil
      case .attribute(let target, let name) where receiver(target) == .text:
        textMethods.contains(name) ? .text : name == "split" ? .list : nil
      default: nil
      }
    default: nil
    }
  }

  private static func words(_ expression: Expression) -> String? {
    switch expression.kind {
    case .name(let name): return name
    case .constant(let constant): return try? constant.value.pythonRepr()
    case .attribute(let target, let name): return words(target).map { "\($0).\(name)" }
    case .item(let target, let key):
      guard case .constant(let constant) = key.kind, let text = try? constant.value.pythonRepr() else { return nil }
      return words(target).map { "\($0)[\(text)]" }
    case .call(let callee, let arguments):
      guard arguments.keywords.isEmpty, arguments.morePositional == nil, arguments.moreKeywords == nil else { return nil }
      let all = arguments.positional.compactMap(words)
      guard all.count == arguments.positional.count else { return nil }
      return words(callee).map { "\($0)(\(all.joined(separator: ", ")))" }
    default: return nil
    }
  }
}
