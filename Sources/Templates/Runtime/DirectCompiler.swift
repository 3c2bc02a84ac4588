import JSON

/// Writes the program of a ``DirectTemplate``.
struct DirectCompiler {
  private(set) var steps: [DirectTemplate.Step] = []
  private(set) var keys: [[UInt8]] = []
  private(set) var constants: [DirectTemplate.PlainConstant] = []
  private(set) var deepest = 0
  private(set) var readsRecord = false
  private let recordSlots: [Int]
  private var depth = 0

  init(recordSlots: [Int]) { self.recordSlots = recordSlots }

  /// - Returns: false when there is something in it that only a runtime can do.
  mutating func compile(_ output: OutputNode) -> Bool {
    for part in output.parts {
      switch part {
      case .text(let text): emit(.writeText, key(Array(text.utf8)), grows: 0)
      case .value(let node):
        guard compile(node) else { return false }
        emit(.write, grows: -1)
      }
    }
    return true
  }

  /// - Returns: false when there is something in it that only a runtime can do.
  mutating func compile(_ node: any Evaluable) -> Bool {
    if let path = path(node) {
      guard !path.isEmpty else { return false }
      readsRecord = true
      let first = keys.count
      keys += path
      emit(.field, first, path.count, grows: 1)
      return true
    }
    switch node {
    case let node as ConstantNode: return compile(node.constant)
    case let node as NotNode:
      guard compile(node.operand) else { return false }
      emit(.not, grows: 0)
      return true
    case let node as AndNode: return compile(node.left, .jumpIfFalse, node.right)
    case let node as OrNode: return compile(node.left, .jumpIfTrue, node.right)
    case let node as CompareNode:
      guard node.rest.count == 1, let operation = Self.operation(node.rest[0].comparison) else { return false }
      return compile(node.first, node.rest[0].operand, operation)
    case let node as BinaryNode:
      guard let operation = Self.operation(node.operation) else { return false }
      return compile(node.left, node.right, operation)
    case let node as FilterNode:
      guard node.arguments.isEmpty, let operation = Self.operation(ofFilter: node.name), compile(node.value) else { return false }
      emit(operation, grows: 0)
      return true
    case let node as ConditionalNode: return compile(node)
    default: return false
    }
  }

  /// The keys below the record; nil for what is no path, empty for the record itself.
  private func path(_ node: any Evaluable) -> [[UInt8]]? {
    if let name = node as? NameNode { return recordSlots.contains(name.slot) ? [] : nil }
    let target: any Evaluable
    let name: AttributeName
    if let item = node as? TextItemNode {
      (target, name) = (item.target, item.name)
    } else if let attribute = node as? AttributeNode, attribute.name.dictMethod == nil, !attribute.name.isPrivate {
      (target, name) = (attribute.target, attribute.name)
    } else {
      return nil
    }
    return path(target).map { $0 + [Array(name.name.utf8)] }
  }

  private mutating func compile(_ constant: Constant) -> Bool {
    let value: DirectTemplate.PlainConstant
    switch constant {
    case .string(let text):
      emit(.text, key(Array(text.utf8)), grows: 1)
      return true
    case .none: value = .none
    case .bool(let flag): value = .bool(flag)
    case .integer(let number): value = .integer(number)
    default: return false
    }
    constants.append(value)
    emit(.constant, constants.count - 1, grows: 1)
    return true
  }

  private mutating func compile(_ left: any Evaluable, _ right: any Evaluable, _ operation: DirectTemplate.Operation) -> Bool {
    guard compile(left), compile(right) else { return false }
    emit(operation, grows: -1)
    return true
  }

  /// The left value if it decides, else the right one.
  private mutating func compile(_ left: any Evaluable, _ jump: DirectTemplate.Operation, _ right: any Evaluable) -> Bool {
    guard compile(left) else { return false }
    let place = emit(jump, grows: -1)
    guard compile(right) else { return false }
    land(place)
    return true
  }

  private mutating func compile(_ node: ConditionalNode) -> Bool {
    guard let otherwise = node.otherwise, compile(node.test) else { return false }
    let skip = emit(.jumpUnless, grows: -1)
    guard compile(node.then) else { return false }
    let end = emit(.jump, grows: -1)
    land(skip)
    guard compile(otherwise) else { return false }
    land(end)
    return true
  }

  @discardableResult
  private mutating func emit(_ operation: DirectTemplate.Operation, _ first: Int = 0, _ count: Int = 0, grows: Int) -> Int {
    steps.append(DirectTemplate.Step(operation: operation, first: Int32(first), count: Int32(count)))
    depth += grows
    deepest = max(deepest, depth)
    return steps.count - 1
  }

  /// Lets the jump at `place` lead to what comes next.
  private mutating func land(_ place: Int) {
    steps[place] = DirectTemplate.Step(operation: steps[place].operation, first: Int32(steps.count), count: 0)
  }

  private mutating func key(_ text: [UInt8]) -> Int {
    keys.append(text)
    return keys.count - 1
  }

  private static func operation(_ comparison: CompareOperator) -> DirectTemplate.Operation? {
    switch comparison {
    case .equal: .equal
    case .notEqual: .notEqual
    case .order(let order):
      switch order {
      case .less: .less
      case .lessOrEqual: .lessOrEqual
      case .greater: .greater
      case .greaterOrEqual: .greaterOrEqual
      }
    case .isIn, .notIn: nil
    }
  }

  private static func operation(_ operation: BinaryOperator) -> DirectTemplate.Operation? {
    switch operation {
    case .add: .add
    case .sub: .subtract
    case .mul: .multiply
    case .div: .divide
    default: nil
    }
  }

  private static func operation(ofFilter name: String) -> DirectTemplate.Operation? {
    switch name {
    case "int": .toInteger
    case "float": .toDouble
    default: nil
    }
  }
}
