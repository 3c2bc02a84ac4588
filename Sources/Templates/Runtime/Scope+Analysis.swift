/// Finding out which names a piece of a template reads and sets in its scope.
extension Scope {
  func visit(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  private func visit(_ statement: Statement) {
    switch statement.kind {
    case .output(let outputs):
      for case .expression(let expression) in outputs { visit(expression) }
    case .conditional(let branches, let otherwise): visit(branches[...], otherwise)
    case .loop(let loop): visit(loop.iterable)
    case .assign(let target, let value):
      visit(value)
      assign(target)
    case .assignBlock(let target, _, _): assign(target)
    case .macro(let macro): store(macro.name)
    case .callBlock(_, let call): visit(call)
    case .filterBlock(let filter, _): visit(filter)
    case .with(let bindings, _): for binding in bindings { visit(binding.value) }
    case .autoescape, .block: break
    case .load(_, let template, let names):
      visit(template)
      for name in names { store(name) }
    }
  }

  private func visit(_ branches: ArraySlice<Statement.Branch>, _ otherwise: [Statement]) {
    guard let first = branches.first else { return }
    visit(first.test)
    let body = copy()
    body.visit(first.body)
    // Further branches are conditions of their own, one beside the other.
    let others = copy()
    for branch in branches.dropFirst() { others.visit([branch][...], []) }
    let last = copy()
    last.visit(otherwise)
    merge([body, others, last])
  }

  /// Names that an assignment sets.
  func assign(_ target: Expression) {
    switch target.kind {
    case .name(let name): store(name)
    case .tuple(let elements): for element in elements { assign(element) }
    default: visit(target)
    }
  }

  /// Names that somebody sets when the scope is entered.
  func declare(_ target: Expression) {
    switch target.kind {
    case .name(let name): declareParameter(name)
    case .tuple(let elements): for element in elements { declare(element) }
    default: visit(target)
    }
  }

  func visit(_ expression: Expression) {
    switch expression.kind {
    case .name(let name), .namespaceReference(let name, _): load(name)
    case .constant: break
    case .tuple(let elements), .list(let elements), .concat(let elements): for element in elements { visit(element) }
    case .dict(let members):
      for member in members {
        visit(member.key)
        visit(member.value)
      }
    case .attribute(let target, _), .unary(_, let target): visit(target)
    case .item(let left, let right), .binary(_, let left, let right), .and(let left, let right), .or(let left, let right):
      visit(left)
      visit(right)
    case .slice(let target, let start, let stop, let step):
      visit(target)
      for bound in [start, stop, step] { bound.map(visit) }
    case .call(let callee, let arguments):
      visit(callee)
      visit(arguments)
    case .filter(let value, _, let arguments):
      value.map(visit)
      visit(arguments)
    case .test(let value, _, let arguments):
      visit(value)
      visit(arguments)
    case .compare(let first, let rest):
      visit(first)
      for (_, operand) in rest { visit(operand) }
    case .conditional(let test, let then, let otherwise):
      visit(test)
      visit(then)
      otherwise.map(visit)
    }
  }

  private func visit(_ arguments: CallArguments) {
    for argument in arguments.all { visit(argument) }
  }
}

/// Whether names are used that are not set in the same piece: `loop`, `caller`, `varargs`, `kwargs`, `self`.
enum NameUse {
  static func uses(_ names: Set<String>, in statements: [Statement]) -> Set<String> {
    var found: Set<String> = []
    collect(statements, names, &found)
    return found
  }

  private static func collect(_ statements: [Statement], _ names: Set<String>, _ found: inout Set<String>) {
    let scope = Scope(parent: nil, allocate: { 0 })
    scope.visit(statements)
    found.formUnion(names.filter { scope.slots[$0] != nil && !scope.stores.contains($0) })
    for statement in statements {
      for (body, expressions) in statement.kind.inner {
        let inner = Scope(parent: nil, allocate: { 0 })
        for expression in expressions { inner.visit(expression) }
        found.formUnion(names.filter { inner.slots[$0] != nil })
        collect(body, names, &found)
      }
    }
  }
}

extension Statement.Kind {
  /// The bodies a statement holds, each with expressions that belong inside.
  var inner: [(body: [Statement], expressions: [Expression])] {
    switch self {
    case .output, .assign, .load: []
    case .conditional(let branches, let otherwise): branches.map { ($0.body, []) } + [(otherwise, [])]
    case .loop(let loop): [(loop.body, loop.test.map { [$0] } ?? []), (loop.otherwise, [])]
    case .assignBlock(_, let filter, let body): [(body, filter.map { [$0] } ?? [])]
    case .macro(let macro): [(macro.body, macro.defaults)]
    case .callBlock(let macro, _): [(macro.body, macro.defaults)]
    case .filterBlock(_, let body), .with(_, let body): [(body, [])]
    case .autoescape(let flag, let body): [(body, [flag])]
    case .block(_, let body, _): [(body, [])]
    }
  }
}
