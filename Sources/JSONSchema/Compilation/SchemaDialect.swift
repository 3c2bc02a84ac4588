import JSON

/// The dialect a schema is compiled in, once `$schema` has been looked at.
enum SchemaDialect: Sendable {
  case draft4
  case draft7
  case draft202012

  init(_ choice: JSONSchemaOptions.Dialect, of schema: JSONValue) {
    switch choice {
    case .draft7: self = .draft7
    case .draft202012: self = .draft202012
    case .declared: self = Self.declared(in: schema) ?? .draft202012
    }
  }

  /// The dialect that `$schema` names, if it is one that is known by exactly that address.
  static func declared(in schema: JSONValue) -> SchemaDialect? {
    guard let address = schema["$schema"]?.stringValue else { return nil }
    let bare = address.hasSuffix("#") ? String(address.dropLast()) : address
    return switch bare {
    case "http://json-schema.org/draft-03/schema", "http://json-schema.org/draft-04/schema": .draft4
    case "http://json-schema.org/draft-06/schema", "http://json-schema.org/draft-07/schema": .draft7
    case "https://json-schema.org/draft/2019-09/schema", "https://json-schema.org/draft/2020-12/schema": .draft202012
    default: nil
    }
  }

  var ignoresReferenceSiblings: Bool { self != .draft202012 }

  /// Draft-04 has boolean `exclusiveMinimum`, which the later meta-schema refuses.
  var predatesMetaSchema: Bool { self == .draft4 }
}

/// The keywords under which other schemas stand: where `$id` counts.
enum SubschemaKeywords {
  static let values: Set<String> = [
    "additionalItems", "additionalProperties", "contains", "else", "if", "not", "propertyNames", "then",
  ]
  static let lists: Set<String> = ["allOf", "anyOf", "oneOf", "prefixItems"]
  static let maps: Set<String> = ["$defs", "definitions", "patternProperties", "properties", "dependentSchemas", "dependencies"]
}
