/// What a template uses, found out without running it.
public struct TemplateSummary: Sendable {
  /// A name in the template and where it stands, counted from 1 within the template's text.
  public struct Use: Sendable, Hashable {
    public let name: String
    public let line: Int
    public let column: Int
  }

  /// Why the template does not parse; then nothing else is known of it.
  public private(set) var syntaxError: TemplateSyntaxError?
  /// Filters and tests that do not exist.
  public private(set) var unknownFilters: [Use] = []
  public private(set) var unknownTests: [Use] = []
  /// Functions that are called and do not exist. Functions that the template defines itself do.
  public private(set) var unknownFunctions: [Use] = []
  /// The variables that have to come from outside, without functions.
  public private(set) var variables: [Use] = []
  /// The names that are read from a variable one after another, such as `["config", "credentials", "token"]`, longest ones only.
  public private(set) var paths: [[String]] = []
  /// Those of such names that may be missing, as in `config.get('token')` or `config['token'] | default('')`.
  public private(set) var optionalPaths: [[String]] = []
  /// Methods that are read like fields.
  public private(set) var methodsAsFields: [MethodAsField] = []
  /// Whether the template gives the same value every time: it reads no variable and calls no function.
  public private(set) var isConstant = false

  public init(of text: String, environment: TemplateEnvironment) {
    let source = Lexer.normalized(text)
    do {
      var survey = TemplateSurvey()
      survey.visit(try Parser.parse(source))
      func uses(_ found: [(name: String, offset: Int)]) -> [Use] { Self.located(found, in: source) }
      let free = survey.names.filter { !survey.defined.contains($0.name) && environment.functions[$0.name] == nil }
      unknownFilters = uses(survey.filters.filter { environment.filters[$0.name] == nil })
      unknownTests = uses(survey.tests.filter { environment.tests[$0.name] == nil })
      unknownFunctions = uses(survey.calls.filter { !survey.defined.contains($0.name) && environment.functions[$0.name] == nil })
      let called = Set(survey.calls.map(\.offset))
      variables = uses(free.filter { !called.contains($0.offset) })
      paths = survey.paths
      optionalPaths = survey.optionalPaths
      methodsAsFields = survey.methodsAsFields
      isConstant = free.isEmpty && survey.calls.isEmpty && !survey.names.contains { environment.functions[$0.name] != nil }
    } catch {
      syntaxError = error.located(in: source)
    }
  }
}

extension TemplateSummary {
  /// The names with their places, all found in one walk over the template.
  private static func located(_ found: [(name: String, offset: Int)], in source: [UInt8]) -> [Use] {
    var uses: [Use?] = Array(repeating: nil, count: found.count)
    var (at, line, column) = (0, 1, 1)
    for number in found.indices.sorted(by: { found[$0].offset < found[$1].offset }) {
      while at < min(found[number].offset, source.count) {
        if source[at] == UInt8(ascii: "\n") {
          (line, column) = (line + 1, 1)
        } else if source[at] & 0xC0 != 0x80 {
          column += 1
        }
        at += 1
      }
      uses[number] = Use(name: found[number].name, line: line, column: column)
    }
    return uses.compactMap(\.self)
  }
}

/// Collects the names that a template uses.
struct TemplateSurvey {
  private(set) var names: [(name: String, offset: Int)] = []
  private(set) var filters: [(name: String, offset: Int)] = []
  private(set) var tests: [(name: String, offset: Int)] = []
  private(set) var calls: [(name: String, offset: Int)] = []
  private(set) var paths: [[String]] = []
  private(set) var optionalPaths: [[String]] = []
  private var methods: [(root: String?, method: MethodAsField)] = []
  /// The names of `namespace` objects, whose attributes are what the template sets.
  private var namespaces: Set<String> = []
  /// Names that the template sets anywhere; where it sets them does not matter here.
  private(set) var defined: Set<String> = ["loop", "self", "super", "caller", "varargs", "kwargs"]

  /// Methods that are read like fields, each once.
  var methodsAsFields: [MethodAsField] {
    methods.reduce(into: []) { found, use in
      if !(use.root.map(namespaces.contains) ?? false), !found.contains(use.method) { found.append(use.method) }
    }
  }

