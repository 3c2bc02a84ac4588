package import ConnectorKit
internal import Document
package import JSON
internal import YAML

/// Writes what a manifest may hold as a JSON schema (draft-07), for editors and other tools.
///
/// It fits manifests as they are written and as they are resolved: a value may be a reference, and a type may be left out where its place
/// tells it. What `$parameters` provide is not known to it.
package struct ManifestSchema {
  private static let prefix = "#/definitions/"
  private static let reference: JSONValue = ["$ref": .string(prefix + "Reference")]

  private let entries: [ComponentEntry]
  private let validator: ManifestValidator

  /// - Parameter catalog: the components that a manifest may use.
  package init(catalog: Catalog) {
    entries = ComponentIndex(catalog: catalog).entries
    validator = ManifestValidator(catalog: catalog)
  }

  /// The schema, its definitions in the order of their names.
  package var document: JSONObject {
    var definitions = JSONObject()
    var document: JSONObject = ["$schema": "http://json-schema.org/draft-07/schema#", "title": "Headwater manifest"]
    for entry in entries {
      if entry.type == ManifestValidator.rootType {
        for (name, value) in definition(of: entry) where name != "title" { document[name] = value }
      } else {
        definitions[entry.type] = .object(definition(of: entry))
      }
    }
    definitions["Reference"] = [
      "title": "Reference", "description": "Stands for the part of the manifest that it names, such as `#/definitions/requester`.",
      "anyOf": [
        ["type": "string", "pattern": "^#/"],
        ["type": "object", "required": ["$ref"], "properties": ["$ref": ["type": "string", "pattern": "^#/"]]],
      ],
    ]
    document["anyOf"] = [["required": ["streams"]], ["required": ["dynamic_streams"]]]
    document["definitions"] = .object(definitions)
    return document
  }

  /// The schema as the text of a file.
  package var text: String { JSONText.python(.object(document), ensureASCII: false, indent: 2) + "\n" }

  private func definition(of entry: ComponentEntry) -> JSONObject {
    let type = entry.type
    var definition: JSONObject = ["title": .string(type), "description": .string(entry.summary)]
    var object = record(entry.fields)
    var properties = JSONObject()
    if entry.typeMember != .ignored { properties["type"] = ["type": "string", "enum": [.string(type)]] }
    for (name, value) in object["properties"]?.objectValue ?? [:] { properties[name] = value }
    if validator.isClosed(type) {
      object["additionalProperties"] = false
    } else {
      properties["$parameters"] = ["type": "object", "description": "Fields for this component and all components in it that have none."]
    }
    object["properties"] = .object(properties)
    for (name, value) in object { definition[name] = value }
    let examples = entry.examples.compactMap { try? YAMLReader.read($0, file: type, dialect: .strict).root.json }
    if !examples.isEmpty { definition["examples"] = .array(examples) }
    return definition
  }

  private func record(_ fields: [FieldInfo]) -> JSONObject {
    var object: JSONObject = ["type": "object"]
    let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { object["required"] = .array(required) }
    object["properties"] = .object(
      JSONObject(
        fields.map { field in
          (field.name, .object(property(field)))
        }))
    return object
  }

  private func property(_ field: FieldInfo) -> JSONObject {
    var property = schema(of: field.type, mayOmitType: field.defaultType != nil)
    if field.type != .any {
      let plain = property["anyOf"]?.arrayValue.flatMap { property.count == 1 ? $0 : nil } ?? [.object(property)]
      property = ["anyOf": .array(plain.contains(Self.reference) ? plain : plain + [Self.reference])]
    }
    if !field.doc.isEmpty { property["description"] = .string(field.doc) }
    if let value = field.defaultValue { property["default"] = value }
    if !field.examples.isEmpty { property["examples"] = .array(field.examples) }
    if field.isDeprecated {
      property["deprecated"] = true
      property["deprecationMessage"] = "Kept for old manifests."
    }
    return property
  }

  /// - Parameter mayOmitType: whether the place tells the type of a component.
  private func schema(of type: FieldType, mayOmitType: Bool) -> JSONObject {
    switch type {
    case .any: [:]
    case .string: ["type": "string"]
    case .integer: ["type": "integer"]
    case .number: ["type": "number"]
    case .boolean: ["type": "boolean"]
    case .null: ["type": "null"]
    case .object: ["type": "object"]
    case .mapping(let inner): ["type": "object", "additionalProperties": .object(schema(of: inner, mayOmitType: mayOmitType))]
    case .list(let inner): ["type": "array", "items": .object(schema(of: inner, mayOmitType: mayOmitType))]
    case .choice(let names): ["type": "string", "enum": .array(names.map { .string($0) })]
    case .component(let types): component(types, mayOmitType: mayOmitType)
    case .anyOf(let types): alternatives(types.map { schema(of: $0, mayOmitType: mayOmitType) })
    case .record(let fields, let isClosed): isClosed ? closed(record(fields)) : record(fields)
    case .limited(let inner, let limit): limited(schema(of: inner, mayOmitType: mayOmitType), limit)
    }
  }

  private func component(_ types: [String], mayOmitType: Bool) -> JSONObject {
    let references = types.map { JSONValue.object(["$ref": .string(Self.prefix + $0)]) }
    if mayOmitType || types.contains(where: { validator.typing(of: $0) != .required }) {
      return ["anyOf": .array(references + [Self.reference])]
    }
    return ["anyOf": [["required": ["type"], "anyOf": .array(references)], Self.reference]]
  }

  private func alternatives(_ schemas: [JSONObject]) -> JSONObject {
    schemas.count == 1 ? schemas[0] : ["anyOf": .array(schemas.map { .object($0) })]
  }

  private func closed(_ object: JSONObject) -> JSONObject {
    var object = object
    object["additionalProperties"] = false
    return object
  }

  private func limited(_ schema: JSONObject, _ limit: FieldLimit) -> JSONObject {
    var schema = schema
    switch limit {
    case .atLeast(let bound): schema["minimum"] = .number(bound)
    case .above(let bound): schema["exclusiveMinimum"] = .number(bound)
    case .minimumCount(let count): schema["minItems"] = .integer(count)
    case .distinct: schema["uniqueItems"] = true
    }
    return schema
  }
}
