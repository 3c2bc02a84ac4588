/// One rendering: its variables, its output so far, and the fuel that is left. Filters and functions get it with each call.
public final class TemplateRuntime {
  /// Deeper calls of macros within macros, blocks within blocks and loops within the same loop are refused.
  static let callLimit = 150
  /// Expressions that wait for each other, over all calls that have not ended.
  static let levelLimit = 1000

  private let shared: SharedEnvironment
  // A rendering runs on one thread, and no access to these lasts beyond a statement: overlaps need not be looked for at each.
  @exclusivity(unchecked) private var context: (any TemplateContext)?
  /// Whether output and `~` escape HTML (inside `{% autoescape true %}`).
  @exclusivity(unchecked) public internal(set) var autoescape = false
  @exclusivity(unchecked) private var fuel: Int
  /// Variables by number; nil where nothing has been assigned.
  @exclusivity(unchecked) var slots: [TemplateValue?]
  @exclusivity(unchecked) var output = ""
  /// What the output consists of.
  @exclusivity(unchecked) var written = WrittenOutput.blank
  @exclusivity(unchecked) private var callDepth = 0
  @exclusivity(unchecked) private var levels = 0
  /// What `self` means in templates with blocks.
  @exclusivity(unchecked) var blockReference = TemplateValue.none
  private var attributes: [String: AttributeName] = [:]

  init(_ shared: SharedEnvironment, slots: Int, context: (any TemplateContext)?, fuel: Int? = nil) {
    self.shared = shared
    self.slots = slots == 0 ? [] : [TemplateValue?](repeating: nil, count: slots)
    self.context = context
    self.fuel = fuel ?? shared.environment.options.fuel
  }

  /// Makes it ready for another rendering of the same template.
  func restart(context: any TemplateContext) {
    self.context = context
    autoescape = false
    fuel = shared.environment.options.fuel
    callDepth = 0
    levels = 0
  }

  /// Lets go of all that belonged to a rendering.
  func clear() {
    context = nil
    for slot in slots.indices { slots[slot] = nil }
    if !output.isEmpty { output = "" }
    written = .blank
    if case .none = blockReference { return }
    blockReference = .none
  }

  /// A runtime without variables, to call filters and functions directly.
  public convenience init(environment: TemplateEnvironment) {
    self.init(SharedEnvironment(environment), slots: 0, context: nil)
  }

  public var environment: TemplateEnvironment { shared.environment }

  public var host: TemplateHost { shared.environment.host }

  /// Takes steps off the fuel; call it with the amount of work or elements before doing much.
  ///
  /// - Throws: a limit error when the template has done too much.
  public func charge(_ steps: Int = 1) throws(TemplateError) {
    fuel -= max(0, min(steps, 1 << 40))
    if fuel < 0 { throw TemplateError(.limit, "the template takes more than \(shared.environment.options.fuel) steps, which is the limit") }
  }

  /// What is left of the fuel.
  var remainingFuel: Int { max(0, fuel) }

  /// Pays for reading texts of any size.
  func charge(reading values: [TemplateValue]) throws(TemplateError) {
    var size = 0
    for value in values {
      switch value {
      case .string(let text), .markup(let text): size += text.utf8.count
      case .bytes(let bytes): size += bytes.count
      default: break
      }
    }
    if size > 64 { try charge(size / 64) }
  }

  /// Pays for reading a value that may be a text of any size.
  func charge(readingOne value: TemplateValue) throws(TemplateError) {
    switch value {
    case .string(let text), .markup(let text): if text.utf8.count > 64 { try charge(text.utf8.count / 64) }
    case .bytes(let bytes): if bytes.count > 64 { try charge(bytes.count / 64) }
    default: break
    }
  }

  /// Pays for moving the elements of a list, or for looking at each of them.
  func charge(copying value: TemplateValue) throws(TemplateError) {
    switch value {
    case .list(let list): try charge(list.count / 16)
    case .tuple(let tuple): try charge(tuple.elements.count / 16)
    default: break
    }
  }

  /// Begins a call of a part of the template.
  func enter(_ extent: Statement.Extent, _ what: @autoclosure () -> String) throws(TemplateError) {
    guard callDepth < Self.callLimit, levels + extent.height < Self.levelLimit else {
      let limit = callDepth < Self.callLimit ? "\(Self.levelLimit) operations" : "\(Self.callLimit) calls"
      throw TemplateError(
        .recursionError, "the \(what()) calls itself more than \(limit) levels deep, which is the limit")
    }
    try charge(1 + (extent.length + slots.count) / 16)
    callDepth += 1
    levels += extent.height
  }

  /// Ends a call that was begun with ``enter(_:_:)``.
  func leave(_ extent: Statement.Extent) {
    callDepth -= 1
    levels -= extent.height
  }

