internal import ConnectorKit
internal import Document
internal import JSON

/// The partitions of several routers one after the other, each value once.
///
/// A partition is the one value alone; what else a router's partitions hold goes along as extra fields, so that states of
/// partitions do not depend on the router that found them.
struct UnionPartitionRouter: PartitionRouter {
  static let spec = ComponentSpec<any PartitionRouter>(
    "UnionPartitionRouter", "Reads the stream once for each value that any of several routers gives.", since: "7.25",
    fields: Field<TemplateText>.template("partition_field", doc: "The name of the value in the slice; all routers must give it.")
      .variables(.config, .parameters),
    Field<[any PartitionRouter]>.components(
      "partition_routers", ["ListPartitionRouter", "SubstreamPartitionRouter", "UnionPartitionRouter", "CustomPartitionRouter"],
      doc: "The routers, at least two, read one after the other. They must have no request options."
    ).limited(.minimumCount(2)),
    Field<BuildContext>.context,
    examples: [
      """
      type: UnionPartitionRouter
      partition_field: id
      partition_routers:
        - type: ListPartitionRouter
          values: [a, b]
          cursor_field: id
        - type: ListPartitionRouter
          values: [b, c]
          cursor_field: id
      """
    ],
    make: UnionPartitionRouter.init)

  let field: String
  let routers: [any PartitionRouter]

  init(field: TemplateText, routers: [any PartitionRouter], context: BuildContext) throws {
    guard routers.count > 1 else {
      throw Diagnostic(code: .tooFew, "a UnionPartitionRouter needs at least two routers", at: context.location)
    }
    let name = try field.string(TemplateScope(config: context.config))
    for router in routers {
      if let other = router.partitionFields.first(where: { $0 != name }) {
        throw Diagnostic(
          code: .partitionField, "all routers of a UnionPartitionRouter must give the field `\(name)`, but one gives `\(other)`",
          at: context.location)
      }
      if router.hasRequestOptions { throw RouterChecks.requestOptions(in: "UnionPartitionRouter", at: context.location) }
    }
    self.field = name
    self.routers = routers
  }

  var parentStreams: [any StreamComponent] { routers.flatMap(\.parentStreams) }
  var partitionFields: [String] { [field] }
  var legacyStateField: String? { field }

  func partitions(_ scope: PartitionScope, _ body: (Partition) async throws -> Void) async throws -> JSONObject? {
    var seen: Set<PartitionValue> = []
    var states = try UnionStates(routers, scope)
    for (place, router) in routers.enumerated() {
      var inner = scope
      inner.partialParentState = scope.partialParentState.map { _ in PartialParentState() }
      do {
        states[place] = try await router.partitions(inner) { partition in
          let slice = try union(of: partition.slice, scope)
          states[place] = partition.parentState
          guard try seen.insert(PartitionValue(slice.partition[field] ?? .null, scope)).inserted else { return }
          try await body(Partition(slice, parentState: states.merged))
        }
      } catch {
        states[place] = inner.partialParentState?.states
        scope.partialParentState?.states = states.merged
        throw error
      }
    }
    return states.merged
  }

  func initialParentStates(_ scope: PartitionScope) throws -> JSONObject? { try UnionStates(routers, scope).merged }

  /// A slice whose partition is the one value.
  private func union(of slice: StreamSlice, _ scope: PartitionScope) throws -> StreamSlice {
    guard let value = slice.partition[field] else {
      throw SyncError(
        .system,
        "Stream \(scope.streamName): a router of the UnionPartitionRouter gives no `\(field)`, but "
          + "\(JSONText.compact(.object(slice.partition))).", streamName: scope.streamName)
    }
    var union = StreamSlice(partition: [field: value], extraFields: slice.extraFields)
    for (key, other) in slice.partition where key != field { union.extraFields[key] = other }
    return union
  }
}

/// The states of the parents of several routers.
private struct UnionStates {
  private var states: [JSONObject?]
  private let saved: JSONObject

  /// - Throws: ``SyncError`` where ``Quirk/advancesPastFailedParents`` is followed, as parents have a state before they are read.
  init(_ routers: [any PartitionRouter], _ scope: PartitionScope) throws {
    if scope.run.follows(.advancesPastFailedParents) {
      states = try routers.map { try $0.initialParentStates(scope) }
      saved = [:]
    } else {
      states = Array(repeating: nil, count: routers.count)
      saved = scope.streamState["parent_state"]?.objectValue ?? [:]
    }
  }

  subscript(place: Int) -> JSONObject? {
    get { states[place] }
    set { if let newValue { states[place] = newValue } }
  }

  /// All states by the parents' names, of equal names the last router's.
  var merged: JSONObject {
    let known = states.compactMap { $0 }
    guard known.contains(where: { !$0.isEmpty }) else { return [:] }
    return known.reduce(into: saved) { all, state in for (name, value) in state { all[name] = value } }
  }
}
