/// What the tables of states, columns and runs need of a database. Statements keep to what SQLite and PostgreSQL have in common, with
/// parameters `$1`, `$2` and so on, each of which appears first in the order of its number.
package protocol SQLDatabase: AnyObject {
  /// What the database is called in messages.
  var displayName: String { get }

  /// Runs a statement.
  ///
  /// - Returns: its rows, as texts; nil for NULL.
  @discardableResult func run(_ sql: String, values: [String?]) throws -> [[String?]]

  /// Whether there is a table, or something else, of that name.
  func hasTable(_ name: String) throws -> Bool

  /// The names of the indexes that hold a table's key.
  func keyIndexes(of table: String) throws -> [String]

  /// The statement that begins a transaction in which tables are written.
  var beginStatement: String { get }

  /// Whether no transaction is open.
  var isIdle: Bool { get }
}

extension SQLDatabase {
  @discardableResult package func run(_ sql: String, _ values: String?...) throws -> [[String?]] { try run(sql, values: values) }

  /// Runs a body in a transaction, which is undone when it throws.
  package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    try run(beginStatement)
    do {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      rollBack()
      throw error
    }
  }

  /// Undoes the open transaction, if there is one.
  package func rollBack() {
    if !isIdle { _ = try? run("ROLLBACK") }
  }
}

/// Pieces of SQL.
package enum SQLText {
  /// A name in quotes.
  package static func name(_ name: String) -> String { quoted(name, "\"") }

  /// A text in quotes.
  package static func text(_ text: String) -> String { quoted(text, "'") }

  private static func quoted(_ text: String, _ quote: Character) -> String {
    "\(quote)\(text.split(separator: quote, omittingEmptySubsequences: false).joined(separator: "\(quote)\(quote)"))\(quote)"
  }
}
