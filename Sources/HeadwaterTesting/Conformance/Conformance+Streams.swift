public import ConnectorKit
public import JSON

extension Conformance {
  /// Whether partitions differ from each other, come in the same order each time, and an error of who takes them ends the walk.
  public static func check(partitionRouter router: any PartitionRouter, run: RunServices = .testing()) async throws {
    struct Enough: Error {}
    var problems = ConformanceProblems()
    let scope = PartitionScope(streamName: stream, run: run)
    var walks: [[StreamSlice]] = [[], []]
    for walk in walks.indices { try await router.partitions(scope) { walks[walk].append($0.slice) } }
    problems.expect(walks[0] == walks[1], "The second walk gives other partitions than the first.")
    problems.expect(Set(walks[0].map(\.partition)).count == walks[0].count, "Two partitions are the same.")
    var taken = 0
    do {
      try await router.partitions(scope) { _ in
        taken += 1
        throw Enough()
      }
    } catch is Enough {
      // Handed on, as it has to be.
    }
    problems.expect(taken <= 1, "The walk goes on after an error.")
    for slice in walks[0] {
      var request = request(run)
      request.slice = slice
      _ = try router.requestOptions(request)
    }
    try problems.report()
  }

  /// Whether a cursor's state leads to where it was, and does not move when nothing is read.
  ///
  /// - Parameters:
  ///   - sync: the cursor to check.
  ///   - samples: records of one slice, in the order of the stream.
  ///   - run: the services of the run.
  public static func check(incrementalSync sync: any IncrementalSync, records samples: [JSONObject], run: RunServices = .testing()) throws {
    var problems = ConformanceProblems()
    func cursor(_ state: JSONObject) throws -> any Cursor { try sync.makeCursor(CursorSetup(streamName: stream, state: state, run: run)) }
    var first = try cursor([:])
    let start = first.state
    let windows = Array(try first.slices())
    problems.expect(!windows.isEmpty, "A cursor without a state has no window to read.")
    for (place, window) in windows.enumerated() {
      var observation = first.observation()
      if place == windows.count - 1 { observation.observe(try records(samples)) }
      _ = try first.close(window, observation)
    }
    problems.expect(samples.isEmpty || first.state != start, "Reading records does not change the state.")
    problems.expect(try cursor(first.state).state == first.state, "A cursor made from a state says another state.")
    var again = try cursor(first.state)
    for window in try again.slices() { _ = try again.close(window, again.observation()) }
    if let value = first.state[sync.cursorField] {
      problems.expect(again.state[sync.cursorField] == value, "Reading nothing moves the state.")
      problems.expect(sync.stateValue(of: value) != nil, "The value in the state is none that `stateValue` knows.")
    }
    try problems.report()
  }

  /// Whether a state that was migrated stays as it is.
  public static func check(stateMigration migration: any StateMigration, state: JSONObject, of stream: StreamPlan? = nil) throws {
    var problems = ConformanceProblems()
    let stream = stream ?? StreamPlan(name: Self.stream, retriever: NothingRetriever(), schemaLoader: AnySchemaLoader())
    problems.expect(try migration.shouldMigrate(state, stream: stream), "The old state is not known as one.")
    let migrated = try migration.migrate(state, stream: stream)
    problems.expect(try !migration.shouldMigrate(migrated, stream: stream), "A migrated state is migrated again.")
    problems.expect(try !migration.shouldMigrate([:], stream: stream), "An empty state is migrated.")
    try problems.report()
  }

  /// Whether a schema is one: an object whose properties are objects.
  public static func check(schemaLoader loader: any SchemaLoader, run: RunServices = .testing()) async throws {
    var problems = ConformanceProblems()
    let schema = try await loader.schema(streamName: stream, run: run)
    problems.expect(schema["type"].map { $0 == "object" || $0.arrayValue?.contains("object") ?? false } ?? true, "Records are objects.")
    for (name, property) in schema["properties"]?.objectValue ?? [:] {
      problems.expect(property.objectValue != nil || property.boolValue != nil, "The property \(name) is no schema.")
    }
    try problems.report()
  }

  /// Whether a config in form is left alone.
  public static func check(configTransformation transformation: any ConfigTransformation, config: JSONObject) throws {
    var problems = ConformanceProblems()
    var once = config
    try transformation.transform(&once)
    var twice = once
    try transformation.transform(&twice)
    problems.expect(once == twice, "A config that was transformed is changed again.")
    try problems.report()
  }

  /// Whether a demand is met by what meets it, and refused in words that the user can act on.
  public static func check(validationStrategy strategy: any ValidationStrategy, good: [JSONValue], bad: [JSONValue]) throws {
    var problems = ConformanceProblems()
    for value in good {
      do {
        try strategy.validate(value, name: "setting")
      } catch {
        problems.expect(false, "\(JSONText.compact(value)) is refused: \(error)")
      }
    }
    for value in bad {
      do {
        try strategy.validate(value, name: "setting")
        problems.expect(false, "\(JSONText.compact(value)) is taken.")
      } catch let error as SyncError {
        problems.expect(error.failureType == .config, "A refused setting is not said to be the user's to mend.")
      } catch {
        problems.expect(false, "\(JSONText.compact(value)) ends in \(error), which is no SyncError.")
      }
    }
    try problems.report()
  }

  /// Whether a retriever hands its pages over in order, the same each time, and ends when who takes them does.
  public static func check(retriever: any Retriever, run: RunServices = .testing()) async throws {
    var problems = ConformanceProblems()
    let plan = StreamPlan(name: stream, retriever: retriever, schemaLoader: AnySchemaLoader())
    let scope = RetrievalScope(stream: plan, run: run)
    var reads: [[JSONObject]] = [[], []]
    var slices: [StreamSlice] = []
    try await retriever.partitionRouter.partitions(PartitionScope(streamName: stream, run: run)) { slices.append($0.slice) }
    guard let slice = slices.first else { return }
    for read in reads.indices {
      try await retriever.read(slice, scope) {
        reads[read] += $0.records.map(\.object)
        return .proceed
      }
    }
    problems.expect(reads[0] == reads[1], "The second read gives other records than the first.")
    var taken = 0
    try await retriever.read(slice, scope) { _ in
      taken += 1
      return .stop
    }
    problems.expect(taken <= 1, "The read goes on after it was stopped.")
    try problems.report()
  }
}

/// Reads nothing.
private struct NothingRetriever: Retriever {
  var partitionRouter: any PartitionRouter { SinglePartitionRouter() }
  func read(_ slice: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> ReadControl) async throws {}
}

/// Allows everything.
private struct AnySchemaLoader: SchemaLoader {
  func schema(streamName: String, run: RunServices) async throws -> JSONObject { ["type": "object"] }
}
