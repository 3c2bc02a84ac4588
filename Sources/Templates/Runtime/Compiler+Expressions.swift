extension Compiler {
  func compile(_ expression: Expression, _ place: Place) throws(SyntaxFailure) -> any Evaluable {
    switch expression.kind {
    case .name(let name): return self.name(name, place)
    case .constant(let constant): return ConstantNode(constant)
    case .tuple(let elements): return TupleNode(try compile(elements, place))
    case .list(let elements): return ListNode(try compile(elements, place))
    case .dict(let members): return try dict(members, place)
    case .attribute(let target, let name): return AttributeNode(try compile(target, place), AttributeName(name))
    case .item(let target, let key): return try item(target, key, place)
    case .slice(let target, let start, let stop, let step):
      return SliceNode(
        try compile(target, place), start: try optional(start, place), stop: try optional(stop, place),
        step: try optional(step, place))
    case .call(let callee, let arguments): return try call(callee, arguments, place)
    case .filter(let value, let name, let arguments):
      guard let value else { throw SyntaxFailure(message: "the filter has nothing to filter", offset: expression.offset) }
      return try filter(try compile(value, place), name, arguments, expression.offset, place)
    case .test(let value, let name, let arguments): return try test(value, name, arguments, expression.offset, place)
    case .unary(.not, let operand): return NotNode(try compile(operand, place))
    case .unary(let sign, let operand):
      let node = try compile(operand, place)
      return folded(SignNode(isMinus: sign == .minus, node), [node])
    case .binary(let operation, let left, let right):
      let operands = [try compile(left, place), try compile(right, place)]
      return folded(BinaryNode(operation, operands[0], operands[1]), operands)
    case .and(let left, let right): return AndNode(try compile(left, place), try compile(right, place))
    case .or(let left, let right): return OrNode(try compile(left, place), try compile(right, place))
    case .concat(let parts):
      let nodes = try compile(parts, place)
      return folded(ConcatNode(nodes), nodes)
    case .compare(let first, let rest): return try compare(first, rest, place)
    case .conditional(let test, let then, let otherwise): return try conditional(test, then, otherwise, place)
    case .namespaceReference(let name, _): return self.name(name, place)
    }
  }

  func compile(_ expressions: [Expression], _ place: Place) throws(SyntaxFailure) -> [any Evaluable] {
    var nodes: [any Evaluable] = []
    for expression in expressions { nodes.append(try compile(expression, place)) }
    return nodes
  }

  private func optional(_ expression: Expression?, _ place: Place) throws(SyntaxFailure) -> (any Evaluable)? {
    guard let expression else { return nil }
    return try compile(expression, place)
  }

  private func name(_ name: String, _ place: Place) -> any Evaluable {
    let slot = place.scope.slot(of: name) ?? contextSlot(name)
    if let function = environment.functions[name] { return FunctionNode(slot: slot, name: name, function: function) }
    return NameNode(slot: slot, name: name)
  }

  private func dict(
    _ members: [(key: Expression, value: Expression)], _ place: Place
  ) throws(SyntaxFailure) -> any Evaluable {
    var nodes: [(key: any Evaluable, value: any Evaluable)] = []
    for (key, value) in members { nodes.append((try compile(key, place), try compile(value, place))) }
    return DictNode(nodes)
  }

  private func item(_ target: Expression, _ key: Expression, _ place: Place) throws(SyntaxFailure) -> any Evaluable {
    let node = try compile(target, place)
    if case .constant(.string(let name)) = key.kind { return TextItemNode(node, AttributeName(name)) }
    return ItemNode(node, try compile(key, place))
  }

  private func compare(
    _ first: Expression, _ rest: [(comparison: CompareOperator, operand: Expression)], _ place: Place
  ) throws(SyntaxFailure) -> any Evaluable {
    let start = try compile(first, place)
    var operations: [(comparison: CompareOperator, operand: any Evaluable)] = []
    for (comparison, operand) in rest { operations.append((comparison, try compile(operand, place))) }
    return CompareNode(start, operations)
  }

  private func conditional(
    _ test: Expression, _ then: Expression, _ otherwise: Expression?, _ place: Place
  ) throws(SyntaxFailure) -> any Evaluable {
    var place = place
    place.isSoft = true
    return ConditionalNode(
      test: try compile(test, place), then: try compile(then, place), otherwise: try optional(otherwise, place))
  }

  func arguments(_ arguments: CallArguments, _ place: Place) throws(SyntaxFailure) -> ArgumentNodes {
    var keywords: [(name: String, value: any Evaluable)] = []
    var names: Set<String> = []
    for (name, value) in arguments.keywords {
      if !names.insert(name).inserted {
        throw SyntaxFailure(
          message: "the argument '\(name)' is given twice", offset: value.offset,
          kind: TemplateError.Kind(rawValue: "SyntaxError"))
      }
      keywords.append((name, try compile(value, place)))
    }
    return ArgumentNodes(
      positional: try compile(arguments.positional, place), keywords: keywords,
      morePositional: try optional(arguments.morePositional, place), moreKeywords: try optional(arguments.moreKeywords, place))
  }

  func call(_ callee: Expression, _ given: CallArguments, _ place: Place) throws(SyntaxFailure) -> any Evaluable {
    if case .attribute(let target, let name) = callee.kind {
      if !Self.pureMethods.contains(name) { hasSideEffects = true }
      return MethodCallNode(try compile(target, place), AttributeName(name), try arguments(given, place))
    }
    hasSideEffects = true
    let node = try compile(callee, place)
    if let function = node as? FunctionNode { return FunctionCallNode(function, try arguments(given, place)) }
    return CallNode(node, try arguments(given, place))
  }

  /// Methods that change nothing and give the same each time.
  private static let pureMethods: Set<String> = [
    "get", "keys", "values", "items", "split", "join", "replace", "strip", "lstrip", "rstrip", "lower", "upper", "title",
    "startswith", "endswith", "format", "find", "index", "count", "strftime", "isoformat", "capitalize", "zfill",
  ]

  func filter(
    _ value: any Evaluable, _ name: String, _ given: CallArguments, _ offset: Int, _ place: Place
  ) throws(SyntaxFailure) -> any Evaluable {
    let arguments = try arguments(given, place)
    guard let filter = environment.filters[name] else {
      return try unknown("filter", name, offset, place)
    }
    if ["random", "map"].contains(name) { hasSideEffects = true }
    return FilterNode(value, name: name, filter: filter, arguments)
  }

  private func test(
    _ value: Expression, _ name: String, _ given: CallArguments, _ offset: Int, _ place: Place
  ) throws(SyntaxFailure) -> any Evaluable {
    let node = try compile(value, place)
    let arguments = try arguments(given, place)
    guard let test = environment.tests[name] else { return try unknown("test", name, offset, place) }
    if given.all.isEmpty {
      switch name {
      case "defined": return PresenceTestNode(node, .defined)
      case "undefined": return PresenceTestNode(node, .undefined)
      case "none": return PresenceTestNode(node, .none)
      default: break
      }
    }
    return TestNode(node, name: name, test: test, arguments)
  }

  private func unknown(
    _ what: String, _ name: String, _ offset: Int, _ place: Place
  ) throws(SyntaxFailure) -> any Evaluable {
    let message = "unknown \(what) '\(name)'"
    if place.isSoft { return FailingNode(TemplateError(.templateRuntime, message)) }
    throw SyntaxFailure(message: message, offset: offset, kind: .templateAssertion)
  }

  /// What computing with constants may take.
  private static let foldingFuel = 10_000

  /// The result of an operation on constants, computed once; left to run time when it fails, is large or takes long.
  private func folded(_ node: any Evaluable, _ operands: [any Evaluable]) -> any Evaluable {
    guard operands.allSatisfy({ $0 is ConstantNode }) else { return node }
    let runtime = TemplateRuntime(SharedEnvironment(environment), slots: 0, context: nil, fuel: Self.foldingFuel)
    switch try? node.evaluate(runtime) {
    case .integer(let value): return ConstantNode(.integer(value))
    case .double(let value): return ConstantNode(.double(value))
    case .bool(let value): return ConstantNode(.bool(value))
    case .string(let text) where text.utf8.count < 1000: return ConstantNode(.string(text))
    default: return node
    }
  }
}
