internal import ConnectorKit
internal import Document
internal import JSON

/// A type of a field that may be a list with elements of a type.
final class ComplexFieldType: Sendable {
  static let spec = ComponentSpec<ComplexFieldType>(
    "ComplexFieldType", "A type of a field that may be a list with elements of a type.", since: "6.26", typing: .ignored,
    fields: Field<String>.string("field_type", doc: "The type, such as `array`."),
    Field<Node>.node("items", as: .anyOf([.string, .component(["ComplexFieldType"])]), doc: "The type of the elements of an `array`.")
      .optional,
    Field<BuildContext>.context,
    examples: [
      """
      field_type: array
      items: integer
      """,
      """
      field_type: array
      items:
        field_type: array
        items: string
      """,
    ],
    make: ComplexFieldType.init)

  private enum Items: Sendable {
    case one(String)
    case complex(ComplexFieldType)
  }

  private let type: String
  private let items: Items?

  init(type: String, items: Node?, context: BuildContext) throws {
    self.type = type
    self.items = try items.flatMap { node -> Items? in
      if let name = node.string { return name.isEmpty ? nil : .one(name) }
      return .complex(
        try context.at(.field("items")).build(node, as: ComplexFieldType.self, types: ["ComplexFieldType"])
      )
    }
    if self.items != nil, type != "array" {
      throw Diagnostic(
        code: .itemsOfScalar, "`items` can be used only with the `field_type` array, not with \(type)", at: context.location)
    }
  }

  /// - Throws: ``SyncError`` when a type is unknown.
  var schema: JSONObject {
    get throws {
      var schema = try AirbyteType.schema(of: type)
      switch items {
      case .one(let name)?: schema["items"] = .object(try AirbyteType.schema(of: name))
      case .complex(let type)?: schema["items"] = .object(try type.schema)
      case nil: break
      }
      return schema
    }
  }
}

/// The types of fields that a platform knows, as JSON schemas.
enum AirbyteType {
  private static let schemas: [String: JSONObject] = [
    "string": nullable("string"),
    "boolean": nullable("boolean"),
    "integer": nullable("integer"),
    "number": nullable("number"),
    "array": nullable("array"),
    "object": nullable("object"),
    "date": nullable("string", format: "date"),
    "timestamp_with_timezone": nullable("string", format: "date-time"),
    "timestamp_without_timezone": nullable("string", format: "date-time", airbyteType: "timestamp_without_timezone"),
    "time_with_timezone": nullable("string", format: "time", airbyteType: "time_with_timezone"),
    "time_without_timezone": nullable("string", format: "time", airbyteType: "time_without_timezone"),
  ]

  private static func nullable(_ type: String, format: String? = nil, airbyteType: String? = nil) -> JSONObject {
    var schema: JSONObject = ["type": ["null", .string(type)]]
    if let format { schema["format"] = .string(format) }
    if let airbyteType { schema["airbyte_type"] = .string(airbyteType) }
    return schema
  }

  /// - Throws: ``SyncError`` when there is no type of this name.
  static func schema(of name: String) throws -> JSONObject {
    if let schema = schemas[name] { return schema }
    let known = schemas.keys.sorted().joined(separator: ", ")
    throw SyncError(
      .system, "Unknown field type `\(name)`. Map it to one of \(known) in `types_mapping` of the schema loader.")
  }
}
