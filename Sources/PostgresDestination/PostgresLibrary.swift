internal import ConnectorKit
internal import Glibc

/// The functions of libpq that are used. The library is loaded on first use, as most commands of a program need none.
///
/// Their contracts are those of libpq's C interface; values of its constants are written out where they are used.
struct PostgresLibrary: Sendable {
  typealias Connection = OpaquePointer
  typealias Result = OpaquePointer
  typealias Text = UnsafePointer<CChar>

  let connect: @convention(c) (Text) -> Connection?
  let finish: @convention(c) (Connection?) -> Void
  let status: @convention(c) (Connection?) -> Int32
  let errorMessage: @convention(c) (Connection?) -> Text?
  let transactionStatus: @convention(c) (Connection) -> Int32
  let setNoticeReceiver:
    @convention(c) (Connection, (@convention(c) (UnsafeMutableRawPointer?, OpaquePointer?) -> Void)?, UnsafeMutableRawPointer?) -> Void
  let execute:
    @convention(c) (
      Connection, Text, Int32, UnsafePointer<UInt32>?, UnsafePointer<Text?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?, Int32
    ) -> Result?
  let executeScript: @convention(c) (Connection, Text) -> Result?
  let resultStatus: @convention(c) (Result?) -> Int32
  let resultErrorMessage: @convention(c) (Result?) -> Text?
  let resultErrorField: @convention(c) (Result?, Int32) -> Text?
  let rowCount: @convention(c) (Result?) -> Int32
  let columnCount: @convention(c) (Result?) -> Int32
  let value: @convention(c) (Result?, Int32, Int32) -> Text?
  let isNull: @convention(c) (Result?, Int32, Int32) -> Int32
  let clear: @convention(c) (Result?) -> Void
  let putCopyData: @convention(c) (Connection, UnsafePointer<CChar>, Int32) -> Int32
  let putCopyEnd: @convention(c) (Connection, Text?) -> Int32
  let getResult: @convention(c) (Connection) -> Result?

  /// The library of the process.
  ///
  /// - Throws: ``SyncError`` when there is none.
  static func load() throws -> PostgresLibrary { try loaded.get() }

  private static let loaded = Swift.Result { try PostgresLibrary() }

  private init() throws {
    guard let handle = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL) else {
      let reason = dlerror().map { String(cString: $0) } ?? "unknown error"
      throw SyncError(.config, "Cannot load PostgreSQL's client library: \(reason). Install it: apt-get install libpq5.")
    }
    func symbol<Function>(_ name: String, _ type: Function.Type = Function.self) throws -> Function {
      guard let address = dlsym(handle, "PQ\(name)") else {
        throw SyncError(.config, "The installed libpq lacks `PQ\(name)`. Install version 12 or newer.")
      }
      return unsafeBitCast(address, to: Function.self)
    }
    connect = try symbol("connectdb")
    finish = try symbol("finish")
    status = try symbol("status")
    errorMessage = try symbol("errorMessage")
    transactionStatus = try symbol("transactionStatus")
    setNoticeReceiver = try symbol("setNoticeReceiver")
    execute = try symbol("execParams")
    executeScript = try symbol("exec")
    resultStatus = try symbol("resultStatus")
    resultErrorMessage = try symbol("resultErrorMessage")
    resultErrorField = try symbol("resultErrorField")
    rowCount = try symbol("ntuples")
    columnCount = try symbol("nfields")
    value = try symbol("getvalue")
    isNull = try symbol("getisnull")
    clear = try symbol("clear")
    putCopyData = try symbol("putCopyData")
    putCopyEnd = try symbol("putCopyEnd")
    getResult = try symbol("getResult")
  }
}
