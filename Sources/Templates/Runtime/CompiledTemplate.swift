/// A template that is ready to run.
final class CompiledTemplate: Sendable {
  let shared: SharedEnvironment
  /// What the template consists of when it is plain text or a single expression.
  enum Shape: Sendable {
    case text(String)
    case expression(any Evaluable)
    case statements([any Renderable])
  }

  let shape: Shape
  /// Whether a second rendering in the same context gives the same and changes nothing.
  let isPure: Bool
  private let slotCount: Int
  private let variables: [(variable: TemplateVariable, slot: Int, isRequired: Bool)]
  private let entry: ScopeEntry
  private let selfSlot: Int?
  private let blocks: [String: BlockNode]

  /// - Throws: a syntax error, also for filters and tests that do not exist.
  init(_ text: String, _ shared: SharedEnvironment) throws(TemplateSyntaxError) {
    self.shared = shared
    let source = Lexer.normalized(text)
    do {
      let statements = try Parser.parse(source)
      let compiler = Compiler(environment: shared.environment)
      let scope = compiler.newScope(nil)
      compiler.rootScope = scope
      selfSlot = NameUse.uses(["self"], in: statements).isEmpty ? nil : scope.declareParameter("self")
      scope.visit(statements)
      let place = Compiler.Place(scope: scope)
      let nodes = try compiler.compile(statements, place)
      entry = compiler.entry(of: scope)
      shape = Self.shape(nodes)
      isPure = !compiler.hasSideEffects
      slotCount = compiler.slotCount
      let functions = shared.environment.functions
      variables = compiler.contextSlots.map { (TemplateVariable($0.name), $0.slot, functions[$0.name] == nil) }
      blocks = compiler.blocks
    } catch {
      throw error.located(in: source)
    }
  }

  private static func shape(_ nodes: [any Renderable]) -> Shape {
    if nodes.isEmpty { return .text("") }
    guard nodes.count == 1, let output = nodes[0] as? OutputNode, output.parts.count == 1 else { return .statements(nodes) }
    switch output.parts[0] {
    case .text(let text): return .text(text)
    case .value(let node): return .expression(node)
    }
  }

  /// The names the context must know.
  var requiredVariables: [TemplateVariable] { variables.filter(\.isRequired).map(\.variable) }

  /// Makes everything ready for a rendering.
  ///
  /// - Throws: a value error when the context does not know a name of the template.
  func start(_ context: any TemplateContext, parameters: TemplateValue?) throws(TemplateError) -> TemplateRuntime {
    let runtime = TemplateRuntime(shared, slots: slotCount, context: context)
    var unknown: [String] = []
    for (variable, slot, isRequired) in variables {
      if variable.slot == .parameters, let parameters {
        runtime.slots[slot] = parameters
      } else if let value = context.value(of: variable) {
        runtime.slots[slot] = value
      } else if isRequired {
        unknown.append(variable.name)
      }
    }
    if !unknown.isEmpty {
      let names = unknown.map { "'\($0)'" }.joined(separator: ", ")
      throw TemplateError(.valueError, "the template uses \(names), which is not available here")
    }
    entry.enter(runtime)
    if !blocks.isEmpty || selfSlot != nil {
      runtime.blockReference = .object(BlockReference(blocks))
      if let selfSlot { runtime.slots[selfSlot] = runtime.blockReference }
    }
    return runtime
  }

  /// The text that the template gives.
  func render(_ context: any TemplateContext, parameters: TemplateValue?) throws(TemplateError) -> String {
    if case .text(let text) = shape { return text }
    let runtime = try start(context, parameters: parameters)
    switch shape {
    case .text(let text): return text
    case .expression(let node): return try node.evaluate(runtime).pythonText()
    case .statements(let nodes):
      for node in nodes { try node.render(runtime) }
      return runtime.output
    }
  }
}

/// What `self` stands for: `self.name()` renders a block again.
final class BlockReference: TemplateObject {
  let typeName = "TemplateReference"
  private let blocks: [String: BlockNode]

  init(_ blocks: [String: BlockNode]) { self.blocks = blocks }

  func pythonText() -> String { "<TemplateReference None>" }

  func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    guard let block = blocks[name] else { return nil }
    return .callable(
      TemplateCallable(name: name) { (call: inout TemplateCall) throws(TemplateError) -> TemplateValue in
        .string(try call.runtime.capture([block]))
      })
  }
}
