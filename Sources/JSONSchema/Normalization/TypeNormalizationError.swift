/// A record that cannot be normalised: its schema does not allow it, or a number is too large for the type asked for.
public struct TypeNormalizationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where in the record.
  public let path: SchemaPath
  /// What is wrong, without the place.
  public let message: String

  public init(path: SchemaPath, message: String) {
    self.path = path
    self.message = message
  }

  public var description: String { path.isRoot ? message : "`\(path.dotted)`: \(message)" }
}
