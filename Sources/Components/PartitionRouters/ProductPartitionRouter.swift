internal import ConnectorKit
internal import JSON

/// Every combination of the partitions of several routers; the last router varies fastest.
struct ProductPartitionRouter: PartitionRouter {
  let routers: [any PartitionRouter]

  var parentStreams: [any StreamComponent] { routers.flatMap(\.parentStreams) }

  func partitions(_ scope: PartitionScope, _ body: (Partition) async throws -> Void) async throws -> JSONObject? {
    try await combine(routers[...], with: Partition(StreamSlice()), scope, body)
  }

  private func combine(
    _ rest: ArraySlice<any PartitionRouter>, with outer: Partition, _ scope: PartitionScope, _ body: (Partition) async throws -> Void
  ) async throws -> JSONObject? {
    guard let router = rest.first else {
      try await body(outer)
      return nil
    }
    var inner: JSONObject?
    let own = try await router.partitions(scope) { partition in
      var combined = outer
      for (key, value) in partition.slice.partition { combined.slice.partition[key] = value }
      for (key, value) in partition.slice.cursorSlice { combined.slice.cursorSlice[key] = value }
      for (key, value) in partition.slice.extraFields { combined.slice.extraFields[key] = value }
      combined.parentState = Self.merged(outer.parentState, partition.parentState)
      inner = try await combine(rest.dropFirst(), with: combined, scope, body)
    }
    return Self.merged(own, inner)
  }

  func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
    var options = RequestOptions()
    for router in routers { try options.merge(router.requestOptions(scope)) }
    return options
  }

  private static func merged(_ one: JSONObject?, _ other: JSONObject?) -> JSONObject? {
    guard let one else { return other }
    return (other ?? [:]).reduce(into: one) { $0[$1.key] = $1.value }
  }
}
