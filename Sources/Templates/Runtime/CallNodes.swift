/// The arguments of a call, compiled.
struct ArgumentNodes: Sendable {
  let positional: [any Evaluable]
  let keywords: [(name: String, value: any Evaluable)]
  let morePositional: (any Evaluable)?
  let moreKeywords: (any Evaluable)?

  var isEmpty: Bool { positional.isEmpty && keywords.isEmpty && morePositional == nil && moreKeywords == nil }

  /// - Parameter first: comes before the positional arguments, as a filter's value does.
  func call(
    _ name: String, first: TemplateValue? = nil, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> TemplateCall {
    var values: [TemplateValue] = []
    values.reserveCapacity(positional.count + 1)
    if let first { values.append(first) }
    for node in positional { values.append(try node.evaluate(runtime)) }
    if let morePositional { values += try morePositional.evaluate(runtime).elements(runtime) }
    var named: [(name: String, value: TemplateValue)] = []
    for (keyword, node) in keywords { named.append((keyword, try node.evaluate(runtime))) }
    if let moreKeywords { try spread(try moreKeywords.evaluate(runtime), name, into: &named, runtime) }
    try runtime.charge(reading: values)
    try runtime.charge()
    return TemplateCall(name: name, arguments: values, keywords: named, runtime: runtime)
  }

  private func spread(
    _ value: TemplateValue, _ name: String, into keywords: inout [(name: String, value: TemplateValue)],
    _ runtime: TemplateRuntime
  ) throws(TemplateError) {
    guard let mapping = Access.mapping(of: value) else {
      if case .undefined(let info) = value { throw info.error }
      throw TemplateError(.typeError, "\(name)() argument after ** must be a mapping, not \(value.typeName)")
    }
    for (key, value) in zip(mapping.keys, mapping.values) {
      guard let key = key.textValue else { throw TemplateError(.typeError, "keywords must be strings") }
      try runtime.charge(keywords.count / 16)
      if keywords.contains(where: { $0.name == key }) {
        throw TemplateError(.typeError, "\(name)() got multiple values for keyword argument '\(key)'")
      }
      keywords.append((key, value))
    }
  }
}

final class CallNode: Evaluable {
  let callee: any Evaluable
  let arguments: ArgumentNodes

  init(_ callee: any Evaluable, _ arguments: ArgumentNodes) {
    self.callee = callee
    self.arguments = arguments
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    let callee = try callee.evaluate(runtime)
    let call = try arguments.call("", runtime)
    return try runtime.call(callee, call.arguments, keywords: call.keywords)
  }
}

/// A call of a function of the environment.
final class FunctionCallNode: Evaluable {
  let function: FunctionNode
  let arguments: ArgumentNodes

  init(_ function: FunctionNode, _ arguments: ArgumentNodes) {
    self.function = function
    self.arguments = arguments
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    var call = try arguments.call(function.name, runtime)
    if let value = runtime.slots[function.slot] {
      return try runtime.call(value, call.arguments, keywords: call.keywords)
    }
    return try runtime.limited(try function.function(&call))
  }
}

/// `value.method(...)`: called directly when the value has the method.
final class MethodCallNode: Evaluable {
  let target: any Evaluable
  let name: AttributeName
  let arguments: ArgumentNodes

  init(_ target: any Evaluable, _ name: AttributeName, _ arguments: ArgumentNodes) {
    self.target = target
    self.name = name
    self.arguments = arguments
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    let value = try target.evaluate(runtime)
    // Objects may have attributes of their own that go before methods.
    if case .object = value {
    } else if Access.hasMethod(value, name) {
      try runtime.charge(readingOne: value)
      var call = try arguments.call(name.name, runtime)
      if let result = try Access.callMethod(of: value, name, &call) { return try runtime.limited(result) }
    }
    let callee = try Access.attribute(of: value, name)
    let call = try arguments.call(name.name, runtime)
    return try runtime.call(callee, call.arguments, keywords: call.keywords)
  }
}

final class FilterNode: Evaluable {
  let value: any Evaluable
  let name: String
  let filter: TemplateFunction
  let arguments: ArgumentNodes

  init(_ value: any Evaluable, name: String, filter: @escaping TemplateFunction, _ arguments: ArgumentNodes) {
    self.value = value
    self.name = name
    self.filter = filter
    self.arguments = arguments
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    var call = try arguments.call(name, first: try value.evaluate(runtime), runtime)
    return try runtime.limited(try filter(&call))
  }
}

final class TestNode: Evaluable {
  let value: any Evaluable
  let name: String
  let test: TemplateFunction
  let arguments: ArgumentNodes

  init(_ value: any Evaluable, name: String, test: @escaping TemplateFunction, _ arguments: ArgumentNodes) {
    self.value = value
    self.name = name
    self.test = test
    self.arguments = arguments
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    var call = try arguments.call(name, first: try value.evaluate(runtime), runtime)
    return try test(&call)
  }
}

/// `is defined` and `is none`, which conditions use most, without a call.
final class PresenceTestNode: Evaluable {
  enum Kind: Sendable { case defined, undefined, none }
  let value: any Evaluable
  let kind: Kind

  init(_ value: any Evaluable, _ kind: Kind) {
    self.value = value
    self.kind = kind
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue { .bool(try isTrue(runtime)) }

  func isTrue(_ runtime: TemplateRuntime) throws(TemplateError) -> Bool {
    let value = try value.evaluate(runtime)
    return switch kind {
    case .defined: !value.isUndefined
    case .undefined: value.isUndefined
    case .none: value.isNone
    }
  }
}
