internal import ConnectorKit
internal import Document
internal import JSON

/// Puts the partitions of another router together in groups, for APIs that filter by several values in one request.
struct GroupingPartitionRouter: PartitionRouter {
  static let spec = ComponentSpec<any PartitionRouter>(
    "GroupingPartitionRouter", "Reads the stream once for each group of another router's partitions.", since: "6.41",
    fields: Field<Int>.integer("group_size", doc: "How many partitions make a group."),
    Field<any PartitionRouter>.component(
      "underlying_partition_router",
      ["ListPartitionRouter", "SubstreamPartitionRouter", "UnionPartitionRouter", "CustomPartitionRouter"],
      doc: "The router whose partitions are grouped. It must have no request options; requests use the values in templates."),
    Field<Bool>.bool("deduplicate", doc: "Whether a value that occurs again is skipped.").default(true, shown: true),
    Field<BuildContext>.context,
    examples: [
      """
      type: GroupingPartitionRouter
      group_size: 10
      underlying_partition_router:
        type: ListPartitionRouter
        values: [a, b, c]
        cursor_field: id
      """
    ],
    make: GroupingPartitionRouter.init)

  let groupSize: Int
  let router: any PartitionRouter
  let deduplicates: Bool

  init(groupSize: Int, router: any PartitionRouter, deduplicates: Bool, context: BuildContext) throws {
    guard groupSize > 0 else {
      throw Diagnostic(code: .groupSize, "`group_size` must be at least 1, got \(groupSize)", at: context.location)
    }
    guard !router.hasRequestOptions else { throw RouterChecks.requestOptions(in: "GroupingPartitionRouter", at: context.location) }
    self.groupSize = groupSize
    self.router = router
    self.deduplicates = deduplicates
  }

  var parentStreams: [any StreamComponent] { router.parentStreams }

  func parentStates(in state: JSONObject, run: RunServices) throws -> [(parent: any StreamComponent, state: JSONObject)] {
    try router.parentStates(in: state, run: run)
  }

  /// Which values make a group may differ from sync to sync.
  var sharesCursor: Bool { true }

  func partitions(_ scope: PartitionScope, _ body: (Partition) async throws -> Void) async throws -> JSONObject? {
    var group: [StreamSlice] = []
    var seen: Set<PartitionValue> = []
    // States of parents are told group by group.
    var parentState: JSONObject? = [:]
    var inner = scope
    inner.partialParentState = nil
    do {
      parentState = try await router.partitions(inner) { partition in
        let value = try Self.value(of: partition.slice, scope)
        if deduplicates, try !seen.insert(PartitionValue(value, scope)).inserted { return }
        group.append(partition.slice)
        guard group.count == groupSize else { return }
        let slice = Self.slice(of: group)
        group = []
        parentState = partition.parentState
        try await body(Partition(slice, parentState: parentState))
      }
    } catch {
      scope.partialParentState?.states = parentState
      throw error
    }
    if !group.isEmpty { try await body(Partition(Self.slice(of: group), parentState: parentState)) }
    return parentState
  }

  /// The one value that makes the partition.
  private static func value(of slice: StreamSlice, _ scope: PartitionScope) throws -> JSONValue {
    let values = slice.partition.filter { $0.key != "parent_slice" }
    guard let value = values.first?.value, values.count == 1 else {
      throw SyncError(
        .system,
        "Stream \(scope.streamName): a GroupingPartitionRouter needs partitions of one value, got \(JSONText.compact(.object(slice.partition))).",
        streamName: scope.streamName)
    }
    return value
  }

  /// For each field of the partitions the list of its values.
  private static func slice(of group: [StreamSlice]) -> StreamSlice {
    var slice = StreamSlice()
    for key in group[0].partition.keys { slice.partition[key] = .array(group.map { $0.partition[key] ?? .null }) }
    for key in group.flatMap(\.extraFields.keys) where slice.extraFields[key] == nil {
      slice.extraFields[key] = .array(group.map { $0.extraFields[key] ?? .null })
    }
    return slice
  }
}
