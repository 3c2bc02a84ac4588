internal import ConnectorKit
internal import Glibc

/// The functions of libsqlite3 that are used. The library is loaded on first use, as most commands of a program need none.
///
/// Their contracts are those of SQLite's C interface; values of its constants are written out where they are used.
struct SQLiteLibrary: Sendable {
  typealias Database = OpaquePointer
  typealias Statement = OpaquePointer
  /// What frees a bound text; nil for one that outlives the step.
  typealias Destructor = @convention(c) (UnsafeMutableRawPointer?) -> Void

  let open: @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<Database?>, Int32, UnsafePointer<CChar>?) -> Int32
  let close: @convention(c) (Database?) -> Int32
  let errorMessage: @convention(c) (Database?) -> UnsafePointer<CChar>?
  let extendedErrorCode: @convention(c) (Database?) -> Int32
  let busyTimeout: @convention(c) (Database, Int32) -> Int32
  let limit: @convention(c) (Database, Int32, Int32) -> Int32
  let isAutocommit: @convention(c) (Database) -> Int32
  let prepare:
    @convention(c) (
      Database, UnsafePointer<CChar>, Int32, UInt32, UnsafeMutablePointer<Statement?>, UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) -> Int32
  let step: @convention(c) (Statement) -> Int32
  let reset: @convention(c) (Statement) -> Int32
  let finalize: @convention(c) (Statement?) -> Int32
  let bindNull: @convention(c) (Statement, Int32) -> Int32
  let bindInteger: @convention(c) (Statement, Int32, Int64) -> Int32
  let bindDouble: @convention(c) (Statement, Int32, Double) -> Int32
  let bindText: @convention(c) (Statement, Int32, UnsafeRawPointer?, Int32, Int) -> Int32
  let columnCount: @convention(c) (Statement) -> Int32
  let columnText: @convention(c) (Statement, Int32) -> UnsafePointer<UInt8>?
  let columnBytes: @convention(c) (Statement, Int32) -> Int32

  /// The library of the process.
  ///
  /// - Throws: ``SyncError`` when there is none.
  static func load() throws -> SQLiteLibrary { try loaded.get() }

  private static let loaded = Result { try SQLiteLibrary() }

  private init() throws {
    guard let handle = dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_LOCAL) else {
      let reason = dlerror().map { String(cString: $0) } ?? "unknown error"
      throw SyncError(.config, "Cannot load SQLite: \(reason). Install it: apt-get install libsqlite3-0.")
    }
    func symbol<Function>(_ name: String, _ type: Function.Type = Function.self) throws -> Function {
      guard let address = dlsym(handle, "sqlite3_\(name)") else {
        throw SyncError(.config, "The installed SQLite lacks `sqlite3_\(name)`. Install version 3.35 or newer.")
      }
      return unsafeBitCast(address, to: Function.self)
    }
    open = try symbol("open_v2")
    close = try symbol("close_v2")
    errorMessage = try symbol("errmsg")
    extendedErrorCode = try symbol("extended_errcode")
    busyTimeout = try symbol("busy_timeout")
    limit = try symbol("limit")
    isAutocommit = try symbol("get_autocommit")
    prepare = try symbol("prepare_v3")
    step = try symbol("step")
    reset = try symbol("reset")
    finalize = try symbol("finalize")
    bindNull = try symbol("bind_null")
    bindInteger = try symbol("bind_int64")
    bindDouble = try symbol("bind_double")
    bindText = try symbol("bind_text")
    columnCount = try symbol("column_count")
    columnText = try symbol("column_text")
    columnBytes = try symbol("column_bytes")
  }
}
