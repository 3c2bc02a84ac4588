internal import Concurrency
public import ConnectorKit
internal import Document
public import JSON
internal import JSONSchema
internal import Manifest
public import Sync

/// One use of a connector with one config: a check, a discovery or a read.
public struct ConnectorSession: SyncSource {
  public let connector: Connector
  /// The config in today's form, with the settings that are derived from it.
  public let config: JSONObject
  /// Settings that the platform's own tests add to a config.
  private static let platformSettings = ["_limit", "_page_size"]
  private let transport: any Transport
  private let clock: any RunClock
  private let log: any RunReports

  /// - Parameters:
  ///   - connector: the connector.
  ///   - config: the settings that the connector takes.
  ///   - transport: sends the requests.
  ///   - clock: the time of the session.
  ///   - log: takes messages, secrets and events.
  ///   - keep: told of a config that was brought into today's form, before the platform is.
  /// - Throws: `SyncError` when the manifest's rules cannot bring the config into form.
  public init(
    _ connector: Connector, config: JSONObject, transport: any Transport, clock: any RunClock, log: any RunReports,
    keep: (JSONObject) -> Void = { _ in }
  ) throws {
    self.connector = connector
    self.transport = transport
    self.clock = clock
    self.log = log
    let rules = connector.settings?.rules ?? NoConfigRules()
    let migrated = try rules.migrate(config)
    if connector.options.follows(.reportsTopLevelMigrationsOnly) ? migrated.differsAtTop(from: config) : migrated != config {
      keep(migrated)
      log.configChanged(migrated)
    }
    self.config = try rules.transform(migrated)
  }

  /// What keeps the config from being used, by the connector's specification and rules; empty when nothing does.
  public func configProblems() throws -> [String] {
    guard let settings = connector.settings else { return [] }
    let schema = try specification(settings)
    var settable = config
    for name in Self.platformSettings { settable[name] = nil }
    let violations = schema.validate(.object(settable))
    if connector.options.follows(.quotesSchemaLibrary) {
      return JSONSchemaViolation.bestMatch(of: violations).map { [$0.referenceMessage] } ?? []
    }
    return violations.map(\.message)
  }

  /// The schema of configs. A field that is named twice among the required ones does no harm.
  private func specification(_ settings: ConnectorSettings) throws -> JSONSchema {
    var document = JSONValue.object(settings.connectionSpecification)
    if !connector.options.follows(.refusesRepeatedRequirements) { document = document.deduplicatingRequired }
    do {
      return try JSONSchema.compile(document, options: JSONSchemaOptions(dialect: .declared))
    } catch {
      throw SyncError(.system, "The `connection_specification` of the manifest cannot be used as a JSON schema: \(error).")
    }
  }

  /// - Returns: nil when the connection works, otherwise what is wrong and what to do.
  /// - Throws: `SyncError` when that cannot be found out.
  public func check() async throws -> String? {
    let config = try CheckOverrides(connector.manifest.root).applied(to: self.config, connector.settings, log)
    let plan: ConnectorPlan
    do {
      try connector.settings?.rules.validate(self.config)
      plan = try connector.plan(config: config, streams: checkedStreams(config), log: log)
    } catch {
      guard connector.manifest.root["check"]?["type"]?.string != "CheckDynamicStream" else { throw error }
      return "Cannot build the connector's streams: \(SyncError(wrapping: error).message)"
    }
    let run = services(plan, config: config)
    return try await supervised(run) { [plan] in try await plan.checker.check(plan, run: run) }
  }

  private func supervised<Value: Sendable>(
    _ run: RunServices, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    do {
      return try await ComponentSupervision.run(run, work)
    } catch let hang as ComponentHang {
      try Task.checkCancellation()
      throw SyncError(wrapping: hang)
    }
  }

  /// The names of the only streams that a check needs; nil when it may need any.
  private func checkedStreams(_ config: JSONObject) -> Set<String>? {
    guard let check = connector.manifest.root["check"], check["type"]?.string != "CheckDynamicStream",
      check["dynamic_streams_check_configs"]?.sequence?.isEmpty ?? true
    else { return nil }
    let configured = config["__airbyte_check_stream_names"]?.arrayValue?.compactMap(\.stringValue) ?? []
    let names = configured.isEmpty ? check["stream_names"]?.sequence?.compactMap(\.string) ?? [] : configured
    return names.isEmpty ? nil : Set(names)
  }

  /// The streams that can be read, with their schemas, in the order of the manifest.
  public func streams() async throws -> [StreamDescription] {
    let (plan, run) = try prepare()
    return try await supervised(run) { try await describe(plan, run) }
  }

