internal import Dates
internal import Document
internal import JSON

struct GuardedRetriever: Retriever {
  let inner: any Retriever
  let frame: ComponentGuard

  var partitionRouter: any PartitionRouter { inner.partitionRouter }

  func check(_ stream: StreamPlan, at location: SourceLocation?) throws {
    try frame.call(stream.name) { try inner.check(stream, at: location) }
  }

  func read(_ slice: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> ReadControl) async throws {
    let name = scope.stream.name
    do {
      try await frame.call(name) {
        try await inner.read(slice, scope) { page in
          guard page.files.isEmpty || page.files.count == page.records.count else {
            throw frame.contractViolation("gave \(page.files.count) files for \(page.records.count) records", name)
          }
          return try await CallerError.calling { try await emit(page) }
        }
      }
    } catch let error as CallerError {
      throw error.error
    }
  }

  func preparation(_ scope: RetrievalScope) -> (any SlicePreparation)? {
    inner.preparation(scope).map { GuardedPreparation(inner: $0, frame: frame, streamName: scope.stream.name) }
  }
}

private struct GuardedPreparation: SlicePreparation {
  var inner: any SlicePreparation
  let frame: ComponentGuard
  let streamName: String

  mutating func add(_ slice: StreamSlice, ready: (StreamSlice) async throws -> Void) async throws {
    var inner = inner
    defer { self.inner = inner }
    do {
      try await frame.call(streamName) {
        try await inner.add(slice) { slice in try await CallerError.calling { try await ready(slice) } }
      }
    } catch let error as CallerError {
      throw error.error
    }
  }

  mutating func finish(ready: (StreamSlice) async throws -> Void) async throws {
    var inner = inner
    defer { self.inner = inner }
    do {
      try await frame.call(streamName) {
        try await inner.finish { slice in try await CallerError.calling { try await ready(slice) } }
      }
    } catch let error as CallerError {
      throw error.error
    }
  }
}

struct GuardedPartitionRouter: PartitionRouter {
  let inner: any PartitionRouter
  let frame: ComponentGuard

  var parentStreams: [any StreamComponent] { inner.parentStreams }
  var sharesCursor: Bool { inner.sharesCursor }
  var isPartitioned: Bool { inner.isPartitioned }
  var partitionFields: [String] { inner.partitionFields }
  var hasRequestOptions: Bool { inner.hasRequestOptions }
  var providesFirstPage: Bool { inner.providesFirstPage }
  var legacyStateField: String? { inner.legacyStateField }

  func parentStates(in state: JSONObject, run: RunServices) throws -> [(parent: any StreamComponent, state: JSONObject)] {
    try inner.parentStates(in: state, run: run)
  }

  func initialParentStates(_ scope: PartitionScope) throws -> JSONObject? { try inner.initialParentStates(scope) }

  func partitions(_ scope: PartitionScope, _ body: (Partition) async throws -> Void) async throws -> JSONObject? {
    do {
      return try await frame.call(scope.streamName) {
        try await inner.partitions(scope) { partition in try await CallerError.calling { try await body(partition) } }
      }
    } catch let error as CallerError {
      throw error.error
    }
  }

  func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
    try frame.call(scope.streamName) { try inner.requestOptions(scope) }
  }
}

/// Marks the errors of those whom a component calls, and the time they take, as not the component's.
extension CallerError {
  fileprivate static func calling<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
      return try await ComponentWatch.outside(body)
    } catch {
      throw error is CallerError || error is CancellationError ? error : CallerError(error: error)
    }
  }
}

struct GuardedIncrementalSync: IncrementalSync {
  let inner: any IncrementalSync
  let frame: ComponentGuard

