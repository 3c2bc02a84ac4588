/// A schema that cannot be used: what is wrong and where in the schema.
package struct JSONSchemaError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where in the schema, from its root.
  package let path: SchemaPath
  /// What is wrong there, without the place.
  package let message: String

  package init(path: SchemaPath, message: String) {
    self.path = path
    self.message = message
  }

  package var description: String { path.isRoot ? "the schema \(message)" : "the schema at \(path.pointer) \(message)" }
}
