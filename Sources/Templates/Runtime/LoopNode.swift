final class LoopNode: Renderable {
  /// `if` behind a loop: elements for which it is false are left out before the loop counts them.
  struct Filter: Sendable {
    let entry: ScopeEntry
    let target: AssignTarget
    let test: any Evaluable
  }

  let iterable: any Evaluable
  let target: AssignTarget
  let filter: Filter?
  let loopSlot: Int?
  let isRecursive: Bool
  let extent: Statement.Extent
  let entry: ScopeEntry
  let body: [any Renderable]
  let elseEntry: ScopeEntry
  let otherwise: [any Renderable]

  init(
    iterable: any Evaluable, target: AssignTarget, filter: Filter?, loopSlot: Int?, isRecursive: Bool, extent: Statement.Extent,
    entry: ScopeEntry, body: [any Renderable], elseEntry: ScopeEntry, otherwise: [any Renderable]
  ) {
    self.iterable = iterable
    self.target = target
    self.filter = filter
    self.loopSlot = loopSlot
    self.isRecursive = isRecursive
    self.extent = extent
    self.entry = entry
    self.body = body
    self.elseEntry = elseEntry
    self.otherwise = otherwise
  }

  func render(_ runtime: TemplateRuntime) throws(TemplateError) {
    try run(try iterable.evaluate(runtime), depth: 0, runtime)
  }

  /// - Parameter depth: how many loops of the same recursion are around this one.
  func run(_ value: TemplateValue, depth: Int, _ runtime: TemplateRuntime) throws(TemplateError) {
    if depth > 0 { try runtime.enter(extent, "recursive loop") }
    defer { if depth > 0 { runtime.leave(extent) } }
    let cost = 1 + (extent.length + entry.all.count) / 16
    let length = filter == nil ? value.length : nil
    let elements = try filtered(try value.iterator(runtime), runtime)
    let state = loopSlot.map { _ in LoopState(elements, length: length, depth: depth, node: isRecursive ? self : nil) }
    var isEmpty = true
    while let element = try state == nil ? elements.next() : state?.advance() {
      try runtime.charge(cost)
      isEmpty = false
      entry.enter(runtime)
      if let loopSlot, let state { runtime.slots[loopSlot] = .object(state) }
      try target.assign(element, runtime)
      for node in body { try node.render(runtime) }
    }
    entry.leave(runtime)
    guard isEmpty, !otherwise.isEmpty else { return }
    elseEntry.enter(runtime)
    for node in otherwise { try node.render(runtime) }
    elseEntry.leave(runtime)
  }

  private func filtered(
    _ elements: TemplateGenerator, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> TemplateGenerator {
    guard let filter else { return elements }
    return TemplateGenerator { [unowned runtime] () throws(TemplateError) -> TemplateValue? in
      while let element = try elements.next() {
        try runtime.charge(1 + filter.entry.all.count / 16)
        filter.entry.enter(runtime)
        try filter.target.assign(element, runtime)
        if try filter.test.isTrue(runtime) { return element }
      }
      return nil
    }
  }
}

/// What the name `loop` stands for inside a loop.
final class LoopState: TemplateObject {
  let typeName = "LoopContext"
  private let elements: TemplateGenerator
  /// What is left to give from ``taken`` on, once all had to be counted.
  private var remaining: [TemplateValue]?
  private var taken = 0
  private var knownLength: Int?
  private let depth: Int
  private let node: LoopNode?
  private var index = -1
  private var upcoming: TemplateValue?
  private var hasPeeked = false
  private var current: TemplateValue?
  private var previous: TemplateValue?
  private var lastChanged: [TemplateValue]?

  init(_ elements: TemplateGenerator, length: Int?, depth: Int, node: LoopNode?) {
    self.elements = elements
    knownLength = length
    self.depth = depth
    self.node = node
  }

  deinit {
    var held = [upcoming, current, previous].compactMap(\.self) + (remaining ?? []) + (lastChanged ?? [])
    (upcoming, current, previous, remaining, lastChanged) = (nil, nil, nil, nil, nil)
    Nesting.release(&held)
  }

  func advance() throws(TemplateError) -> TemplateValue? {
    let next = try peek()
    hasPeeked = false
    upcoming = nil
    guard let next else { return nil }
    index += 1
    previous = current
    current = next
    return next
  }

  private func peek() throws(TemplateError) -> TemplateValue? {
    if !hasPeeked {
      upcoming = try draw()
      hasPeeked = true
    }
    return upcoming
  }

  private func draw() throws(TemplateError) -> TemplateValue? {
    guard let rest = remaining else { return try elements.next() }
    guard taken < rest.count else { return nil }
    taken += 1
    return rest[taken - 1]
  }

  private func count() throws(TemplateError) -> Int {
    if let knownLength { return knownLength }
    var rest: [TemplateValue] = []
    while let element = try draw() { rest.append(element) }
    remaining = rest
    let count = rest.count + index + 1 + (hasPeeked && upcoming != nil ? 1 : 0)
    knownLength = count
    return count
  }

  func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    switch name {
    case "index": return .integer(index + 1)
    case "index0": return .integer(index)
    case "length": return .integer(try count())
    case "revindex": return .integer(try count() - index)
    case "revindex0": return .integer(try count() - index - 1)
    case "first": return .bool(index == 0)
    case "last": return .bool(try peek() == nil)
    case "depth": return .integer(depth + 1)
    case "depth0": return .integer(depth)
    case "previtem":
      return index == 0 ? .undefined(UndefinedInfo(name: name, hint: "no previous item")) : previous
    case "nextitem": return try peek() ?? .undefined(UndefinedInfo(name: name, hint: "no next item"))
    case "cycle":
      return method(name) { state, call throws(TemplateError) in
        guard !call.arguments.isEmpty else { throw TemplateError(.typeError, "no items for cycling given") }
        return call.arguments[state.index % call.arguments.count]
      }
    case "changed":
      return method(name) { state, call throws(TemplateError) in
        if let last = state.lastChanged, try TemplateValue.tuple(last).equals(.tuple(call.arguments), call.runtime) { return .bool(false) }
        state.lastChanged = call.arguments
        return .bool(true)
      }
    default: return nil
    }
  }

  private func method(
    _ name: String, _ body: @escaping (LoopState, inout TemplateCall) throws(TemplateError) -> TemplateValue
  ) -> TemplateValue {
    .callable(
      TemplateCallable(name: name) { [self] (call: inout TemplateCall) throws(TemplateError) -> TemplateValue in
        try body(self, &call)
      })
  }

  var privateNames: Set<String> {
    ["_iterable", "_iterator", "_undefined", "_recurse", "_length", "_after", "_current", "_before", "_last_changed_value", "_peek_next"]
  }

  func pythonText() throws(TemplateError) -> String { "<LoopContext \(index + 1)/\(try count())>" }

  var length: Int? { try? count() }

  var isCallable: Bool { true }

  /// `loop(children)` renders the loop's body for them, in recursive loops.
  func call(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    guard let node else {
      throw TemplateError(.typeError, "the loop must have the 'recursive' marker to be called recursively")
    }
    let arguments = try call.bound(TemplateSignature("iterable"))
    let runtime = call.runtime
    let saved = runtime.slots
    let outer = runtime.output
    runtime.output = ""
    defer {
      runtime.slots = saved
      runtime.output = outer
    }
    try node.run(arguments[0] ?? .none, depth: depth + 1, runtime)
    return runtime.autoescape ? .markup(runtime.output) : .string(runtime.output)
  }
}
