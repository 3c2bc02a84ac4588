/// An expression that only chooses a value of the config, such as `config['key']` or `config.get('key', '5')`, and changes nothing about it.
struct SettingChoice {
  /// Texts that the template itself has for settings that are missing.
  private var replacements: [String] = []
  private let configSlots: [Int]

  /// Filters that give a text as it is.
  private static let filters: Set<String> = ["default", "d", "string"]

  /// - Returns: nil when the expression is anything else.
  init?(_ node: any Evaluable, configSlots: [Int]) {
    self.configSlots = configSlots
    guard visit(node) else { return nil }
  }

  /// Whether the text is from the config, not one that the template has instead.
  func takes(_ text: String) -> Bool { !replacements.contains(text) }

  private mutating func visit(_ node: any Evaluable) -> Bool {
    switch node {
    case let node as NameNode: return configSlots.contains(node.slot)
    case let node as ConstantNode:
      if case .string(let text) = node.constant { replacements.append(text) }
      return true
    case let node as AttributeNode: return isPath(node.target)
    case let node as TextItemNode: return isPath(node.target)
    case let node as ItemNode: return isPath(node.target)
    case let node as MethodCallNode:
      return node.name.name == "get" && isPath(node.target) && visit(replacementsOf: node.arguments.positional.dropFirst())
    case let node as FilterNode:
      return Self.filters.contains(node.name) && visit(node.value) && visit(replacementsOf: node.arguments.positional[...])
    case let node as OrNode: return visit(node.left) && visit(node.right)
    case let node as AndNode: return visit(node.right)
    case let node as ConditionalNode: return visit(node.then) && (node.otherwise.map { visit($0) } ?? true)
    default: return false
    }
  }

  /// Whether an expression is the config or a place in it.
  private mutating func isPath(_ node: any Evaluable) -> Bool { !(node is ConstantNode) && visit(node) }

  private mutating func visit(replacementsOf nodes: ArraySlice<any Evaluable>) -> Bool {
    for node in nodes where !visit(node) { return false }
    return true
  }
}
