internal import ConnectorKit
internal import Destinations
internal import Glibc

/// What the server, or the way to it, says of something that failed.
struct PostgresError: Error {
  /// The five letters of SQLSTATE; nil when the server said nothing.
  let state: String?
  let message: String
  /// Whether there was no connection in the first place.
  var isUnreachable = false
}

/// A connection to a server. Not to be used by two tasks at a time.
package final class PostgresConnection {
  private let library: PostgresLibrary
  private let connection: PostgresLibrary.Connection

  /// - Parameter address: a connection string or URI as libpq takes them.
  /// - Throws: ``PostgresError`` when there is no connection, and `SyncError` when there is no library.
  init(_ address: String) throws {
    library = try PostgresLibrary.load()
    guard let connection = library.connect(address) else { throw PostgresError(state: nil, message: "out of memory") }
    self.connection = connection
    guard library.status(connection) == 0 else {
      throw PostgresError(state: nil, message: Self.text(library.errorMessage(connection)), isUnreachable: true)
    }
    // What the server remarks, such as that a table exists already, is for nobody.
    library.setNoticeReceiver(connection, { _, _ in }, nil)
    try run("SET client_encoding = 'UTF8'")
    try run("SET client_min_messages = 'warning'")
  }

  deinit { library.finish(connection) }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
    guard let pointer else { return "unknown error" }
    // What comes behind the first line is advice for programmers.
    return String(cString: pointer).split(whereSeparator: \.isNewline).first.map(String.init) ?? "unknown error"
  }

  /// Whether no transaction is open.
  package var isIdle: Bool { library.transactionStatus(connection) == 0 }

  /// Runs a statement.
  ///
  /// - Returns: its rows, as texts; nil for NULL.
  @discardableResult package func run(_ sql: String, values: [String?]) throws -> [[String?]] {
    let copies = values.map { $0.flatMap { strdup($0) } }
    defer { for copy in copies { free(copy) } }
    let pointers = copies.map { $0.map { UnsafePointer($0) } }
    let result = pointers.withUnsafeBufferPointer { parameters in
      library.execute(connection, sql, Int32(values.count), nil, parameters.baseAddress, nil, nil, 0)
    }
    defer { library.clear(result) }
    try check(result)
    return (0..<library.rowCount(result)).map { row in
      (0..<library.columnCount(result)).map { column in
        library.isNull(result, row, column) != 0 ? nil : library.value(result, row, column).map { String(cString: $0) }
      }
    }
  }

  private func check(_ result: PostgresLibrary.Result?) throws {
    switch library.resultStatus(result) {
    // Empty query, command, rows, copy in.
    case 0, 1, 2, 4: return
    default:
      let sqlState: Int32 = 67
      let state = library.resultErrorField(result, sqlState).map { String(cString: $0) }
      let message = result == nil ? Self.text(library.errorMessage(connection)) : Self.text(library.resultErrorMessage(result))
      throw PostgresError(state: state, message: message)
    }
  }

  /// Sends rows in the text format of COPY.
  ///
  /// - Parameter body: is given what takes pieces of rows.
  func copy(_ sql: String, _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws {
    let start = library.executeScript(connection, sql)
    defer { library.clear(start) }
    try check(start)
    do {
      try body { bytes in
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        let sent = library.putCopyData(connection, base.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        guard sent == 1 else { throw PostgresError(state: nil, message: Self.text(library.errorMessage(connection))) }
      }
    } catch {
      _ = library.putCopyEnd(connection, "the sync was stopped")
      drain()
      throw error
    }
    guard library.putCopyEnd(connection, nil) == 1 else {
      throw PostgresError(state: nil, message: Self.text(library.errorMessage(connection)))
    }
    var failure: (any Error)?
    while let result = library.getResult(connection) {
      do {
        try check(result)
      } catch {
        failure = failure ?? error
      }
      library.clear(result)
    }
    if let failure { throw failure }
  }

  private func drain() { while let result = library.getResult(connection) { library.clear(result) } }
}
