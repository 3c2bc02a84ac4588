package import Concurrency
public import JSON

/// What a run provides to its components. Cheap to copy: of one word, shared until changed.
public struct RunServices: Sendable {
  private var storage: Storage

  /// Unchecked: changed only while one `RunServices` alone holds it.
  private final class Storage: @unchecked Sendable {
    var transport: any Transport
    var clock: any Clock
    var log: any Log
    var streams: any StreamReading
    var budget: any RequestBudget
    let liveConfig: LiveConfig
    var options: RunOptions
    var catalogSchemas: [String: JSONObject]?
    var jobSlots = AsyncSemaphore(1)
    var componentTimeout: Double?
    let shared: SharedState

    init(
      transport: any Transport, clock: any Clock, log: any Log, streams: any StreamReading, budget: any RequestBudget,
      liveConfig: LiveConfig, options: RunOptions, shared: SharedState
    ) {
      self.transport = transport
      self.clock = clock
      self.log = log
      self.streams = streams
      self.budget = budget
      self.liveConfig = liveConfig
      self.options = options
      self.shared = shared
    }

    convenience init(copying other: Storage) {
      self.init(
        transport: other.transport, clock: other.clock, log: other.log, streams: other.streams, budget: other.budget,
        liveConfig: other.liveConfig, options: other.options, shared: other.shared)
      catalogSchemas = other.catalogSchemas
      jobSlots = other.jobSlots
      componentTimeout = other.componentTimeout
    }
  }

  public init(
    transport: any Transport, clock: any Clock, log: any Log, streams: any StreamReading, budget: any RequestBudget, config: JSONObject,
    options: RunOptions = RunOptions(), catalogSchemas: [String: JSONObject]? = nil
  ) {
    storage = Storage(
      transport: transport, clock: clock, log: log, streams: streams, budget: budget, liveConfig: LiveConfig(config), options: options,
      shared: SharedState())
    storage.catalogSchemas = catalogSchemas
  }

  /// The services, to be changed: not shared with a copy.
  private var own: Storage {
    mutating get {
      if !isKnownUniquelyReferenced(&storage) { storage = Storage(copying: storage) }
      return storage
    }
  }
}

extension RunServices {
  public var transport: any Transport {
    get { storage.transport }
    set { own.transport = newValue }
  }
  public var clock: any Clock {
    get { storage.clock }
    set { own.clock = newValue }
  }
  public var log: any Log {
    get { storage.log }
    set { own.log = newValue }
  }
  public var streams: any StreamReading {
    get { storage.streams }
    set { own.streams = newValue }
  }
  public var budget: any RequestBudget {
    get { storage.budget }
    set { own.budget = newValue }
  }
  public var options: RunOptions {
    get { storage.options }
    set { own.options = newValue }
  }
  /// The schemas that the configured catalog holds, by the names of its streams; nil when the run has no catalog.
  public var catalogSchemas: [String: JSONObject]? {
    get { storage.catalogSchemas }
    set { own.catalogSchemas = newValue }
  }
  /// The turns of jobs that an API works on for the connector.
  package var jobSlots: AsyncSemaphore {
    get { storage.jobSlots }
    set { own.jobSlots = newValue }
  }
  /// Seconds that a component of the user's own may be at work without asking for a service; nil when there are none.
  public var componentTimeout: Double? {
    get { storage.componentTimeout }
    set { own.componentTimeout = newValue }
  }
  /// What components share for the length of the run.
  public var shared: SharedState { storage.shared }
  /// The config with which the components were built, and what has become of it since.
  public var liveConfig: LiveConfig { storage.liveConfig }
  /// The config as it is by now.
  public var config: JSONObject { storage.liveConfig.config }
}

/// Choices that hold for a whole run.
public struct RunOptions: Sendable {
  /// In which points to do as the reference does where Headwater differs from it on purpose.
  public let quirks: QuirkSet
  /// Whether requests and answers are logged.
  public var debug: Bool
  /// Seconds between states of a partitioned stream.
  public var checkpointInterval: Double
  /// Whether pages may be requested before they are needed. Not while something only has a look at a stream's first record.
  public var mayPrefetch = true
  /// Seconds that a component of the user's own may be at work without asking for a service.
  public var componentTimeout: Double = 60
  /// Whether broken lines of JSON lines are left out and counted, instead of ending their slice.
  public var skipsBrokenLines = false
  /// The longest wait in seconds that an API may ask for with an answer, unless the manifest sets a limit of its own.
  public var maxRetryAfter: Double = 3600
  /// Seconds for which a token endpoint or a login that is down or busy is tried again.
  public var loginTimeout: Double = 300

  public init(quirks: QuirkSet = .none, debug: Bool = false, checkpointInterval: Double = 60) {
    self.quirks = quirks
    self.debug = debug
    self.checkpointInterval = checkpointInterval
  }

  public func follows(_ quirk: Quirk) -> Bool { quirks.contains(quirk) }

  /// Whether pages are requested before they are needed.
  public var prefetches: Bool { mayPrefetch && !follows(.neverPrefetches) }

  /// The class of a failure that the config can mend, which the reference calls an internal error.
  ///
  /// - Parameter quirk: the difference that is followed where the reference's class is wanted.
  public func configFailure(_ quirk: Quirk = .configErrorsAreInternalErrors) -> SyncError.FailureType {
    follows(quirk) ? .system : .config
  }
}

extension RunServices {
  /// Whether the run does as the reference does in this point.
  public func follows(_ quirk: Quirk) -> Bool { options.follows(quirk) }
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
  /// A text without the secrets that the log knows, for texts that are cut: what is left of a secret is none that it would find. The text
  /// itself by default.
  func masked(_ text: String) -> String
  /// Hands the platform a changed config, such as one with a new refresh token.
  func updateConfig(_ config: JSONObject)
  /// Reports that a stream waits because of a rate limit.
  func reportRateLimit(streamName: String)
  /// Reports a failure after which the run goes on.
  func report(_ error: SyncError)
}

extension Log {
  public func masked(_ text: String) -> String { text }
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
  ///
  /// - Throws: ``SyncError`` where ``Quirk/refusesOddBudgetHeaders`` is followed, when a header about the budget cannot be read.
  func observe(_ response: HTTPResponse, to request: HTTPRequest, run: RunServices) async throws
}

/// No limit.
public struct UnlimitedBudget: RequestBudget {
  public init() {}
  public func acquire(_ request: HTTPRequest, run: RunServices) async throws {}
  public func observe(_ response: HTTPResponse, to request: HTTPRequest, run: RunServices) async {}
}
