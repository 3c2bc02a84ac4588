extension Compiler {
  func compile(_ statements: [Statement], _ place: Place) throws(SyntaxFailure) -> [any Renderable] {
    var nodes: [any Renderable] = []
    for statement in statements { nodes.append(try compile(statement, place)) }
    return nodes
  }

  private func compile(_ statement: Statement, _ place: Place) throws(SyntaxFailure) -> any Renderable {
    switch statement.kind {
    case .output(let outputs): return try output(outputs, place)
    case .conditional(let branches, let otherwise): return try conditional(branches, otherwise, place)
    case .loop(let loop): return try self.loop(loop, statement.offset, place)
    case .assign(let target, let value):
      let check = try namespaces(of: target, place)
      return AssignNode(try self.target(target, place), value: try compile(value, place), namespaces: check)
    case .assignBlock(let target, let filter, let body): return try assignBlock(target, filter, body, place)
    case .macro(let macro):
      let node = try self.macro(macro, statement.offset, place)
      return MacroNode(node, slot: place.scope.slot(of: macro.name) ?? contextSlot(macro.name))
    case .callBlock(let macro, let call): return try callBlock(macro, call, statement.offset, place)
    case .filterBlock(let filter, let body): return try filterBlock(filter, body, place)
    case .with(let bindings, let body): return try with(bindings, body, place)
    case .autoescape(let flag, let body):
      let scope = newScope(place.scope)
      scope.visit(flag)
      scope.visit(body)
      let inner = Place(scope: scope)
      return AutoescapeNode(entry(of: scope), flag: try compile(flag, inner), body: try compile(body, inner))
    case .block(let name, let body, let extent): return try block(name, body, extent, statement.offset)
    case .load(let tag, let template, _):
      let error = TemplateError(.typeError, "'\(tag)' is not supported: there are no other templates to load")
      return LoadNode(try compile(template, place), error)
    }
  }

  private func output(_ outputs: [Statement.Output], _ place: Place) throws(SyntaxFailure) -> OutputNode {
    var parts: [OutputNode.Part] = []
    for output in outputs {
      switch output {
      case .text(let text): parts.append(.text(text))
      case .expression(let expression): parts.append(.value(try compile(expression, place)))
      }
    }
    return OutputNode(parts)
  }

  private func conditional(
    _ branches: [Statement.Branch], _ otherwise: [Statement], _ place: Place
  ) throws(SyntaxFailure) -> IfNode {
    var place = place
    place.isSoft = true
    var nodes: [(test: any Evaluable, body: [any Renderable])] = []
    for branch in branches { nodes.append((try compile(branch.test, place), try compile(branch.body, place))) }
    return IfNode(nodes, otherwise: try compile(otherwise, place))
  }

  private func loop(_ loop: Statement.Loop, _ offset: Int, _ place: Place) throws(SyntaxFailure) -> LoopNode {
    if let bad = loop.assignsLoop {
      throw SyntaxFailure(message: "'loop' cannot be assigned inside a loop", offset: bad, kind: .templateAssertion)
    }
    let scope = newScope(place.scope)
    let usesLoop = loop.isRecursive || !NameUse.uses(["loop"], in: loop.body).isEmpty
    let loopSlot = usesLoop ? scope.declareParameter("loop") : nil
    scope.declare(loop.target)
    scope.visit(loop.body)
    let inner = Place(scope: scope)
    let elseScope = newScope(place.scope)
    elseScope.visit(loop.otherwise)
    return LoopNode(
      iterable: try compile(loop.iterable, place), target: try target(loop.target, inner), filter: try loopFilter(loop, place),
      loopSlot: loopSlot, isRecursive: loop.isRecursive, extent: loop.extent, entry: entry(of: scope), body: try compile(loop.body, inner),
      elseEntry: entry(of: elseScope), otherwise: try compile(loop.otherwise, Place(scope: elseScope)))
  }

  private func loopFilter(_ loop: Statement.Loop, _ place: Place) throws(SyntaxFailure) -> LoopNode.Filter? {
    guard let test = loop.test else { return nil }
    let scope = newScope(place.scope)
    scope.declare(loop.target)
    scope.visit(test)
    let inner = Place(scope: scope)
    return LoopNode.Filter(entry: entry(of: scope), target: try target(loop.target, inner), test: try compile(test, inner))
  }

  /// Where an assignment puts its value.
  func target(_ target: Expression, _ place: Place) throws(SyntaxFailure) -> AssignTarget {
    switch target.kind {
    case .name(let name): return .slot(place.scope.slot(of: name) ?? contextSlot(name))
    case .tuple(let elements):
      var targets: [AssignTarget] = []
      for element in elements { targets.append(try self.target(element, place)) }
      return .tuple(targets)
    case .namespaceReference(let name, let attribute):
      hasSideEffects = true
      return .attribute(slot: place.scope.slot(of: name) ?? contextSlot(name), name: attribute)
    default: throw SyntaxFailure(message: "this cannot be assigned to", offset: target.offset)
    }
  }

  private func namespaces(of target: Expression, _ place: Place) throws(SyntaxFailure) -> [Int] {
    switch target.kind {
    case .namespaceReference(let name, _): return [place.scope.slot(of: name) ?? contextSlot(name)]
    case .tuple(let elements):
      var slots: [Int] = []
      for element in elements { slots += try namespaces(of: element, place) }
      return slots
    default: return []
    }
  }

  private func assignBlock(
    _ target: Expression, _ filter: Expression?, _ body: [Statement], _ place: Place
  ) throws(SyntaxFailure) -> AssignBlockNode {
    let scope = newScope(place.scope)
    scope.visit(body)
    filter.map(scope.visit)
    let inner = Place(scope: scope)
    let captured = CapturedTextNode(slot: newSlot())
    let value = try filter.map { filter throws(SyntaxFailure) in try chain(filter, captured, inner) }
    return AssignBlockNode(
      try self.target(target, place), entry: entry(of: scope), body: try compile(body, inner), captured: captured,
      value: value ?? captured)
  }

  /// Filters without a value of their own, applied to a node.
  private func chain(
    _ filter: Expression, _ start: any Evaluable, _ place: Place
  ) throws(SyntaxFailure) -> any Evaluable {
    guard case .filter(let value, let name, let arguments) = filter.kind else { return start }
    let inner = try value.map { value throws(SyntaxFailure) in try chain(value, start, place) } ?? start
    return try self.filter(inner, name, arguments, filter.offset, place)
  }

  private func filterBlock(
    _ filter: Expression, _ body: [Statement], _ place: Place
  ) throws(SyntaxFailure) -> FilterBlockNode {
    let scope = newScope(place.scope)
    scope.visit(body)
    scope.visit(filter)
    let inner = Place(scope: scope)
    let captured = CapturedTextNode(slot: newSlot())
    return FilterBlockNode(
      entry: entry(of: scope), body: try compile(body, inner), captured: captured, value: try chain(filter, captured, inner))
  }

  private func with(
    _ bindings: [(target: Expression, value: Expression)], _ body: [Statement], _ place: Place
  ) throws(SyntaxFailure) -> WithNode {
    let scope = newScope(place.scope)
    for binding in bindings { scope.declare(binding.target) }
    scope.visit(body)
    let inner = Place(scope: scope)
    var nodes: [(target: AssignTarget, value: any Evaluable)] = []
    for binding in bindings { nodes.append((try target(binding.target, inner), try compile(binding.value, place))) }
    return WithNode(nodes, entry: entry(of: scope), body: try compile(body, inner))
  }

  func macro(_ macro: Statement.Macro, _ offset: Int, _ place: Place) throws(SyntaxFailure) -> MacroBody {
    let scope = newScope(place.scope)
    for parameter in macro.parameters { scope.declareParameter(parameter) }
    for expression in macro.defaults { scope.visit(expression) }
    let used = NameUse.uses(["caller", "kwargs", "varargs"], in: macro.body)
    var callerSlot: Int?
    if used.contains("caller") {
      if let place = macro.parameters.firstIndex(of: "caller") {
        if place < macro.parameters.count - macro.defaults.count {
          throw SyntaxFailure(message: "the parameter 'caller' needs a default", offset: offset, kind: .templateAssertion)
        }
      } else {
        callerSlot = scope.declareParameter("caller")
      }
    }
    func special(_ name: String) -> Int? {
      used.contains(name) && !macro.parameters.contains(name) ? scope.declareParameter(name) : nil
    }
    let keywordSlot = special("kwargs")
    let positionalSlot = special("varargs")
    scope.visit(macro.body)
    let inner = Place(scope: scope)
    return MacroBody(
      name: macro.name, parameters: macro.parameters.map { ($0, scope.slots[$0] ?? 0) },
      defaults: try compile(macro.defaults, inner), callerSlot: callerSlot, keywordSlot: keywordSlot,
      positionalSlot: positionalSlot, entry: entry(of: scope), extent: macro.extent, body: try compile(macro.body, inner))
  }

  private func callBlock(
    _ macro: Statement.Macro, _ call: Expression, _ offset: Int, _ place: Place
  ) throws(SyntaxFailure) -> CallBlockNode {
    guard case .call(let callee, let given) = call.kind else {
      throw SyntaxFailure(message: "'call' needs a call", offset: call.offset)
    }
    hasSideEffects = true
    return CallBlockNode(
      try self.macro(macro, offset, place), callee: try compile(callee, place), arguments: try arguments(given, place))
  }

  private func block(
    _ name: String, _ body: [Statement], _ extent: Statement.Extent, _ offset: Int
  ) throws(SyntaxFailure) -> BlockNode {
    guard blocks[name] == nil else {
      throw SyntaxFailure(message: "the block '\(name)' is defined twice", offset: offset, kind: .templateAssertion)
    }
    let scope = newScope(nil)
    let superSlot = NameUse.uses(["super"], in: body).isEmpty ? nil : scope.declareParameter("super")
    let selfSlot = NameUse.uses(["self"], in: body).isEmpty ? nil : scope.declareParameter("self")
    scope.visit(body)
    let nodes = try compile(body, Place(scope: scope))
    let block = BlockNode(
      name: name, entry: entry(of: scope, exports: true), superSlot: superSlot, selfSlot: selfSlot, extent: extent, body: nodes)
    blocks[name] = block
    return block
  }
}

extension Statement.Loop {
  /// Where something inside the loop, or its own target, sets the name `loop`.
  fileprivate var assignsLoop: Int? { Self.assigns(target) ?? Self.assigns(body) ?? Self.assigns(otherwise) }

  private static func assigns(_ target: Expression) -> Int? {
    switch target.kind {
    case .name("loop"): target.offset
    case .tuple(let elements): elements.lazy.compactMap(assigns).first
    default: nil
    }
  }

  private static func assigns(_ statements: [Statement]) -> Int? {
    for statement in statements {
      switch statement.kind {
      case .assign(let target, _), .assignBlock(let target, _, _):
        if let found = assigns(target) { return found }
      case .loop(let loop):
        if let found = assigns(loop.target) { return found }
      default: break
      }
      for (body, _) in statement.kind.inner {
        if let found = assigns(body) { return found }
      }
    }
    return nil
  }
}
