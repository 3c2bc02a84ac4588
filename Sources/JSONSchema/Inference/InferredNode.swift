import JSON

/// What was seen at one place of the records: the kinds of values in the order of their first appearance.
struct InferredNode: Sendable {
  private enum Kind: Sendable {
    case scalar(SchemaType)
    case list(InferredNode)
    case object(Members)
  }

  private struct Members: Sendable {
    var names: [String] = []
    var nodes: [InferredNode] = []
    var places: [String: Int] = [:]

    mutating func add(_ value: JSONValue, for name: String) {
      if let place = places[name] {
        nodes[place].add(value)
        return
      }
      places[name] = names.count
      names.append(name)
      var node = InferredNode()
      node.add(value)
      nodes.append(node)
    }
  }

  private var kinds: [Kind] = []

  mutating func add(_ value: JSONValue) {
    switch value {
    case .null: addScalar(.null)
    case .bool: addScalar(.boolean)
    case .integer, .bigInteger, .double: addScalar(.number)
    case .string: addScalar(.string)
    case .array(let elements): addList(elements)
    case .object(let members): addObject(members)
    }
  }

  private mutating func addScalar(_ type: SchemaType) {
    let isKnown = kinds.contains { if case .scalar(let known) = $0 { known == type } else { false } }
    if !isKnown { kinds.append(.scalar(type)) }
  }

  private mutating func addList(_ elements: [JSONValue]) {
    let place = kinds.firstIndex { if case .list = $0 { true } else { false } }
    guard let place, case .list(var items) = kinds[place] else {
      var items = InferredNode()
      for element in elements { items.add(element) }
      kinds.append(.list(items))
      return
    }
    kinds[place] = .scalar(.null)  // The node of the items has one owner while it changes.
    for element in elements { items.add(element) }
    kinds[place] = .list(items)
  }

  private mutating func addObject(_ object: JSONObject) {
    let place = kinds.firstIndex { if case .object = $0 { true } else { false } }
    guard let place, case .object(var members) = kinds[place] else {
      var members = Members()
      for (name, value) in object { members.add(value, for: name) }
      kinds.append(.object(members))
      return
    }
    kinds[place] = .scalar(.null)
    for (name, value) in object { members.add(value, for: name) }
    kinds[place] = .object(members)
  }

  /// The schema of all kinds: bare types together, everything else as choices beside them.
  var schema: JSONObject {
    var types: [String] = []
    var others: [JSONValue] = []
    for kind in kinds {
      switch kind {
      case .scalar(let type): types.append(type.rawValue)
      case .list(let items):
        if items.kinds.isEmpty { types.append("array") } else { others.append(["type": "array", "items": .object(items.schema)]) }
      case .object(let members):
        guard !members.names.isEmpty else {
          types.append("object")
          continue
        }
        let properties = JSONObject(zip(members.names, members.nodes).lazy.map { ($0, .object($1.schema)) })
        others.append(["type": "object", "properties": .object(properties)])
      }
    }
    if !types.isEmpty {
      let type: JSONValue = types.count == 1 ? .string(types[0]) : .array(types.sorted().map { .string($0) })
      others.insert(["type": type], at: 0)
    }
    if others.count == 1, case .object(let only) = others[0] { return only }
    return others.isEmpty ? [:] : ["anyOf": .array(others)]
  }
}
