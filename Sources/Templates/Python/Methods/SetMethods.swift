/// The methods of sets.
enum SetMethods {
  static let all: [String: Method<TemplateSet>] = [
    "add": add, "discard": discard, "remove": remove, "pop": pop, "clear": clear, "copy": copy, "update": update,
    "union": union, "intersection": intersection, "difference": difference, "symmetric_difference": symmetricDifference,
    "issubset": isSubset, "issuperset": isSuperset, "isdisjoint": isDisjoint,
  ]

  private static let one = TemplateSignature("element")

  @Sendable private static func add(_ set: TemplateSet, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    try set.insert(try call.bound(one)[0] ?? .none)
    return .none
  }

  @Sendable private static func discard(_ set: TemplateSet, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    try set.remove(try call.bound(one)[0] ?? .none)
    return .none
  }

  @Sendable private static func remove(_ set: TemplateSet, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let element = try call.bound(one)[0] ?? .none
    guard try set.remove(element) else { throw TemplateError(.keyError, try element.pythonRepr(call.runtime)) }
    return .none
  }

  @Sendable private static func pop(_ set: TemplateSet, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(TemplateSignature())
    try call.runtime.charge(set.count / 16)
    guard let element = set.elements.first else { throw TemplateError(.keyError, "pop from an empty set") }
    try set.remove(element)
    return element
  }

  @Sendable private static func clear(_ set: TemplateSet, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(TemplateSignature())
    for element in set.elements { try set.remove(element) }
    return .none
  }

  @Sendable private static func copy(_ set: TemplateSet, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(TemplateSignature())
    try call.runtime.charge(set.count)
    return .set(try TemplateSet(set.elements))
  }

  private static func others(_ call: TemplateCall) throws(TemplateError) -> [TemplateSet] {
    guard call.keywords.isEmpty else { throw call.typeError("takes no keyword arguments") }
    var sets: [TemplateSet] = []
    for argument in call.arguments {
      let elements = try argument.elements(call.runtime)
      try call.runtime.charge(elements.count)
      sets.append(try TemplateSet(elements))
    }
    return sets
  }

  @Sendable private static func update(_ set: TemplateSet, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    for other in try others(call) {
      for element in other.elements { try set.insert(element) }
    }
    return .none
  }

  @Sendable private static func union(_ set: TemplateSet, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    try call.runtime.charge(set.count)
    let result = try TemplateSet(set.elements)
    for other in try others(call) {
      for element in other.elements { try result.insert(element) }
    }
    return .set(result)
  }

  @Sendable private static func intersection(
    _ set: TemplateSet, _ call: inout TemplateCall
  ) throws(TemplateError) -> TemplateValue {
    try call.runtime.charge(set.count)
    let result = try TemplateSet(set.elements)
    for other in try others(call) {
      for element in result.elements where try !other.contains(element) { try result.remove(element) }
    }
    return .set(result)
  }

  @Sendable private static func difference(
    _ set: TemplateSet, _ call: inout TemplateCall
  ) throws(TemplateError) -> TemplateValue {
    try call.runtime.charge(set.count)
    let result = try TemplateSet(set.elements)
    for other in try others(call) {
      for element in other.elements { try result.remove(element) }
    }
    return .set(result)
  }

  @Sendable private static func symmetricDifference(
    _ set: TemplateSet, _ call: inout TemplateCall
  ) throws(TemplateError) -> TemplateValue {
    let other = try single(call)
    try call.runtime.charge(set.count)
    let result = try TemplateSet(set.elements)
    for element in other.elements where try !result.remove(element) { try result.insert(element) }
    return .set(result)
  }

  @Sendable private static func isSubset(_ set: TemplateSet, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    .bool(try TemplateValue.set(set).compares(.lessOrEqual, .set(try single(call)), call.runtime))
  }

  @Sendable private static func isSuperset(
    _ set: TemplateSet, _ call: inout TemplateCall
  ) throws(TemplateError) -> TemplateValue {
    .bool(try TemplateValue.set(set).compares(.greaterOrEqual, .set(try single(call)), call.runtime))
  }

  @Sendable private static func isDisjoint(
    _ set: TemplateSet, _ call: inout TemplateCall
  ) throws(TemplateError) -> TemplateValue {
    for element in try single(call).elements where try set.contains(element) { return .bool(false) }
    return .bool(true)
  }

  private static func single(_ call: TemplateCall) throws(TemplateError) -> TemplateSet {
    let elements = try (call.bound(TemplateSignature("other"))[0] ?? .none).elements(call.runtime)
    try call.runtime.charge(elements.count)
    return try TemplateSet(elements)
  }
}
