/// Turns the statements of a template into nodes that run.
///
/// `Compiler+Expressions` and `Compiler+Statements` hold the cases.
final class Compiler {
  /// Where a piece of the template stands.
  struct Place {
    let scope: Scope
    /// Inside an `if`: unknown filters and tests only matter when they are reached.
    var isSoft = false
  }

  let environment: TemplateEnvironment
  private(set) var slotCount = 0
  /// The slots of the variables that come from the context.
  private(set) var contextSlots: [(name: String, slot: Int)] = []
  private var slotsByName: [String: Int] = [:]
  /// Names that must be known to the context before anything runs, in the order of their discovery.
  private(set) var undeclared: [String] = []
  /// Whether rendering twice could give different results or change something.
  var hasSideEffects = false
  var blocks: [String: BlockNode] = [:]
  var rootScope: Scope?

  init(environment: TemplateEnvironment) { self.environment = environment }

  func newSlot() -> Int {
    slotCount += 1
    return slotCount - 1
  }

  func newScope(_ parent: Scope?) -> Scope { Scope(parent: parent, allocate: { [unowned self] in newSlot() }) }

  /// The slot that holds a variable of the context.
  func contextSlot(_ name: String) -> Int {
    if let known = slotsByName[name] { return known }
    let slot = newSlot()
    slotsByName[name] = slot
    contextSlots.append((name, slot))
    if environment.functions[name] == nil { undeclared.append(name) }
    return slot
  }

  /// What happens when a scope is entered.
  func entry(of scope: Scope, exports: Bool = false) -> ScopeEntry {
    var copies: [(to: Int, from: Int, export: Int?)] = []
    var cleared: [Int] = []
    for (slot, load) in scope.loads.sorted(by: { $0.key < $1.key }) {
      switch load {
      case .context(let name):
        copies.append((slot, contextSlot(name), exports ? rootScope?.slots[name] : nil))
      case .alias(let outer): copies.append((slot, outer, nil))
      case .nothing: cleared.append(slot)
      case .parameter: break
      }
    }
    return ScopeEntry(copies: copies, cleared: cleared, all: scope.loads.keys.sorted())
  }
}

/// Gives the names of a scope their first values.
struct ScopeEntry: Sendable {
  /// From which slot each name is filled, unless the template itself has set the exported one.
  let copies: [(to: Int, from: Int, export: Int?)]
  let cleared: [Int]
  let all: [Int]

  func enter(_ runtime: TemplateRuntime) {
    for slot in cleared { runtime.slots[slot] = nil }
    for copy in copies {
      if let export = copy.export, let value = runtime.slots[export] {
        runtime.slots[copy.to] = value
      } else {
        runtime.slots[copy.to] = runtime.slots[copy.from]
      }
    }
  }

  func leave(_ runtime: TemplateRuntime) {
    for slot in all { runtime.slots[slot] = nil }
  }
}
