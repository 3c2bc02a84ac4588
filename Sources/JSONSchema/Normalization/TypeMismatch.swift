package import JSON

/// A value that still has the wrong type after normalisation. The record is kept as it is.
package struct TypeMismatch: Sendable, CustomStringConvertible {
  /// Where in the record.
  package let path: SchemaPath
  /// What the schema says under `type`; null where the schema is `false`.
  package let expected: JSONValue
  /// The kinds of things in the value, three levels deep: a type's name, or an object of them.
  package let found: JSONValue

  init(path: SchemaPath, expected: JSONValue, value: JSONValue) {
    self.path = path
    self.expected = expected
    found = Self.outline(value, depth: 0)
  }

  /// The warning the reference logs. It tells nothing of the value but its shape.
  package var description: String {
    let place = path.steps.map { step in
      switch step {
      case .key(let key): key
      case .index(let index): String(index)
      }
    }
    return
      "Failed to transform value from type '\(PythonText.text(of: found))' to type '\(PythonText.text(of: expected))' "
      + "at path: '\(place.joined(separator: "."))'"
  }

  private static func outline(_ value: JSONValue, depth: Int) -> JSONValue {
    guard depth < 3, case .object(let members) = value else { return .string(value.kind.name) }
    return .object(JSONObject(members.lazy.map { ($0.key, outline($0.value, depth: depth + 1)) }))
  }
}
