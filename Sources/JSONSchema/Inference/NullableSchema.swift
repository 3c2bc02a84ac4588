import JSON

/// Makes everything in an inferred schema nullable, and drops what was only ever null.
enum NullableSchema {
  private static let null: JSONValue = "null"

  static func clean(_ node: inout JSONObject) {
    let isChoice = node["anyOf"] != nil
    if isChoice { simplifyChoice(&node) }
    if case .object(var properties)? = node["properties"] {
      for name in properties.keys {
        guard case .object(var property)? = properties[name] else { continue }
        if property["type"] == null {
          properties[name] = nil
        } else {
          clean(&property)
          properties[name] = .object(property)
        }
      }
      node["properties"] = .object(properties)
    }
    if case .object(var items)? = node["items"] {
      clean(&items)
      node["items"] = .object(items)
    }
    if node["anyOf"] == nil { addNull(to: &node) }
  }

  /// A choice between null and something else becomes that something.
  private static func simplifyChoice(_ node: inout JSONObject) {
    guard let choices = node["anyOf"]?.arrayValue, choices.count == 2, choices.contains(["type": null]),
      case .object(let real)? = choices.first(where: { $0["type"] != null })
    else { return }
    node = real
  }

  /// Null comes last, which reads best.
  private static func addNull(to node: inout JSONObject) {
    switch node["type"] {
    case .array(let types)?: node["type"] = .array(types.filter { $0 != null } + [null])
    case let type?: node["type"] = [type, null]
    case nil: break
    }
  }
}
