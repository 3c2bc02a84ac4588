public import ConnectorKit
public import JSON

/// Writes what a manifest may hold as a JSON schema (draft-07), for editors and other tools.
///
/// It describes manifests whose references and parameters are filled in.
public struct ManifestSchema {
  private static let prefix = "#/definitions/"

  private let catalog: Catalog

  /// - Parameter catalog: the components that a manifest may use.
  public init(catalog: Catalog) { self.catalog = catalog }

  /// The schema, its definitions in the order of their names.
  public var document: JSONObject {
    var definitions = JSONObject()
    for type in types.sorted() where type != ManifestValidator.rootType { definitions[type] = .object(definition(of: type)) }
    var document = JSONObject()
    document["$schema"] = "http://json-schema.org/draft-07/schema#"
    document["title"] = "Headwater manifest"
    for (name, value) in definition(of: ManifestValidator.rootType) where name != "title" { document[name] = value }
    document["anyOf"] = [["required": ["streams"]], ["required": ["dynamic_streams"]]]
    document["definitions"] = .object(definitions)
    return document
  }

  /// The schema as the text of a file.
  public var text: String { JSONText.python(.object(document), ensureASCII: false, indent: 2) + "\n" }

  private var types: Set<String> {
    Set(catalog.all.map(\.type)).union(UnbuiltComponents.names).union(UnbuiltComponents.customTypes)
  }

  private func definition(of type: String) -> JSONObject {
    let spec = catalog.spec(type: type)
    let fields = ManifestValidator(catalog: catalog).fields(of: type) ?? []
    var definition: JSONObject = ["title": .string(type)]
    if let summary = spec?.summary { definition["description"] = .string(summary) }
    var object = record(fields)
    if !ComponentTyping.isUntyped(type) {
      var properties: JSONObject = ["type": ["type": "string", "enum": [.string(type)]]]
      for (name, value) in object["properties"]?.objectValue ?? [:] { properties[name] = value }
      object["properties"] = .object(properties)
      if !ComponentTyping.mayOmitType(type) { object["required"] = .array(["type"] + (object["required"]?.arrayValue ?? [])) }
    }
    if ComponentTyping.isClosed(type) { object["additionalProperties"] = false }
    for (name, value) in object { definition[name] = value }
    return definition
  }

  private func record(_ fields: [FieldInfo]) -> JSONObject {
    var object: JSONObject = ["type": "object"]
    let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { object["required"] = .array(required) }
    object["properties"] = .object(JSONObject(fields.map { ($0.name, .object(property($0))) }))
    return object
  }

  private func property(_ field: FieldInfo) -> JSONObject {
    var property = schema(of: field.type)
    // Readers of draft-07 look at nothing beside a `$ref`.
    if let reference = property["$ref"] { property = ["allOf": [["$ref": reference]]] }
    if !field.doc.isEmpty { property["description"] = .string(field.doc) }
    if let value = field.defaultValue { property["default"] = value }
    if !field.examples.isEmpty { property["examples"] = .array(field.examples) }
    if field.isDeprecated { property["deprecated"] = true }
    return property
  }

  private func schema(of type: FieldType) -> JSONObject {
    switch type {
    case .any: [:]
    case .string: ["type": "string"]
    case .integer: ["type": "integer"]
    case .number: ["type": "number"]
    case .boolean: ["type": "boolean"]
    case .null: ["type": "null"]
    case .object: ["type": "object"]
    case .mapping(let inner): ["type": "object", "additionalProperties": .object(schema(of: inner))]
    case .list(let inner): ["type": "array", "items": .object(schema(of: inner))]
    case .choice(let names): ["type": "string", "enum": .array(names.map { .string($0) })]
    case .component(let types): alternatives(types.map { ["$ref": .string(Self.prefix + $0)] })
    case .anyOf(let types): alternatives(types.map(schema(of:)))
    case .record(let fields, let isClosed): isClosed ? closed(record(fields)) : record(fields)
    case .limited(let inner, let limit): limited(schema(of: inner), limit)
    }
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
