/// A record that cannot be normalised: its schema does not allow it, or a number is too large for the type asked for.
package struct TypeNormalizationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where in the record.
  package let path: SchemaPath
  /// What is wrong, without the place.
  package let message: String

  package init(path: SchemaPath, message: String) {
    self.path = path
    self.message = message
  }

  package var description: String { path.isRoot ? message : "`\(path.dotted)`: \(message)" }
}
