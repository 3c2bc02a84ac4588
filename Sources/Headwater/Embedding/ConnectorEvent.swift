public import ConnectorKit
public import JSON

/// What a program hears of a connector that it reads.
public enum ConnectorEvent: Sendable {
  case record(JSONRecord, streamName: String)
  /// How far a stream has been read: everything before this event. Hand it to the next read to go on from there.
  case state(JSONObject, streamName: String)
  /// A stream ended with an error; the others go on.
  case failure(SyncError)
}

/// Where a program that embeds a connector differs from the command. Everything has a default.
public struct ConnectorServices: Sendable {
  /// Sends the requests; libcurl by default.
  public var transport: (any Transport)?
  /// The time; the machine's by default.
  public var clock: (any RunClock)?
  /// Takes log messages, secrets and changed configs; nobody by default.
  public var log: (any RunReports)?

  public init(transport: (any Transport)? = nil, clock: (any RunClock)? = nil, log: (any RunReports)? = nil) {
    self.transport = transport
    self.clock = clock
    self.log = log
  }
}

/// A log that nobody reads.
struct SilentLog: RunReports {
  func write(_ level: LogLevel, _ message: @autoclosure () -> String) {}
  func addSecret(_ value: String) {}
  func configChanged(_ config: JSONObject) {}
  func rateLimited(streamName: String) {}
  func failed(_ error: SyncError) {}
}
