/// Text and expressions put out in order.
final class OutputNode: Renderable {
  enum Part: Sendable {
    case text(String)
    case value(any Evaluable)
  }

  let parts: [Part]
  init(_ parts: [Part]) { self.parts = parts }

  func render(_ runtime: TemplateRuntime) throws(TemplateError) {
    for part in parts {
      switch part {
      case .text(let text):
        runtime.written.add(text)
        try runtime.put(text)
      case .value(let node):
        let value = try node.evaluate(runtime)
        let text = runtime.autoescape ? try Markup.escape(value, runtime) : try value.pythonText(runtime)
        runtime.written.add(text, of: runtime.autoescape ? nil : SoleOutput(value: value, node: node))
        try runtime.put(text)
      }
    }
  }
}

/// A value that is all a template puts out, with the expression that gave it.
struct SoleOutput {
  let value: TemplateValue
  let node: any Evaluable
}

/// What has been put out so far.
enum WrittenOutput {
  case blank
  /// One value, with blanks around it at most.
  case value(SoleOutput)
  case text

  var sole: SoleOutput? { if case .value(let output) = self { output } else { nil } }

  /// Takes note of a text, which one value gave unless there is none.
  mutating func add(_ text: String, of value: @autoclosure () -> SoleOutput? = nil) {
    if case .text = self { return }
    if text.utf8.allSatisfy({ $0 == 0x20 || $0 >= 0x09 && $0 <= 0x0D }) { return }
    if case .blank = self, let value = value() { self = .value(value) } else { self = .text }
  }
}

final class IfNode: Renderable {
  let branches: [(test: any Evaluable, body: [any Renderable])]
  let otherwise: [any Renderable]

  init(_ branches: [(test: any Evaluable, body: [any Renderable])], otherwise: [any Renderable]) {
    self.branches = branches
    self.otherwise = otherwise
  }

  func render(_ runtime: TemplateRuntime) throws(TemplateError) {
    for (test, body) in branches where try test.isTrue(runtime) {
      for node in body { try node.render(runtime) }
      return
    }
    for node in otherwise { try node.render(runtime) }
  }
}

/// Where an assignment puts its value.
indirect enum AssignTarget: Sendable {
  case slot(Int)
  case tuple([AssignTarget])
  case attribute(slot: Int, name: String)

  func assign(_ value: TemplateValue, _ runtime: TemplateRuntime) throws(TemplateError) {
    switch self {
    case .slot(let slot): runtime.slots[slot] = value
    case .tuple(let targets):
      let elements = try value.elements(runtime)
      guard elements.count == targets.count else {
        let problem = elements.count < targets.count ? "not enough" : "too many"
        throw TemplateError(.valueError, "\(problem) values to unpack (expected \(targets.count))")
      }
      for (target, element) in zip(targets, elements) { try target.assign(element, runtime) }
    case .attribute(let slot, let name):
      guard case .object(let object)? = runtime.slots[slot], object.assign(value, to: name) else {
        throw TemplateError(.templateRuntime, "cannot assign attribute on non-namespace object")
      }
    }
  }
}

final class AssignNode: Renderable {
  let target: AssignTarget
  let value: any Evaluable
  /// Slots that must hold namespaces before the value is computed.
  let namespaces: [Int]

  init(_ target: AssignTarget, value: any Evaluable, namespaces: [Int]) {
    self.target = target
    self.value = value
    self.namespaces = namespaces
  }

  func render(_ runtime: TemplateRuntime) throws(TemplateError) {
    for slot in namespaces {
      guard case .object(let object)? = runtime.slots[slot], object is NamespaceObject else {
        throw TemplateError(.templateRuntime, "cannot assign attribute on non-namespace object")
      }
    }
    try target.assign(try value.evaluate(runtime), runtime)
  }
}

/// Text that a block has put out, while a filter is applied to it.
final class CapturedTextNode: Evaluable {
  let slot: Int
  init(slot: Int) { self.slot = slot }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue { runtime.slots[slot] ?? .string("") }

  func fill(_ text: String, _ runtime: TemplateRuntime) {
    runtime.slots[slot] = runtime.autoescape ? .markup(text) : .string(text)
  }
}

