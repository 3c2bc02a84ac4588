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
  /// How many jobs of asynchronous streams may run at a time.
  public var maxJobs: Int

  public init(
    checker: any ConnectionChecker, streams: [any StreamSource], dynamicStreams: [any DynamicStreamSource] = [], concurrency: Int,
    budget: any RequestBudget, groups: [String: String] = [:], maxJobs: Int = 1
  ) {
    self.checker = checker
    self.streams = streams
    self.dynamicStreams = dynamicStreams
    self.concurrency = concurrency
    self.budget = budget
    self.groups = groups
    self.maxJobs = maxJobs
  }
}
