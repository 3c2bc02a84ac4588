import RegularExpressions

/// A regular expression of a schema: searched anywhere in a text, in Python's dialect.
struct SchemaPattern: Sendable {
  let source: String
  private let expression: PythonRegex

  init(_ source: String) throws(SchemaPatternError) {
    self.source = source
    do { expression = try PythonRegex(source) } catch { throw SchemaPatternError(message: "\(error)") }
  }

  /// Whether the pattern matches somewhere; false when finding out takes too many steps.
  func occurs(in text: String) -> Bool { (try? expression.occurs(in: text)) ?? false }
}

struct SchemaPatternError: Error {
  let message: String
}
