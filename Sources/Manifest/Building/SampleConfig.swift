internal import JSON

/// Makes up a config that a specification may well accept, so that components can be built without the user's.
enum SampleConfig {
  private static let depthLimit = 16

  static func make(_ specification: JSONValue?) -> JSONObject {
    guard let specification, case .object(let config) = value(of: specification, depth: 0) else { return [:] }
    return config
  }

  private static func value(of schema: JSONValue, depth: Int) -> JSONValue {
    guard depth < depthLimit else { return .null }
    if let value = schema["default"] ?? schema["const"] ?? schema["enum"]?.arrayValue?.first { return value }
    let type = schema["type"]?.stringValue ?? schema["type"]?.arrayValue?.first { $0 != "null" }?.stringValue
    if let example = schema["examples"]?.arrayValue?.first, fits(example, type) { return example }
    if schema["properties"] != nil || schema["oneOf"] != nil || type == "object" { return object(of: schema, depth: depth) }
    switch type {
    case "integer", "number": return schema["minimum"] ?? 1
    case "boolean": return false
    case "array": return .array(schema["items"].map { [value(of: $0, depth: depth + 1)] } ?? [])
    default: return .string(text(of: schema))
    }
  }

  private static func object(of schema: JSONValue, depth: Int) -> JSONValue {
    var object: JSONObject = [:]
    let choices = [schema["oneOf"], schema["anyOf"]].compactMap { $0?.arrayValue?.first } + (schema["allOf"]?.arrayValue ?? [])
    for choice in choices {
      guard case .object(let members) = value(of: choice, depth: depth + 1) else { continue }
      for (name, member) in members { object[name] = member }
    }
    for (name, member) in schema["properties"]?.objectValue ?? [:] { object[name] = value(of: member, depth: depth + 1) }
    return .object(object)
  }

  private static func text(of schema: JSONValue) -> String {
    switch schema["format"]?.stringValue {
    case "date": "2024-01-01"
    case "date-time": "2024-01-01T00:00:00Z"
    case "uri", "url": "https://example.com"
    case "email": "someone@example.com"
    default: "sample"
    }
  }

  private static func fits(_ value: JSONValue, _ type: String?) -> Bool {
    switch (type, value) {
    case ("string", .string), ("integer", .integer), ("number", .integer), ("number", .double), ("boolean", .bool), ("array", .array),
      ("object", .object), (nil, _):
      true
    default: false
    }
  }
}