  mutating func visit(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .output(let outputs):
      for case .expression(let expression) in outputs { visit(expression) }
    case .conditional(let branches, let otherwise):
      for branch in branches {
        visit(branch.test)
        visit(branch.body)
      }
      visit(otherwise)
    case .loop(let loop):
      define(loop.target)
      visit(loop.iterable)
      if let test = loop.test { visit(test) }
      visit(loop.body)
      visit(loop.otherwise)
    case .assign(let target, let value):
      define(target)
      if case .name(let name) = target.kind, case .call(let callee, _) = value.kind, case .name("namespace") = callee.kind {
        namespaces.insert(name)
      }
      visit(value)
    case .assignBlock(let target, let filter, let body):
      define(target)
      if let filter { visit(filter) }
      visit(body)
    case .macro(let macro): visit(macro)
    case .callBlock(let macro, let call):
      visit(macro)
      visit(call)
    case .filterBlock(let filter, let body):
      visit(filter)
      visit(body)
    case .with(let bindings, let body):
      for binding in bindings {
        define(binding.target)
        visit(binding.value)
      }
      visit(body)
    case .autoescape(let flag, let body):
      visit(flag)
      visit(body)
    case .block(_, let body, _): visit(body)
    case .load(_, let template, let names):
      visit(template)
      defined.formUnion(names)
    }
  }

  private mutating func visit(_ macro: Statement.Macro) {
    defined.insert(macro.name)
    defined.formUnion(macro.parameters)
    for value in macro.defaults { visit(value) }
    visit(macro.body)
  }

  private mutating func define(_ target: Expression) {
    switch target.kind {
    case .name(let name): defined.insert(name)
    case .tuple(let elements), .list(let elements): for element in elements { define(element) }
    default: visit(target)
    }
  }

  private mutating func visit(_ expression: Expression) {
    if let path = Self.path(of: expression), path.count > 1, !Self.isLookup(expression) { paths.append(path) }
    switch expression.kind {
    case .name(let name): names.append((name, expression.offset))
    case .namespaceReference, .constant: break
    case .tuple(let elements), .list(let elements), .concat(let elements): for element in elements { visit(element) }
    case .dict(let members):
      for member in members {
        visit(member.key)
        visit(member.value)
      }
    case .attribute(let target, let name):
      if let method = MethodAsField(target, name) {
        if case .name(let root) = target.kind { methods.append((root, method)) } else { methods.append((nil, method)) }
      }
      visitPrefix(target)
    case .item(let target, let key):
      visitPrefix(target)
      visit(key)
    case .unary(_, let target): visit(target)
    case .binary(_, let left, let right), .and(let left, let right), .or(let left, let right):
      visit(left)
      visit(right)
    case .slice(let target, let start, let stop, let step):
      visit(target)
      for bound in [start, stop, step] { if let bound { visit(bound) } }
    case .call(let callee, let arguments): visit(callee, arguments)
    case .filter(let value, let name, let arguments):
      filters.append((name, expression.offset))
      if let value { name == "default" || name == "d" ? visitOptional(value) : visit(value) }
      for argument in arguments.all { visit(argument) }
    case .test(let value, let name, let arguments):
      tests.append((name, expression.offset))
      name == "defined" || name == "undefined" ? visitOptional(value) : visit(value)
      for argument in arguments.all { visit(argument) }
    case .compare(let first, let rest):
      visit(first)
      for (_, operand) in rest { visit(operand) }
    case .conditional(let test, let then, let otherwise):
      visit(test)
      visit(then)
      if let otherwise { visit(otherwise) }
    }
  }

  private mutating func visit(_ callee: Expression, _ arguments: CallArguments) {
    if case .name(let name) = callee.kind {
      calls.append((name, callee.offset))
      names.append((name, callee.offset))
    } else if case .attribute(let target, "get") = callee.kind, let path = Self.path(of: target), let key = arguments.positional.first,
      case .constant(.string(let text)) = key.kind
    {
      optionalPaths.append(path + [text])
      visitPrefix(target)
    } else if case .attribute(let target, _) = callee.kind {
      visit(target)
    } else {
      visit(callee)
    }
    for argument in arguments.all { visit(argument) }
  }

  private mutating func visitOptional(_ expression: Expression) {
    let count = paths.count
    visit(expression)
    optionalPaths += paths[count...]
    paths.removeSubrange(count...)
  }

  /// Visits what a longer way starts with, without taking it for a way of its own.
  private mutating func visitPrefix(_ target: Expression) {
    let count = paths.count
    visit(target)
    if Self.path(of: target) != nil { paths.removeSubrange(count...) }
  }

  /// `x.get('y')`, which takes what is missing.
  private static func isLookup(_ expression: Expression) -> Bool { if case .call = expression.kind { true } else { false } }

  /// The names of a way such as `config['a'].b`; nil when a part of it is computed.
  private static func path(of expression: Expression) -> [String]? {
    switch expression.kind {
    case .name(let name): [name]
    case .attribute(let target, let name): path(of: target).map { $0 + [name] }
    case .item(let target, let key):
      if case .constant(.string(let text)) = key.kind { path(of: target).map { $0 + [text] } } else { nil }
    case .call(let callee, let arguments):
      if case .attribute(let target, "get") = callee.kind, let key = arguments.positional.first,
        case .constant(.string(let text)) = key.kind
      {
        path(of: target).map { $0 + [text] }
      } else {
        nil
      }
    default: nil
    }
  }
}
