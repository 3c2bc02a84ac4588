package import Concurrency
public import JSON

/// What a run provides to its components. Cheap to copy: of one word, shared until changed.
public struct RunServices: Sendable {
  private struct Services {
    var transport: any Transport
    var clock: any RunClock
    var log: any Log
    var secrets: any SecretRegistry
    var events: any RunEvents
    var streams: any StreamReading
    var budget: any RequestBudget
    let configStore: ConfigStore
    var options: RunOptions
    var catalogSchemas: [String: JSONObject]?
    var jobSlots = AsyncSemaphore(1)
    var componentTimeout: Double?
    var exchangeObserver: ExchangeObserver?
    let shared = RunStorage()
  }

  private var services: CopyOnWrite<Services>

  public init(
    transport: any Transport, clock: any RunClock, log: any Log, secrets: any SecretRegistry, events: any RunEvents,
    streams: any StreamReading, budget: any RequestBudget, config: JSONObject, options: RunOptions = RunOptions(),
    catalogSchemas: [String: JSONObject]? = nil
  ) {
    services = CopyOnWrite(
      Services(
        transport: transport, clock: clock, log: log, secrets: secrets, events: events, streams: streams, budget: budget,
        configStore: ConfigStore(config), options: options, catalogSchemas: catalogSchemas))
  }
}

extension RunServices {
  public var transport: any Transport {
    get { services.value.transport }
    set { services.value.transport = newValue }
  }
  public var clock: any RunClock {
    get { services.value.clock }
    set { services.value.clock = newValue }
  }
  public var log: any Log {
    get { services.value.log }
    set { services.value.log = newValue }
  }
  /// Takes the values that must never be put out.
  public var secrets: any SecretRegistry {
    get { services.value.secrets }
    set { services.value.secrets = newValue }
  }
  /// Is told what the platform has to know besides records and states.
  public var events: any RunEvents {
    get { services.value.events }
    set { services.value.events = newValue }
  }
  public var streams: any StreamReading {
    get { services.value.streams }
    set { services.value.streams = newValue }
  }
  public var budget: any RequestBudget {
    get { services.value.budget }
    set { services.value.budget = newValue }
  }
  public var options: RunOptions {
    get { services.value.options }
    set { services.value.options = newValue }
  }
  /// The schemas that the configured catalog holds, by the names of its streams; nil when the run has no catalog.
  public var catalogSchemas: [String: JSONObject]? {
    get { services.value.catalogSchemas }
    set { services.value.catalogSchemas = newValue }
  }
  /// The turns of jobs that an API works on for the connector.
  package var jobSlots: AsyncSemaphore {
    get { services.value.jobSlots }
    set { services.value.jobSlots = newValue }
  }
  /// Seconds that a component of the user's own may be at work without asking for a service; nil when there are none.
  public var componentTimeout: Double? {
    get { services.value.componentTimeout }
    set { services.value.componentTimeout = newValue }
  }
  /// Is told of every request and what came of it; nil, which costs nothing, when nobody wants to know.
  public var exchangeObserver: ExchangeObserver? {
    get { services.value.exchangeObserver }
    set { services.value.exchangeObserver = newValue }
  }
  /// What components share for the length of the run.
  public var shared: RunStorage { services.value.shared }
  /// The config with which the components were built, and what has become of it since.
  public var configStore: ConfigStore { services.value.configStore }
  /// The config as it is by now.
  public var config: JSONObject { services.value.configStore.config }
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
  /// The longest wait in seconds that an API may ask for with an answer, unless the manifest sets a limit of its services.value.
  public var maxRetryAfter: Double = 3600
  /// Whether requests that fail are sent again.
  public var retries = RetryMode.declared
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

/// Whether requests that fail are sent again.
public enum RetryMode: Sendable {
  /// As error handlers and the run's limits say.
  case declared
  /// Never: each page, login, token request and job is requested once, as tests of a connector want it.
  case none
}

extension RunServices {
  /// Whether the run does as the reference does in this point.
  public func follows(_ quirk: Quirk) -> Bool { options.follows(quirk) }
}

/// The run's time. Nothing below the command asks the machine for it.
public protocol RunClock: Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  func now() -> Int
  /// Seconds from an arbitrary start that never go back.
  func monotonicSeconds() -> Double
  /// - Throws: `CancellationError` when the run ends first.
  func sleep(seconds: Double) async throws
}

/// Grants turns under the rates that an API or a manifest sets.
public protocol RequestBudget: Sendable {
  /// Waits until the request may be sent.
  func acquire(_ request: HTTPRequest, run: RunServices) async throws
  /// Learns from an answer how much of the budget is left.
  ///
  /// - Throws: ``SyncError`` where `Quirk/refusesOddBudgetHeaders` is followed, when a header about the budget cannot be read.
  func observe(_ response: HTTPResponse, to request: HTTPRequest, run: RunServices) async throws
}

/// No limit.
public struct UnlimitedBudget: RequestBudget {
  public init() {}
  public func acquire(_ request: HTTPRequest, run: RunServices) async throws {}
  public func observe(_ response: HTTPResponse, to request: HTTPRequest, run: RunServices) async {}
}
