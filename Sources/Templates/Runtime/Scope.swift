/// The names of one scope of a template and where their values live.
///
/// A scope is a template, a loop, a macro or a block. What a name means is decided before anything runs: whether it belongs
/// to the scope, to one around it, or comes from the context.
final class Scope {
  /// How a name gets its value when the scope is entered.
  enum Load {
    case context(String)
    case alias(Int)
    case nothing
    /// Set by whoever enters the scope.
    case parameter
  }

  /// Numbers given to the names of a scope; shared by the copies that stand for the branches of an `if`.
  final class Numbers {
    var slots: [String: Int] = [:]
  }

  let parent: Scope?
  /// Of a copy: what it is a copy of. A copy holds only what has changed, so that a chain of many branches stays cheap.
  private let original: Scope?
  private let numbers: Numbers
  private let allocate: () -> Int
  private(set) var slots: [String: Int] = [:]
  private(set) var loads: [Int: Load] = [:]
  private(set) var stores: Set<String> = []

  init(parent: Scope?, allocate: @escaping () -> Int) {
    self.parent = parent
    self.allocate = allocate
    original = nil
    numbers = Numbers()
  }

  private init(copyOf other: Scope) {
    parent = other.parent
    allocate = other.allocate
    numbers = other.numbers
    original = other
  }

  func copy() -> Scope { Scope(copyOf: self) }

  func slot(of name: String) -> Int? { ownSlot(of: name) ?? parent?.slot(of: name) }

  private func ownSlot(of name: String) -> Int? { slots[name] ?? original?.ownSlot(of: name) }

  private func hasStored(_ name: String) -> Bool { stores.contains(name) || original?.hasStored(name) ?? false }

  @discardableResult
  private func define(_ name: String, _ load: Load) -> Int {
    let slot: Int
    if let known = numbers.slots[name] {
      slot = known
    } else {
      slot = allocate()
      numbers.slots[name] = slot
    }
    slots[name] = slot
    loads[slot] = load
    return slot
  }

  func store(_ name: String) {
    stores.insert(name)
    guard ownSlot(of: name) == nil else { return }
    if let outer = parent?.slot(of: name) { define(name, .alias(outer)) } else { define(name, .nothing) }
  }

  @discardableResult
  func declareParameter(_ name: String) -> Int {
    stores.insert(name)
    return define(name, .parameter)
  }

  func load(_ name: String) {
    if slot(of: name) == nil { define(name, .context(name)) }
  }

  /// Takes over what the branches of an `if` did: a name that only some of them set comes from outside otherwise.
  func merge(_ branches: [Scope]) {
    let fresh = branches.reduce(into: Set<String>()) { $0.formUnion($1.stores) }.filter { !hasStored($0) }
    for branch in branches {
      slots.merge(branch.slots) { $1 }
      loads.merge(branch.loads) { $1 }
      stores.formUnion(branch.stores)
    }
    for name in fresh {
      guard let slot = slot(of: name) else { continue }
      if let outer = parent?.slot(of: name) { loads[slot] = .alias(outer) } else { loads[slot] = .context(name) }
    }
  }
}
