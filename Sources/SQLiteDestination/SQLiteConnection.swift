internal import ConnectorKit
internal import Destinations
internal import Glibc

/// What SQLite says of something that failed.
struct SQLiteError: Error, CustomStringConvertible {
  /// The extended result code.
  let code: Int32
  let message: String

  var description: String { message }

  /// The result code without its extension.
  var kind: Kind? { Kind(rawValue: code & 0xff) }

  enum Kind: Int32 {
    case generic = 1
    case busy = 5
    case locked = 6
    case readOnly = 8
    case inputOutput = 10
    case corrupt = 11
    case full = 13
    case cannotOpen = 14
    case tooBig = 18
    case constraint = 19
    case notADatabase = 26
  }
}

/// An open database. Not to be used by two tasks at a time.
package final class SQLiteConnection {
  let library: SQLiteLibrary
  private let database: SQLiteLibrary.Database
  let path: String

  /// Opens a database, or makes one.
  ///
  /// - Parameter lockTimeout: how many seconds it waits for another program that has locked the database.
  /// - Throws: ``SQLiteError``, and `SyncError` when there is no library.
  init(path: String, lockTimeout: Double) throws {
    let library = try SQLiteLibrary.load()
    self.library = library
    self.path = path
    var handle: OpaquePointer?
    let readWrite: Int32 = 0x2
    let create: Int32 = 0x4
    let noMutex: Int32 = 0x8000
    let code = library.open(path, &handle, readWrite | create | noMutex, nil)
    guard code == 0, let handle else {
      let error = SQLiteError(code: code, message: handle.flatMap { library.errorMessage($0) }.map { String(cString: $0) } ?? "")
      _ = library.close(handle)
      throw error
    }
    database = handle
    _ = library.busyTimeout(database, Int32(lockTimeout * 1000))
  }

  deinit { _ = library.close(database) }

  var error: SQLiteError {
    SQLiteError(
      code: library.extendedErrorCode(database), message: library.errorMessage(database).map { String(cString: $0) } ?? "unknown error")
  }

  /// The most columns that a table can have.
  var columnLimit: Int { Int(library.limit(database, 2, -1)) }

  /// Whether no transaction is open.
  package var isIdle: Bool { library.isAutocommit(database) != 0 }

  /// Compiles one statement.
  func prepare(_ sql: String) throws -> SQLiteStatement {
    var statement: OpaquePointer?
    let persistent: UInt32 = 1
    guard library.prepare(database, sql, -1, persistent, &statement, nil) == 0, let statement else { throw error }
    return SQLiteStatement(statement, self)
  }

  @discardableResult package func run(_ sql: String, values: [String?] = []) throws -> [[String?]] {
    let statement = try prepare(sql)
    for (place, value) in values.enumerated() {
      if let value { try statement.bind(value, at: Int32(place + 1)) } else { try statement.bindNull(at: Int32(place + 1)) }
    }
    var rows: [[String?]] = []
    while try statement.step() { rows.append(statement.row) }
    return rows
  }
}

/// A compiled statement. Texts are copied when bound, but for those of ``bind(_:at:)`` with bytes.
final class SQLiteStatement {
  private let statement: SQLiteLibrary.Statement
  private let connection: SQLiteConnection
  private let library: SQLiteLibrary
  /// What makes SQLite copy a text.
  private static let transient = -1

  init(_ statement: SQLiteLibrary.Statement, _ connection: SQLiteConnection) {
    self.statement = statement
    self.connection = connection
    library = connection.library
  }

  deinit { _ = library.finalize(statement) }

  /// Goes to the next row.
  ///
  /// - Returns: false when there is none.
  func step() throws -> Bool {
    switch library.step(statement) {
    case 100: return true
    case 101: return false
    default: throw connection.error
    }
  }

  /// Carries out a statement without rows, and makes it ready to be carried out again.
  @inline(__always)
  func execute() throws {
    let code = library.step(statement)
    if code != 101 {
      let error = connection.error
      _ = library.reset(statement)
      throw error
    }
    _ = library.reset(statement)
  }

  func bind(_ text: String, at place: Int32) throws {
    var text = text
    try text.withUTF8 { try check(library.bindText(statement, place, start(of: $0), Int32($0.count), Self.transient)) }
  }

  /// Binds a text that stays where it is until the statement has been carried out.
  @inline(__always)
  func bind(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int32) throws {
    guard bytes.count <= Int(Int32.max) else { throw SQLiteError(code: 18, message: "a value is longer than 2 GiB") }
    try check(library.bindText(statement, place, start(of: bytes), Int32(truncatingIfNeeded: bytes.count), 0))
  }

  @inline(__always)
  func bind(_ value: Int, at place: Int32) throws { try check(library.bindInteger(statement, place, Int64(value))) }

  @inline(__always)
  func bind(_ value: Double, at place: Int32) throws { try check(library.bindDouble(statement, place, value)) }

  @inline(__always)
  func bindNull(at place: Int32) throws { try check(library.bindNull(statement, place)) }

  /// An empty text is not the same as none, for which a null pointer would stand.
  private func start(of bytes: UnsafeBufferPointer<UInt8>) -> UnsafeRawPointer {
    bytes.baseAddress.map(UnsafeRawPointer.init) ?? UnsafeRawPointer(bitPattern: 1)!
  }

  @inline(__always)
  private func check(_ code: Int32) throws { if code != 0 { throw connection.error } }

  /// The present row, as texts; nil for NULL.
  var row: [String?] {
    (0..<library.columnCount(statement)).map { place in
      guard let start = library.columnText(statement, place) else { return nil }
      let bytes = UnsafeBufferPointer(start: start, count: Int(library.columnBytes(statement, place)))
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}

extension SQLiteConnection: SQLDatabase {
  /// Waits for other writers now, not at the first statement that writes, when it would be too late to wait.
  package var beginStatement: String { "BEGIN IMMEDIATE" }

  package func keyIndexes(of table: String) throws -> [String] {
    try run(
      "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = $1 AND substr(name, 1, 15) = '_headwater_key_'", table
    ).compactMap { $0[0] }
  }

  package var displayName: String { "The database \(path)" }

  package func hasTable(_ name: String) throws -> Bool {
    try !run("SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND lower(name) = lower($1)", name).isEmpty
  }
}
