/// The methods of lists.
enum ListMethods {
  static let all: [String: Method<TemplateList>] = [
    "append": append, "extend": extend, "insert": insert, "pop": pop, "remove": remove, "clear": clear, "copy": copy,
    "index": index, "count": count, "reverse": reverse, "sort": sort,
  ]

  private static let nothing = TemplateSignature()
  private static let one = TemplateSignature("object")

  @Sendable private static func append(_ list: TemplateList, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    list.elements.append(try call.bound(one)[0] ?? .none)
    return .none
  }

  @Sendable private static func extend(_ list: TemplateList, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let elements = try (call.bound(one)[0] ?? .none).elements(call.runtime)
    try call.runtime.charge(elements.count)
    list.elements += elements
    return .none
  }

  @Sendable private static func insert(_ list: TemplateList, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try call.bound(TemplateSignature("index", "object"))
    let index = try place(arguments[0] ?? .none)
    let spot = index < 0 ? max(0, index + list.count) : min(index, list.count)
    try call.runtime.charge(list.count / 64)
    list.elements.insert(arguments[1] ?? .none, at: spot)
    return .none
  }

  @Sendable private static func pop(_ list: TemplateList, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try call.bound(TemplateSignature("index="))
    guard list.count > 0 else { throw TemplateError(.indexError, "pop from empty list") }
    let index = try arguments[0].map { value throws(TemplateError) in try place(value) } ?? -1
    let spot = index < 0 ? index + list.count : index
    guard list.elements.indices.contains(spot) else { throw TemplateError(.indexError, "pop index out of range") }
    if spot < list.count - 1 { try call.runtime.charge(list.count / 64) }
    return list.elements.remove(at: spot)
  }

  @Sendable private static func remove(_ list: TemplateList, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let wanted = try call.bound(one)[0] ?? .none
    guard let place = try Containment.place(of: wanted, in: list.elements, call.runtime) else {
      throw TemplateError(.valueError, "list.remove(x): x not in list")
    }
    list.elements.remove(at: place)
    return .none
  }

  @Sendable private static func clear(_ list: TemplateList, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(nothing)
    list.elements = []
    return .none
  }

  @Sendable private static func copy(_ list: TemplateList, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(nothing)
    try call.runtime.charge(copying: .list(list))
    return .list(list.elements)
  }

  @Sendable private static func index(_ list: TemplateList, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    try SequenceMethods.index(list.elements, call)
  }

  @Sendable private static func count(_ list: TemplateList, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    try SequenceMethods.count(list.elements, call)
  }

  @Sendable private static func reverse(_ list: TemplateList, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(nothing)
    try call.runtime.charge(list.count / 16)
    list.elements.reverse()
    return .none
  }

  @Sendable private static func sort(_ list: TemplateList, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try call.bound(TemplateSignature("*", "key=", "reverse="))
    var keys = list.elements
    if let key = arguments[0], !key.isNone {
      keys = []
      for element in list.elements { keys.append(try call.runtime.call(key, [element])) }
    }
    try call.runtime.charge(keys.count * 4)
    let runtime = call.runtime
    let pairs = zip(keys, list.elements).map { (key: $0, value: $1) }
    let isReversed = arguments[1]?.truth() ?? false
    let sorted = try StableSort.sorted(pairs) { left, right throws(TemplateError) in
      isReversed ? try right.key.compares(.less, left.key, runtime) : try left.key.compares(.less, right.key, runtime)
    }
    list.elements = sorted.map { $0.value }
    return .none
  }

  private static func place(_ value: TemplateValue) throws(TemplateError) -> Int {
    guard let index = value.integerValue else {
      throw TemplateError(.typeError, "'\(value.typeName)' object cannot be interpreted as an integer")
    }
    return index
  }
}

/// The methods of tuples.
enum TupleMethods {
  static let all: [String: Method<TemplateTuple>] = [
    "index": { tuple, call throws(TemplateError) in try SequenceMethods.index(tuple.elements, call) },
    "count": { tuple, call throws(TemplateError) in try SequenceMethods.count(tuple.elements, call) },
  ]
}

/// What lists and tuples share.
enum SequenceMethods {
  static func index(_ elements: [TemplateValue], _ call: TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try call.bound(TemplateSignature("value", "start=", "stop="))
    let wanted = arguments[0] ?? .none
    let range = try Subscript.places(elements.count, start: arguments[1] ?? .none, stop: arguments[2] ?? .none, step: .none)
    guard let place = try Containment.place(of: wanted, in: range.map { elements[$0] }, call.runtime) else {
      throw TemplateError(.valueError, "\(try wanted.pythonRepr(call.runtime)) is not in list")
    }
    return .integer(range[place])
  }

  static func count(_ elements: [TemplateValue], _ call: TemplateCall) throws(TemplateError) -> TemplateValue {
    let wanted = try call.bound(TemplateSignature("value"))[0] ?? .none
    try call.runtime.charge(elements.count / 16)
    var count = 0
    for element in elements where try element.equals(wanted, call.runtime) { count += 1 }
    return .integer(count)
  }
}