  /// Checks the size of a text or list before it is made.
  public func checkSize(_ size: Int) throws(TemplateError) {
    if size > shared.environment.options.outputLimit {
      throw TemplateError(.limit, "the template makes more than \(shared.environment.options.outputLimit) bytes, which is the limit")
    }
  }

  /// Checks the size of a text that is so long and holds another one so many times.
  func checkSize(_ size: Int, plus count: Int, times length: Int) throws(TemplateError) {
    let (product, overflows) = count.multipliedReportingOverflow(by: length)
    let (sum, overflowsStill) = product.addingReportingOverflow(size)
    try checkSize(overflows || overflowsStill ? Int.max : sum)
  }

  /// What a filter, function or method gave. Few calls make text much longer, but a chain of them does: its length is checked, and work
  /// in proportion is taken off the fuel.
  func limited(_ value: TemplateValue) throws(TemplateError) -> TemplateValue {
    let size: Int
    switch value {
    case .string(let text), .markup(let text): size = text.utf8.count
    case .bytes(let bytes): size = bytes.count
    default: return value
    }
    if size > 64 {
      try checkSize(size)
      try charge(size / 64)
    }
    return value
  }

  /// An attribute as `value.name` reads it: attributes and methods first, then items.
  public func attribute(of value: TemplateValue, named name: String) throws(TemplateError) -> TemplateValue {
    try Access.attribute(of: value, attributeName(name))
  }

  /// An item as `value[key]` reads it: items first, then attributes when the key is text.
  public func item(of value: TemplateValue, key: TemplateValue) throws(TemplateError) -> TemplateValue {
    try Access.item(of: value, key: key)
  }

  /// An attribute or method only, never an item; nil when there is none. Private ones give an unsafe undefined value.
  public func attributeOnly(of value: TemplateValue, named name: String) throws(TemplateError) -> TemplateValue? {
    try Access.attributeOnly(of: value, attributeName(name))
  }

  /// Calls a function, method or other value that can be called.
  ///
  /// - Throws: a type error when the value cannot be called.
  public func call(
    _ value: TemplateValue, _ arguments: [TemplateValue], keywords: [(name: String, value: TemplateValue)] = []
  ) throws(TemplateError) -> TemplateValue {
    try charge(reading: arguments)
    try charge()
    switch value {
    case .callable(let callable):
      var call = TemplateCall(name: callable.name, arguments: arguments, keywords: keywords, runtime: self)
      return try limited(try callable.call(&call))
    case .object(let object):
      var call = TemplateCall(name: object.typeName, arguments: arguments, keywords: keywords, runtime: self)
      return try object.call(&call)
    case .undefined(let info): throw info.error
    default: throw TemplateError(.typeError, "'\(value.typeName)' object is not callable")
    }
  }

  /// Applies a filter by name, as `map('upper')` does.
  public func applyFilter(
    _ name: String, _ arguments: [TemplateValue], keywords: [(name: String, value: TemplateValue)] = []
  ) throws(TemplateError) -> TemplateValue {
    guard let filter = environment.filters[name] else {
      throw TemplateError(.templateRuntime, "no filter is named '\(name)'")
    }
    try charge(reading: arguments)
    try charge()
    var call = TemplateCall(name: name, arguments: arguments, keywords: keywords, runtime: self)
    return try limited(try filter(&call))
  }

  /// Applies a test by name, as `select('odd')` does.
  public func applyTest(
    _ name: String, _ arguments: [TemplateValue], keywords: [(name: String, value: TemplateValue)] = []
  ) throws(TemplateError) -> Bool {
    guard let test = environment.tests[name] else {
      throw TemplateError(.templateRuntime, "no test is named '\(name)'")
    }
    try charge(reading: arguments)
    try charge()
    var call = TemplateCall(name: name, arguments: arguments, keywords: keywords, runtime: self)
    return try test(&call).truth()
  }

  /// The value of a variable of the context, or nil.
  func lookup(_ variable: TemplateVariable) -> TemplateValue? { context?.value(of: variable) }

  /// What the statements put out, instead of adding it to the output.
  func capture(_ statements: [any Renderable]) throws(TemplateError) -> String {
    let outer = (output, written)
    output = ""
    written = .blank
    defer { (output, written) = outer }
    for statement in statements { try statement.render(self) }
    return output
  }

  func put(_ text: String) throws(TemplateError) {
    let size = text.utf8.count
    if size > 64 { try charge(size / 64) }
    try checkSize(output.utf8.count + size)
    output += text
  }

  private func attributeName(_ name: String) -> AttributeName {
    if let known = attributes[name] { return known }
    let fresh = AttributeName(name)
    attributes[name] = fresh
    return fresh
  }
}

/// An environment that many templates share without copying it.
final class SharedEnvironment: Sendable {
  let environment: TemplateEnvironment
  init(_ environment: TemplateEnvironment) { self.environment = environment }
}
