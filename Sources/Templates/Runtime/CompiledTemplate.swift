import JSON
import Synchronization

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
  /// A shorter way for simple templates.
  let direct: DirectTemplate?
  /// Whether a second rendering in the same context gives the same and changes nothing.
  let isPure: Bool
  /// The slots that hold the config.
  let configSlots: [Int]
  private let slotCount: Int
  private let variables: [(variable: TemplateVariable, slot: Int, isRequired: Bool)]
  /// The address of a runtime that a rendering left behind for the next one, retained; 0 when there is none.
  private let spare = Atomic<UInt>(0)
  private let entry: ScopeEntry
  private let selfSlot: Int?
  private let blocks: [String: BlockNode]

  /// - Throws: a syntax error, also for filters and tests that do not exist.
  convenience init(_ text: String, _ shared: SharedEnvironment) throws(TemplateSyntaxError) {
    let source = Lexer.normalized(text)
    // Most strings of a manifest have no tags.
    if source.contains(UInt8(ascii: "{")) {
      try self.init(source: source, shared)
    } else {
      self.init(plain: source, shared)
    }
  }

  private init(plain source: [UInt8], _ shared: SharedEnvironment) {
    self.shared = shared
    shape = .text(String(decoding: source, as: UTF8.self))
    direct = nil
    isPure = true
    configSlots = []
    slotCount = 0
    variables = []
    entry = ScopeEntry(copies: [], cleared: [], all: [])
    selfSlot = nil
    blocks = [:]
  }

  private init(source: [UInt8], _ shared: SharedEnvironment) throws(TemplateSyntaxError) {
    self.shared = shared
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
      let shape = Self.shape(nodes)
      self.shape = shape
      let records = compiler.contextSlots.filter { $0.name == "record" }.map(\.slot)
      direct = DirectTemplate(shape, recordSlots: entry.copies.filter { records.contains($0.from) }.map(\.to))
      let configs = compiler.contextSlots.filter { $0.name == "config" }.map(\.slot)
      configSlots = entry.copies.filter { configs.contains($0.from) }.map(\.to)
      isPure = !compiler.hasSideEffects
      slotCount = compiler.slotCount
      let functions = shared.environment.functions
      variables = compiler.contextSlots.map { (TemplateVariable($0.name), $0.slot, functions[$0.name] == nil) }
      blocks = compiler.blocks
    } catch {
      throw error.located(in: source)
    }
  }

  deinit {
    if let pointer = UnsafeRawPointer(bitPattern: spare.load(ordering: .acquiring)) {
      Unmanaged<TemplateRuntime>.fromOpaque(pointer).release()
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
  func start(_ context: any TemplateContext, parameters: JSONObject?) throws(TemplateError) -> TemplateRuntime {
    let runtime = freshRuntime(context)
    var unknown: [String] = []
    for place in variables.indices {
      let slot = variables[place].slot
      if variables[place].variable.slot == .parameters, let parameters {
        runtime.slots[slot] = .dict(TemplateDict(parameters))
      } else if let value = context.value(of: variables[place].variable) {
        runtime.slots[slot] = value
      } else if variables[place].isRequired {
        unknown.append(variables[place].variable.name)
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

  private func freshRuntime(_ context: any TemplateContext) -> TemplateRuntime {
    guard let pointer = UnsafeRawPointer(bitPattern: spare.exchange(0, ordering: .acquiring)) else {
      return TemplateRuntime(shared, slots: slotCount, context: context)
    }
    let runtime = Unmanaged<TemplateRuntime>.fromOpaque(pointer).takeRetainedValue()
    runtime.restart(context: context)
    return runtime
  }

  /// Takes a runtime back after a rendering, for the next one to use, unless a value of the template still holds it.
  func end(_ runtime: consuming TemplateRuntime) {
    var runtime = runtime
    runtime.clear()
    guard isKnownUniquelyReferenced(&runtime) else { return }
    let address = UInt(bitPattern: Unmanaged.passRetained(runtime).toOpaque())
    guard let other = UnsafeRawPointer(bitPattern: spare.exchange(address, ordering: .acquiringAndReleasing)) else { return }
    Unmanaged<TemplateRuntime>.fromOpaque(other).release()
  }

  /// The text that the template gives.
  func render(_ context: any TemplateContext, parameters: JSONObject?) throws(TemplateError) -> String {
    if case .text(let text) = shape { return text }
    let runtime = try start(context, parameters: parameters)
    switch shape {
    case .text(let text): return text
    case .expression(let node): return try node.evaluate(runtime).pythonText(runtime)
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
