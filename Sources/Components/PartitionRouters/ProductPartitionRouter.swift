internal import ConnectorKit
internal import JSON

/// Every combination of the partitions of several routers; the last router varies fastest.
///
/// Of equal fields and request options the first router's hold. All routers are read before the first combination is handed
/// over. The states of parents are not kept: no combination tells how far a parent was read.
struct ProductPartitionRouter: PartitionRouter {
  let routers: [any PartitionRouter]

  var parentStreams: [any StreamComponent] { routers.flatMap(\.parentStreams) }

  func partitions(_ scope: PartitionScope, _ body: (Partition) async throws -> Void) async throws -> JSONObject? {
    var pools: [[StreamSlice]] = []
    var inner = scope
    inner.partialParentState = nil
    for router in routers {
      var pool: [StreamSlice] = []
      try await router.partitions(inner) { pool.append($0.slice) }
      pools.append(pool)
    }
    guard pools.allSatisfy({ !$0.isEmpty }) else { return nil }
    var places = [Int](repeating: 0, count: pools.count)
    while true {
      try await body(Partition(Self.combined(zip(pools, places).map { $0[$1] })))
      var wheel = places.count - 1
      while wheel >= 0, places[wheel] == pools[wheel].count - 1 {
        places[wheel] = 0
        wheel -= 1
      }
      if wheel < 0 { return nil }
      places[wheel] += 1
    }
  }

  private static func combined(_ slices: [StreamSlice]) -> StreamSlice {
    var combined = StreamSlice()
    for slice in slices.reversed() {
      for (key, value) in slice.partition { combined.partition[key] = value }
      for (key, value) in slice.extraFields { combined.extraFields[key] = value }
    }
    return combined
  }

  func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
    var options = RequestOptions()
    for router in routers.reversed() {
      let own = try router.requestOptions(scope)
      for (key, value) in own.headers { options.headers[key] = value }
      for (key, value) in own.parameters { options.parameters[key] = value }
      options.bodyData = Self.merged(options.bodyData, own.bodyData)
      options.bodyJSON = Self.merged(options.bodyJSON, own.bodyJSON)
    }
    return options
  }

  private static func merged(_ later: RequestOptions.Data, _ own: RequestOptions.Data) -> RequestOptions.Data {
    guard case .fields(let fields) = own else { return own }
    guard !fields.isEmpty else { return later }
    guard case .fields(var all) = later else { return own }
    for (key, value) in fields { all[key] = value }
    return .fields(all)
  }

  private static func merged(_ later: JSONValue?, _ own: JSONValue?) -> JSONValue? {
    guard let own else { return later }
    guard case .object(var all)? = later, case .object(let members) = own else { return own }
    for (key, value) in members { all[key] = value }
    return .object(all)
  }
}
