package import ConnectorKit
package import JSON

/// What is known of a component type, for listings, the manual and other tools.
package struct ComponentEntry: Sendable {
  package enum Origin: String, Sendable {
    /// Comes with Headwater.
    case builtIn = "built_in"
    /// Stands for a component of the connector's own, which `class_name` names.
    case slot
    /// Such a component, added to the catalogue.
    case custom
  }

  package var type: String
  /// The contract that the component fulfils, such as `Authenticator`; its own type for a part of other components.
  package var slot: String
  package var summary: String
  package var fields: [FieldInfo]
  /// Declarations in YAML.
  package var examples: [String]
  package var typeMember: ComponentTyping
  package var origin: Origin

  /// The entry as `headwater components --format json` writes it.
  package var json: JSONObject {
    [
      "type": .string(type), "slot": .string(slot), "summary": .string(summary), "origin": .string(origin.rawValue),
      "type_member": .string(typeMember.rawValue), "fields": .array(fields.map { .object($0.json) }),
      "examples": .array(examples.map { .string($0) }),
    ]
  }
}

extension FieldInfo {
  var json: JSONObject {
    [
      "name": .string(name), "type": .object(type.json), "required": .bool(isRequired), "default": defaultValue ?? .null,
      "doc": .string(doc), "variables": .array(variables.map { .string($0.rawValue) }), "deprecated": .bool(isDeprecated),
      "default_type": defaultType.map { .string($0) } ?? .null, "examples": .array(examples),
    ]
  }
}

extension FieldType {
  /// The type as an object with a `kind`, and what belongs to that kind.
  var json: JSONObject {
    switch self {
    case .any: ["kind": "any"]
    case .string: ["kind": "string"]
    case .integer: ["kind": "integer"]
    case .number: ["kind": "number"]
    case .boolean: ["kind": "boolean"]
    case .null: ["kind": "null"]
    case .object: ["kind": "object"]
    case .mapping(let inner): ["kind": "mapping", "of": .object(inner.json)]
    case .list(let inner): ["kind": "list", "of": .object(inner.json)]
    case .choice(let names): ["kind": "choice", "values": .array(names.map { .string($0) })]
    case .component(let types): ["kind": "component", "types": .array(types.map { .string($0) })]
    case .anyOf(let types): ["kind": "any_of", "types": .array(types.map { .object($0.json) })]
    case .record(let fields, let isClosed):
      ["kind": "record", "fields": .array(fields.map { .object($0.json) }), "closed": .bool(isClosed)]
    case .limited(let inner, let limit): inner.json.adding(limit)
    }
  }
}

extension JSONObject {
  fileprivate func adding(_ limit: FieldLimit) -> JSONObject {
    var object = self
    switch limit {
    case .atLeast(let bound): object["at_least"] = .number(bound)
    case .above(let bound): object["above"] = .number(bound)
    case .minimumCount(let count): object["minimum_count"] = .integer(count)
    case .distinct: object["distinct"] = true
    }
    return object
  }
}

extension JSONValue {
  /// A number, without a fraction where it has none.
  static func number(_ value: Double) -> JSONValue { Int(exactly: value).map { .integer($0) } ?? .double(value) }
}
