public import JSON
internal import Synchronization

/// Divides a stream into partitions: a list of values, the records of parent streams, products and groups of those.
public protocol PartitionRouter: Sendable {
  /// Hands over the partitions one by one, in order; the next one is looked for when `body` returns.
  ///
  /// - Returns: the states of incremental parent streams when all are read, by their names, empty when none is incremental; nil for
  ///   routers without parents.
  /// - Throws: what `body` throws, and ``SyncError`` when the partitions cannot be had.
  @discardableResult
  func partitions(_ scope: PartitionScope, _ body: (Partition) async throws -> Void) async throws -> JSONObject?

  /// What the partition adds to a request for it.
  func requestOptions(_ scope: RequestScope) throws -> RequestOptions

  /// The streams that are read to find the partitions, without those that these read in turn.
  var parentStreams: [any StreamComponent] { get }

  /// The states of incremental parent streams before any of them is read, by their names; nil, the default, for routers without parents.
  ///
  /// - Throws: ``SyncError`` when a saved state cannot be understood.
  func initialParentStates(_ scope: PartitionScope) throws -> JSONObject?

  /// The parent streams that are read from a saved state, each with what a state of the divided stream says of it.
  ///
  /// - Throws: ``SyncError`` where `Quirk/refusesOddStates` is followed, when that has not the form it should have.
  func parentStates(in state: JSONObject, run: RunServices) throws -> [(parent: any StreamComponent, state: JSONObject)]

  /// Whether partitions are too fleeting for a cursor each, so that all share one. False by default.
  var sharesCursor: Bool { get }

  /// Whether the stream is divided at all, so that each partition has a state of its own. True by default.
  var isPartitioned: Bool { get }

  /// The names of the values that each partition is known to have. None by default.
  var partitionFields: [String] { get }

  /// Whether the router itself adds its values to requests, which those inside other routers must not. False by default.
  var hasRequestOptions: Bool { get }

  /// Whether the first page of a slice is taken from the record of a parent instead of being requested. False by default.
  var providesFirstPage: Bool { get }

  /// The value of a partition by which states of earlier versions were kept; nil, the default, where they were not.
  var legacyStateField: String? { get }
}

extension PartitionRouter {
  public func requestOptions(_ scope: RequestScope) throws -> RequestOptions { RequestOptions() }
  public var parentStreams: [any StreamComponent] { [] }
  public func initialParentStates(_ scope: PartitionScope) throws -> JSONObject? { nil }
  public var sharesCursor: Bool { false }
  public var isPartitioned: Bool { true }
  public var partitionFields: [String] { [] }
  public var hasRequestOptions: Bool { false }
  public var providesFirstPage: Bool { false }
  public var legacyStateField: String? { nil }
  public func parentStates(in state: JSONObject, run: RunServices) throws -> [(parent: any StreamComponent, state: JSONObject)] { [] }
}

/// One partition, and how far its parents had been read when it was found.
public struct Partition: Sendable {
  public var slice: StreamSlice
  /// States of incremental parent streams by their names; nil when there are none.
  public var parentState: JSONObject?

  public init(_ slice: StreamSlice, parentState: JSONObject? = nil) {
    self.slice = slice
    self.parentState = parentState
  }
}

/// For what partitions are generated.
public struct PartitionScope: Sendable {
  public var streamName: String
  /// The saved state of the stream that is divided; empty when it has none or is read as a whole.
  public var streamState: JSONObject
  public var run: RunServices
  /// Where a router notes how far the parents were read when it cannot find all partitions; nil when nobody wants to know.
  public var partialParentState: PartialParentState?

  public init(streamName: String, streamState: JSONObject = [:], run: RunServices, partialParentState: PartialParentState? = nil) {
    self.streamName = streamName
    self.streamState = streamState
    self.run = run
    self.partialParentState = partialParentState
  }
}

/// How far the incremental parents of a stream were read when the stream's partitions could not all be found.
public final class PartialParentState: Sendable {
  private let content = Mutex<JSONObject?>(nil)

  public init() {}

  /// The states of the parents by their names; nil when no router has noted them.
  public var states: JSONObject? {
    get { content.withLock { $0 } }
    set { content.withLock { $0 = newValue } }
  }
}

/// The one partition of a stream that is not divided.
public struct SinglePartitionRouter: PartitionRouter {
  public init() {}

  public var isPartitioned: Bool { false }

  public func partitions(_ scope: PartitionScope, _ body: (Partition) async throws -> Void) async throws -> JSONObject? {
    try await body(Partition(StreamSlice()))
    return nil
  }
}