  private func describe(_ plan: ConnectorPlan, _ run: RunServices) async throws -> [StreamDescription] {
    var streams: [StreamDescription] = []
    for component in try await plan.allStreams(run: run) {
      let stream = try component.plan(state: nil, run: run)
      try checkUsable(stream, run)
      streams.append(StreamDescription(stream, schema: try await stream.schemaLoader.schema(streamName: stream.name, run: run)))
    }
    return streams
  }

  /// Makes the stream's cursor once, so that dates in the config that cannot be read show before the first sync. Streams with partitions
  /// make theirs when they are read.
  private func checkUsable(_ stream: StreamPlan, _ run: RunServices) throws {
    if run.follows(.refusesNestedPrimaryKeys), stream.primaryKey.contains(where: { $0.count > 1 }) {
      throw SyncError(
        .system, "Stream \(stream.name): a primary key of nested fields is not supported in a catalog (quirk `refusesNestedPrimaryKeys`).")
    }
    guard !stream.retriever.partitionRouter.isPartitioned else { return }
    do {
      _ = try stream.incrementalSync?.makeCursor(CursorSetup(streamName: stream.name, run: run))
    } catch let error as SyncError where run.follows(.configErrorsAreInternalErrors) {
      throw SyncError(.system, error.message)
    }
  }

  /// Reads streams and hands what they hold to the output.
  ///
  /// - Parameters:
  ///   - selections: the streams, in the order in which they are begun as far as they do not depend on each other. One that the
  ///     connector does not have is ended as incomplete.
  ///   - output: takes what is read.
  ///   - limits: how much of each stream is read; everything by default.
  ///   - observer: watches the read; nobody by default.
  /// - Throws: `SyncError` when nothing could be read, `CancellationError` when the run was ended, and what the output throws.
  public func read(
    _ selections: [StreamSelection], into output: any SyncOutput, limits: ReadLimits = .none, observer: (any ReadObserver)? = nil
  ) async throws -> SyncResult {
    var (plan, run) = try prepare()
    if let observer {
      run.exchangeObserver = ExchangeObserver(keptBodyBytes: observer.keptBodyBytes) { observer.exchanged($0) }
    }
    run.catalogSchemas = Dictionary(selections.map { ($0.id.name, $0.schema ?? [:]) }) { _, last in last }
    let known = Dictionary(try await plan.allStreams(run: run).map { ($0.name, $0) }) { _, last in last }
    // The reference says nothing of missing streams when all are missing.
    let isSilent = connector.options.follows(.ignoresUnknownStreams) && !selections.contains { known[$0.id.name] != nil }
    var selected: [SelectedStream] = []
    var names: Set<String> = []
    for selection in selections {
      let name = selection.id.name
      if !names.insert(name).inserted, !connector.options.follows(.readsRepeatedStreams) {
        log.write(.warning, "Skipped a duplicate of the stream `\(name)` in the catalog.")
        continue
      }
      guard let component = known[name] else {
        if !isSilent { try await output.end(selection.id, .incomplete([])) }
        log.write(.error, "The catalog has an unknown stream `\(name)`. Run discover again.")
        continue
      }
      selected.append(SelectedStream(component, selection))
    }
    let synchronizer = Synchronizer(
      run: run, output: output, concurrency: plan.concurrency, groups: plan.groups, limits: limits, observer: observer)
    return try await synchronizer.sync(selected)
  }

  func prepare() throws -> (ConnectorPlan, RunServices) {
    try connector.settings?.rules.validate(config)
    let plan = try connector.plan(config: config, log: log)
    return (plan, services(plan, config: config))
  }

  private func services(_ plan: ConnectorPlan, config: JSONObject) -> RunServices {
    var run = RunServices(
      transport: transport, clock: clock, log: log, secrets: log, events: log, streams: ParentStreamReader(), budget: plan.budget,
      config: config,
      options: connector.options)
    run.jobSlots = AsyncSemaphore(max(1, plan.maxJobs))
    return connector.catalog.customComponents.isEmpty ? run : run.watchingComponents(timeout: connector.options.componentTimeout)
  }
}

extension JSONObject {
  /// Whether a member was added, removed or given another value, changes within objects and lists aside.
  fileprivate func differsAtTop(from other: JSONObject) -> Bool {
    guard count == other.count else { return true }
    return contains { member in
      switch (member.value, other[member.key]) {
      case (.object, .object?), (.array, .array?): false
      case (let value, let before): value != before
      }
    }
  }
}
