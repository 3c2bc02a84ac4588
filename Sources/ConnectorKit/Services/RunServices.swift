public import JSON

/// What a run provides to its components. Cheap to copy.
public struct RunServices: Sendable {
  public var transport: any Transport
  public var clock: any Clock
  public var log: any Log
  public var streams: any StreamReading
  public var budget: any RequestBudget
  /// The config with which the components were built, and what has become of it since.
  public let liveConfig: LiveConfig
  public var options: RunOptions
  /// The schemas that the configured catalog holds, by the names of its streams; nil when the run has no catalog.
  public var catalogSchemas: [String: JSONObject]?
  /// The turns of jobs that an API works on for the connector.
  public var jobSlots = JobSlots(1)
  /// Seconds that a component of the user's own may be at work without asking for a service; nil when there are none.
  public var componentTimeout: Double?
  /// What components share for the length of the run.
  public let shared = SharedState()

  public init(
    transport: any Transport, clock: any Clock, log: any Log, streams: any StreamReading, budget: any RequestBudget, config: JSONObject,
    options: RunOptions = RunOptions(), catalogSchemas: [String: JSONObject]? = nil
  ) {
    self.catalogSchemas = catalogSchemas
    self.transport = transport
    self.clock = clock
    self.log = log
    self.streams = streams
    self.budget = budget
    liveConfig = LiveConfig(config)
    self.options = options
  }
}

extension RunServices {
  /// The config as it is by now.
  public var config: JSONObject { liveConfig.config }
}

/// Choices that hold for a whole run.
public struct RunOptions: Sendable {
  /// Whether to do as the reference does where Headwater differs from it on purpose.
  public var compat: Bool
  /// Whether requests and answers are logged.
  public var debug: Bool
  /// Seconds between states of a partitioned stream.
  public var checkpointInterval: Double
  /// Whether pages are requested before they are needed. Not while something only has a look at a stream's first record.
  public var prefetches = true
  /// Seconds that a component of the user's own may be at work without asking for a service.
  public var componentTimeout: Double = 60

  public init(compat: Bool = false, debug: Bool = false, checkpointInterval: Double = 60) {
    self.compat = compat
    self.debug = debug
    self.checkpointInterval = checkpointInterval
  }
}

/// The run's time. Nothing below the command asks the machine for it.
public protocol Clock: Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  func now() -> Int
  /// Seconds from an arbitrary start that never go back.
  func monotonicSeconds() -> Double
  /// - Throws: `CancellationError` when the run ends first.
  func sleep(seconds: Double) async throws
}

/// The run's log. Secrets are masked behind it.
public protocol Log: Sendable {
  func write(_ level: LogLevel, _ message: @autoclosure () -> String)
  /// Tells the log of a value that must never be put out, such as a token that was just issued.
  func addSecret(_ value: String)
  /// Hands the platform a changed config, such as one with a new refresh token.
  func updateConfig(_ config: JSONObject)
  /// Reports that a stream waits because of a rate limit.
  func reportRateLimit(streamName: String)
  /// Reports a failure after which the run goes on.
  func report(_ error: SyncError)
}

extension Log {
  public func report(_ error: SyncError) { write(.error, error.message) }
}

public enum LogLevel: String, Sendable, Comparable {
  case debug = "DEBUG"
  case info = "INFO"
  case warning = "WARN"
  case error = "ERROR"
  case fatal = "FATAL"

  private var rank: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warning: 2
    case .error: 3
    case .fatal: 4
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// Grants turns under the rates that an API or a manifest sets.
public protocol RequestBudget: Sendable {
  /// Waits until the request may be sent.
  func acquire(_ request: HTTPRequest, run: RunServices) async throws
  /// Learns from an answer how much of the budget is left.
  func observe(_ response: HTTPResponse, to request: HTTPRequest, run: RunServices) async
}

/// No limit.
public struct UnlimitedBudget: RequestBudget {
  public init() {}
  public func acquire(_ request: HTTPRequest, run: RunServices) async throws {}
  public func observe(_ response: HTTPResponse, to request: HTTPRequest, run: RunServices) async {}
}