  var cursorField: String { inner.cursorField }
  var allowsCatalogDefinedCursorField: Bool { inner.allowsCatalogDefinedCursorField }
  var isClientSideIncremental: Bool { inner.isClientSideIncremental }
  var isDataFeed: Bool { inner.isDataFeed }
  var usesGlobalSubstreamCursor: Bool { inner.usesGlobalSubstreamCursor }
  var measuresTime: Bool { inner.measuresTime }
  var supportsPartitions: Bool { inner.supportsPartitions }
  var windowSplitting: Support { inner.windowSplitting }

  func makeCursor(_ setup: CursorSetup) throws -> any Cursor {
    try frame.call(setup.streamName) { GuardedCursor(inner: try inner.makeCursor(setup), frame: frame, streamName: setup.streamName) }
  }

  func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
    try frame.call(scope.streamName) { try inner.requestOptions(scope) }
  }
  func stateValue(of value: JSONValue?) -> JSONValue? { inner.stateValue(of: value) }
  func instant(ofState state: JSONObject) -> DateTime? { inner.instant(ofState: state) }
  func position(of value: JSONValue) -> Int? { inner.position(of: value) }
  var overlap: Int { inner.overlap }
}

struct GuardedCursor: Cursor {
  var inner: any Cursor
  let frame: ComponentGuard
  let streamName: String

  var state: JSONObject { inner.state }
  var stateError: SyncError? { inner.stateError }
  func covers(_ cursorSlice: JSONObject) -> Bool { inner.covers(cursorSlice) }

  mutating func slices() throws -> AnySequence<JSONObject> { try frame.call(streamName) { try inner.slices() } }

  func observation() -> any CursorObservation { inner.observation() }
  func observation(for cursorSlice: JSONObject) -> any CursorObservation { inner.observation(for: cursorSlice) }

  func shouldBeSynced(_ record: JSONRecord) throws -> Bool { try frame.call(streamName) { try inner.shouldBeSynced(record) } }
  func wasSynced(_ record: JSONRecord) throws -> Bool { try frame.call(streamName) { try inner.wasSynced(record) } }

  mutating func close(_ cursorSlice: JSONObject, _ observation: any CursorObservation) throws -> Bool {
    try frame.call(streamName) { try inner.close(cursorSlice, observation) }
  }

  func split(_ cursorSlice: JSONObject, minimum: TimeDelta?) throws -> [JSONObject]? {
    let parts = try frame.call(streamName) { try inner.split(cursorSlice, minimum: minimum) }
    if let parts, parts.count < 2 { throw frame.contractViolation("divided a window into \(parts.count) parts", streamName) }
    return parts
  }

  func narrowed(_ cursorSlice: JSONObject, by observation: any CursorObservation) throws -> JSONObject? {
    try frame.call(streamName) { try inner.narrowed(cursorSlice, by: observation) }
  }
}

struct GuardedStateMigration: StateMigration {
  let inner: any StateMigration
  let frame: ComponentGuard

  func check(_ stream: StreamPlan) throws { try frame.call(stream.name) { try inner.check(stream) } }
  func shouldMigrate(_ state: JSONObject, stream: StreamPlan) throws -> Bool {
    try frame.call(stream.name) { try inner.shouldMigrate(state, stream: stream) }
  }
  func migrate(_ state: JSONObject, stream: StreamPlan) throws -> JSONObject {
    try frame.call(stream.name) { try inner.migrate(state, stream: stream) }
  }
}

struct GuardedConfigTransformation: ConfigTransformation {
  let inner: any ConfigTransformation
  let frame: ComponentGuard

  func transform(_ config: inout JSONObject) throws { try frame.call { try inner.transform(&config) } }
}

struct GuardedValidationStrategy: ValidationStrategy {
  let inner: any ValidationStrategy
  let frame: ComponentGuard

  /// A demand that is not met is no failure of who makes it.
  func validate(_ value: JSONValue, name: String) throws {
    do {
      try frame.call {
        do {
          try inner.validate(value, name: name)
        } catch let error as SyncError {
          throw CallerError(error: error)
        }
      }
    } catch let error as CallerError {
      throw error.error
    }
  }
}
