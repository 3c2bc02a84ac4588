internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// What a type of an API means.
struct TypesMap: Sendable {
  static let spec = ComponentSpec<TypesMap>(
    "TypesMap", "Says what a type of an API means.", since: "6.11", typing: .ignored,
    fields: Field<FieldTarget>.custom(
      "target_type", as: .anyOf([.string, .list(.string), .component(["ComplexFieldType"])]),
      doc: "The type, two types either of which may stand, or a list type with the type of its elements."
    ) { node, context in
      guard node.mapping != nil else { return try FieldTarget(node.json) }
      return .complex(
        try context.build(node, as: ComplexFieldType.self, types: ["ComplexFieldType"]))
    },
    Field<JSONValue>.json(
      "current_type", as: .anyOf([.string, .list(.string)]), doc: "The API's type; a list where the API gives a list."),
    Field<TemplateCondition>.conditionWithoutParameters(
      "condition", doc: "The meaning holds where the condition does; its `raw_schema` is the field's description."
    ).variables(.config, .rawSchema).optional,
    examples: [
      """
      target_type: integer
      current_type: number
      condition: "{{ raw_schema['precision'] == 0 }}"
      """,
      """
      target_type:
        field_type: array
        items: string
      current_type: tags
      """,
    ],
    make: TypesMap.init)

  let target: FieldTarget
  let current: JSONValue
  let condition: TemplateCondition?

  func fits(_ type: JSONValue, _ description: JSONValue, _ scope: RecordScope) throws -> Bool {
    guard type.pythonEquals(current) else { return false }
    guard let condition else { return true }
    var variables = TemplateScope(config: scope.run.config)
    variables.set(.rawSchema, TemplateValue(description))
    return try condition.holds(variables)
  }
}

/// The type of a field of records.
enum FieldTarget: Sendable {
  case one(String)
  case either(String, String)
  case complex(ComplexFieldType)
  /// Something that names no type; using it fails.
  case unusable(JSONValue)

  init(_ value: JSONValue) throws {
    switch value {
    case .string(let name): self = .one(name)
    case .array(let elements) where elements.count == 2:
      guard let first = elements[0].stringValue, let second = elements[1].stringValue else { fallthrough }
      self = .either(first, second)
    default: self = .unusable(value)
    }
  }

  /// - Throws: ``SyncError`` when a type is unknown.
  var schema: JSONValue {
    get throws {
      switch self {
      case .one(let name): .object(try AirbyteType.schema(of: name))
      case .either(let first, let second):
        ["oneOf": [.object(try AirbyteType.schema(of: first)), .object(try AirbyteType.schema(of: second))]]
      case .complex(let type): .object(try type.schema)
      case .unusable(let value):
        throw SyncError(.system, "A field's type must be one name or a list of two names, got \(JSONText.compact(value)).")
      }
    }
  }
}
