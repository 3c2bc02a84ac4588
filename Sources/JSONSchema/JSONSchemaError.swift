/// A schema that cannot be used: what is wrong and where in the schema.
public struct JSONSchemaError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where in the schema, from its root.
  public let path: SchemaPath
  /// What is wrong there, without the place.
  public let message: String

  public init(path: SchemaPath, message: String) {
    self.path = path
    self.message = message
  }

  public var description: String { path.isRoot ? "the schema \(message)" : "the schema at \(path.pointer) \(message)" }
}
