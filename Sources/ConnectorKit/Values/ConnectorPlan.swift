/// A whole connector, built from its manifest and one config.
public struct ConnectorPlan: Sendable {
  public var checker: any ConnectionChecker
  public var streams: [any StreamSource]
  public var dynamicStreams: [any DynamicStreamSource]
  /// How many slices are read at a time.
  public var concurrency: Int
  public var budget: any RequestBudget
  /// The names of the groups whose streams are not read at the same time, by stream name.
  public var groups: [String: String]

  public init(
    checker: any ConnectionChecker, streams: [any StreamSource], dynamicStreams: [any DynamicStreamSource] = [], concurrency: Int,
    budget: any RequestBudget, groups: [String: String] = [:]
  ) {
    self.checker = checker
    self.streams = streams
    self.dynamicStreams = dynamicStreams
    self.concurrency = concurrency
    self.budget = budget
    self.groups = groups
  }

  /// The streams in the order of the manifest, then those that are made from templates. May send requests for the latter.
  ///
  /// - Throws: ``SyncError`` when streams cannot be made, or two have the same name.
  public func allStreams(run: RunServices) async throws -> [any StreamComponent] {
    var all: [any StreamComponent] = []
    for source in streams { all += try await source.streams(run: run) }
    for source in dynamicStreams { all += try await source.streams(run: run) }
    return all
  }
}
