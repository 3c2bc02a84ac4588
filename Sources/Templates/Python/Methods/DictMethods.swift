/// The methods of dictionaries.
enum DictMethods {
  static let all: [String: Method<TemplateDict>] = [
    "get": get, "keys": keys, "values": values, "items": items, "pop": pop, "popitem": popItem, "setdefault": setDefault,
    "update": update, "copy": copy, "clear": clear, "fromkeys": fromKeys,
  ]

  private static let keyAndDefault = TemplateSignature("key", "default=")
  private static let nothing = TemplateSignature()

  private static func checkNoKeywords(_ call: TemplateCall) throws(TemplateError) {
    if !call.keywords.isEmpty { throw call.typeError("takes no keyword arguments") }
  }

  @Sendable private static func get(_ dict: TemplateDict, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    try checkNoKeywords(call)
    let arguments = try call.bound(keyAndDefault)
    return try dict.value(arguments[0] ?? .none) ?? arguments[1] ?? .none
  }

  @Sendable private static func keys(_ dict: TemplateDict, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(nothing)
    return .view(TemplateDictView(.keys, of: dict))
  }

  @Sendable private static func values(_ dict: TemplateDict, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(nothing)
    return .view(TemplateDictView(.values, of: dict))
  }

  @Sendable private static func items(_ dict: TemplateDict, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(nothing)
    return .view(TemplateDictView(.items, of: dict))
  }

  @Sendable private static func pop(_ dict: TemplateDict, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    try checkNoKeywords(call)
    let arguments = try call.bound(keyAndDefault)
    let key = arguments[0] ?? .none
    try call.runtime.charge(dict.count / 8)
    if let value = try dict.remove(key) { return value }
    guard let fallback = arguments[1] else { throw TemplateError(.keyError, try key.pythonRepr(call.runtime)) }
    return fallback
  }

  @Sendable private static func popItem(_ dict: TemplateDict, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(nothing)
    try call.runtime.charge(dict.count / 8)
    guard let key = dict.keys.last, let value = try dict.remove(key) else {
      throw TemplateError(.keyError, "popitem(): dictionary is empty")
    }
    return .tuple([key, value])
  }

  @Sendable private static func setDefault(
    _ dict: TemplateDict, _ call: inout TemplateCall
  ) throws(TemplateError) -> TemplateValue {
    try checkNoKeywords(call)
    let arguments = try call.bound(keyAndDefault)
    let key = arguments[0] ?? .none
    if let value = try dict.value(key) { return value }
    let fallback = arguments[1] ?? .none
    try dict.set(key, to: fallback)
    return fallback
  }

  @Sendable private static func update(_ dict: TemplateDict, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    guard call.arguments.count <= 1 else { throw call.typeError("expected at most 1 argument, got \(call.arguments.count)") }
    if let source = call.arguments.first {
      for (key, value) in try pairs(of: source, call.runtime) { try dict.set(key, to: value) }
    }
    for (name, value) in call.keywords { dict.setText(name, to: value) }
    return .none
  }

  /// The members that `dict()` and `update()` take from a value.
  static func pairs(
    of value: TemplateValue, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> [(TemplateValue, TemplateValue)] {
    if let mapping = Access.mapping(of: value) {
      try runtime.charge(mapping.count)
      return Array(zip(mapping.keys, mapping.values))
    }
    var pairs: [(TemplateValue, TemplateValue)] = []
    for (place, element) in try value.elements(runtime).enumerated() {
      try runtime.charge()
      let pair: [TemplateValue]
      do {
        pair = try element.elements(runtime)
      } catch {
        throw TemplateError(.typeError, "cannot convert dictionary update sequence element #\(place) to a sequence")
      }
      guard pair.count == 2 else {
        let message = "dictionary update sequence element #\(place) has length \(pair.count); 2 is required"
        throw TemplateError(.valueError, message)
      }
      pairs.append((pair[0], pair[1]))
    }
    return pairs
  }

  @Sendable private static func copy(_ dict: TemplateDict, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(nothing)
    try call.runtime.charge(dict.count / 8)
    return .dict(dict.copy())
  }

  @Sendable private static func clear(_ dict: TemplateDict, _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(nothing)
    dict.removeAll()
    return .none
  }

  @Sendable private static func fromKeys(
    _ dict: TemplateDict, _ call: inout TemplateCall
  ) throws(TemplateError) -> TemplateValue {
    let arguments = try call.bound(TemplateSignature("iterable", "value="))
    let result = TemplateDict()
    let keys = try (arguments[0] ?? .none).elements(call.runtime)
    try call.runtime.charge(keys.count)
    for key in keys { try result.set(key, to: arguments[1] ?? .none) }
    return .dict(result)
  }
}
