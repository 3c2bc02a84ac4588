final class ConstantNode: Evaluable {
  let constant: Constant
  init(_ constant: Constant) { self.constant = constant }
  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue { constant.value }
}

final class NameNode: Evaluable {
  let slot: Int
  let undefined: UndefinedInfo

  init(slot: Int, name: String) {
    self.slot = slot
    undefined = UndefinedInfo(name: name)
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    runtime.slots[slot] ?? .undefined(undefined)
  }
}

/// A function of the environment, unless the context has a variable of its name.
final class FunctionNode: Evaluable {
  let slot: Int
  let name: String
  let function: TemplateFunction

  /// How functions that are classes in the manifest language are shown.
  private static let classes = [
    "dict": "<class 'dict'>", "namespace": "<class 'jinja2.utils.Namespace'>", "cycler": "<class 'jinja2.utils.Cycler'>",
    "joiner": "<class 'jinja2.utils.Joiner'>",
  ]

  init(slot: Int, name: String, function: @escaping TemplateFunction) {
    self.slot = slot
    self.name = name
    self.function = function
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    if let value = runtime.slots[slot] { return value }
    return .callable(TemplateCallable(name: name, text: Self.classes[name], body: function))
  }
}

final class TupleNode: Evaluable {
  let elements: [any Evaluable]
  init(_ elements: [any Evaluable]) { self.elements = elements }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue { .tuple(try runtime.values(of: elements)) }
}

final class ListNode: Evaluable {
  let elements: [any Evaluable]
  init(_ elements: [any Evaluable]) { self.elements = elements }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue { .list(try runtime.values(of: elements)) }
}

final class DictNode: Evaluable {
  let members: [(key: any Evaluable, value: any Evaluable)]
  init(_ members: [(key: any Evaluable, value: any Evaluable)]) { self.members = members }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    let dict = TemplateDict()
    for member in members {
      let key = try member.key.evaluate(runtime)
      try runtime.charge(readingOne: key)
      try dict.set(key, to: try member.value.evaluate(runtime))
    }
    return .dict(dict)
  }
}

final class AttributeNode: Evaluable {
  let target: any Evaluable
  let name: AttributeName
  /// The variable whose attribute is read, where the target is one.
  private let slot: Int?

  init(_ target: any Evaluable, _ name: AttributeName) {
    self.target = target
    self.name = name
    slot = name.dictMethod == nil && !name.isPrivate ? (target as? NameNode)?.slot : nil
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    if let slot, case .dict(let dict)? = runtime.slots[slot] { return dict.text(name.name) ?? .undefined(name.undefined) }
    return try Access.attribute(of: try target.evaluate(runtime), name)
  }
}

/// `value['name']`.
final class TextItemNode: Evaluable {
  let target: any Evaluable
  let name: AttributeName
  /// The variable whose item is read, where the target is one.
  private let slot: Int?

  init(_ target: any Evaluable, _ name: AttributeName) {
    self.target = target
    self.name = name
    slot = (target as? NameNode)?.slot
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    if let slot, case .dict(let dict)? = runtime.slots[slot], let found = dict.text(name.name) { return found }
    return try Access.item(of: try target.evaluate(runtime), name)
  }
}

final class ItemNode: Evaluable {
  let target: any Evaluable
  let key: any Evaluable

  init(_ target: any Evaluable, _ key: any Evaluable) {
    self.target = target
    self.key = key
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    let value = try target.evaluate(runtime)
    let key = try key.evaluate(runtime)
    try runtime.charge(readingOne: value)
    try runtime.charge(readingOne: key)
    return try Access.item(of: value, key: key)
  }
}

final class SliceNode: Evaluable {
  let target: any Evaluable
  let start, stop, step: (any Evaluable)?

  init(_ target: any Evaluable, start: (any Evaluable)?, stop: (any Evaluable)?, step: (any Evaluable)?) {
    self.target = target
    self.start = start
    self.stop = stop
    self.step = step
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    let value = try target.evaluate(runtime)
    let start = try start?.evaluate(runtime) ?? .none
    let stop = try stop?.evaluate(runtime) ?? .none
    try runtime.charge(readingOne: value)
    try runtime.charge(copying: value)
    return try Subscript.slice(of: value, start: start, stop: stop, step: try step?.evaluate(runtime) ?? .none)
  }
}

/// Gives an error when it is reached, such as a filter that does not exist in a branch that is rarely taken.
final class FailingNode: Evaluable, Renderable {
  let error: TemplateError
  init(_ error: TemplateError) { self.error = error }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue { throw error }
  func render(_ runtime: TemplateRuntime) throws(TemplateError) { throw error }
}

extension TemplateRuntime {
  func values(of nodes: [any Evaluable]) throws(TemplateError) -> [TemplateValue] {
    var values: [TemplateValue] = []
    values.reserveCapacity(nodes.count)
    for node in nodes { values.append(try node.evaluate(self)) }
    return values
  }
}