final class AssignBlockNode: Renderable {
  let target: AssignTarget
  let entry: ScopeEntry
  let body: [any Renderable]
  let captured: CapturedTextNode
  let value: any Evaluable

  init(
    _ target: AssignTarget, entry: ScopeEntry, body: [any Renderable], captured: CapturedTextNode, value: any Evaluable
  ) {
    self.target = target
    self.entry = entry
    self.body = body
    self.captured = captured
    self.value = value
  }

  func render(_ runtime: TemplateRuntime) throws(TemplateError) {
    entry.enter(runtime)
    captured.fill(try runtime.capture(body), runtime)
    let result = try value.evaluate(runtime)
    entry.leave(runtime)
    try target.assign(result, runtime)
  }
}

final class FilterBlockNode: Renderable {
  let entry: ScopeEntry
  let body: [any Renderable]
  let captured: CapturedTextNode
  let value: any Evaluable

  init(entry: ScopeEntry, body: [any Renderable], captured: CapturedTextNode, value: any Evaluable) {
    self.entry = entry
    self.body = body
    self.captured = captured
    self.value = value
  }

  func render(_ runtime: TemplateRuntime) throws(TemplateError) {
    entry.enter(runtime)
    captured.fill(try runtime.capture(body), runtime)
    let text = try value.evaluate(runtime).pythonText(runtime)
    runtime.written.add(text)
    try runtime.put(text)
    entry.leave(runtime)
  }
}

final class WithNode: Renderable {
  let bindings: [(target: AssignTarget, value: any Evaluable)]
  let entry: ScopeEntry
  let body: [any Renderable]

  init(_ bindings: [(target: AssignTarget, value: any Evaluable)], entry: ScopeEntry, body: [any Renderable]) {
    self.bindings = bindings
    self.entry = entry
    self.body = body
  }

  func render(_ runtime: TemplateRuntime) throws(TemplateError) {
    entry.enter(runtime)
    for (target, value) in bindings { try target.assign(try value.evaluate(runtime), runtime) }
    for node in body { try node.render(runtime) }
    entry.leave(runtime)
  }
}

final class AutoescapeNode: Renderable {
  let entry: ScopeEntry
  let flag: any Evaluable
  let body: [any Renderable]

  init(_ entry: ScopeEntry, flag: any Evaluable, body: [any Renderable]) {
    self.entry = entry
    self.flag = flag
    self.body = body
  }

  func render(_ runtime: TemplateRuntime) throws(TemplateError) {
    entry.enter(runtime)
    let outer = runtime.autoescape
    defer { runtime.autoescape = outer }
    runtime.autoescape = try flag.isTrue(runtime)
    for node in body { try node.render(runtime) }
    entry.leave(runtime)
  }
}

/// A tag that would load another template: its expression is computed, then it fails.
final class LoadNode: Renderable {
  let template: any Evaluable
  let error: TemplateError

  init(_ template: any Evaluable, _ error: TemplateError) {
    self.template = template
    self.error = error
  }

  func render(_ runtime: TemplateRuntime) throws(TemplateError) {
    _ = try template.evaluate(runtime)
    throw error
  }
}

/// A named part of a template, which only sees the context and what the template has set at its top.
final class BlockNode: Renderable {
  let name: String
  let entry: ScopeEntry
  let superSlot, selfSlot: Int?
  let extent: Statement.Extent
  let body: [any Renderable]

  init(
    name: String, entry: ScopeEntry, superSlot: Int?, selfSlot: Int?, extent: Statement.Extent, body: [any Renderable]
  ) {
    self.name = name
    self.entry = entry
    self.superSlot = superSlot
    self.extent = extent
    self.selfSlot = selfSlot
    self.body = body
  }

  func render(_ runtime: TemplateRuntime) throws(TemplateError) {
    try runtime.enter(extent, "block '\(name)'")
    defer { runtime.leave(extent) }
    entry.enter(runtime)
    if let superSlot {
      runtime.slots[superSlot] = .undefined(UndefinedInfo(name: "super", hint: "no parent block called '\(name)'."))
    }
    if let selfSlot { runtime.slots[selfSlot] = runtime.blockReference }
    for node in body { try node.render(runtime) }
    entry.leave(runtime)
  }
}
