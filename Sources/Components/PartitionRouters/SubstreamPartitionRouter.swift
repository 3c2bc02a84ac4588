internal import ConnectorKit
internal import Document
internal import JSON

/// One partition for each record of parent streams.
struct SubstreamPartitionRouter: PartitionRouter {
  static let spec = ComponentSpec<any PartitionRouter>(
    "SubstreamPartitionRouter", "Reads the stream once for each record of its parent streams.",
    fields: Field<[ParentStreamConfig]>.components(
      "parent_stream_configs", ["ParentStreamConfig"], defaultType: "ParentStreamConfig", doc: "The parents, read one after the other."),
    Field<BuildContext>.context,
    examples: [
      """
      type: SubstreamPartitionRouter
      parent_stream_configs:
        - type: ParentStreamConfig
          parent_key: id
          partition_field: customer_id
          stream:
            type: DeclarativeStream
            name: customers
            primary_key: id
            retriever:
              type: SimpleRetriever
              requester: {type: HttpRequester, url: https://api.example.com/customers}
              record_selector:
                type: RecordSelector
                extractor: {type: DpathExtractor, field_path: [customers]}
      """
    ],
    make: SubstreamPartitionRouter.init)

  let parents: [ParentStreamConfig]

  init(parents: [ParentStreamConfig], context: BuildContext) throws {
    guard !parents.isEmpty else {
      throw Diagnostic(code: .emptyList, "a SubstreamPartitionRouter needs at least one parent", at: context.location)
    }
    self.parents = parents
  }

  var parentStreams: [any StreamComponent] { parents.map(\.stream) }
  var partitionFields: [String] { parents.map(\.partitionField) }
  var hasRequestOptions: Bool { parents.contains { $0.option != nil } }
  var providesFirstPage: Bool { parents.contains { $0.firstPage != nil } }
  var legacyStateField: String? { parents.first?.partitionField }

  func initialParentStates(_ scope: PartitionScope) throws -> JSONObject? { try ParentStates(parents, scope).current }

  func partitions(_ scope: PartitionScope, _ body: (Partition) async throws -> Void) async throws -> JSONObject? {
    var states = try ParentStates(parents, scope)
    do {
      for parent in parents {
        let state = try parent.stream.validState(states.initial(of: parent), run: scope.run)
        let plan = try parent.stream.plan(state: state, run: scope.run)
        let final = try await scope.run.streams.readRecords(of: plan, state: state, run: scope.run) {
          states.begin(parent, $0)
        } _: { read in
          states.note(read.state, of: parent)
          guard let slice = try parent.slice(of: read, scope) else { return }
          try await body(Partition(slice, parentState: states.current))
        }
        states.note(final, of: parent)
      }
    } catch {
      scope.partialParentState?.states = states.live
      throw error
    }
    return states.current
  }

  func parentStates(in state: JSONObject, run: RunServices) throws -> [(parent: any StreamComponent, state: JSONObject)] {
    try parents.compactMap { parent in
      let saved = SavedParentState(parent, in: state)
      if run.follows(.refusesOddStates), !saved.isReadable {
        throw SyncError(
          .system, "`parent_state.\(parent.stream.name)` in the saved state must be an object.")
      }
      return saved.state.map { (parent.stream, $0) }
    }
  }

  func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
    var options = RequestOptions()
    for parent in parents {
      guard let option = parent.option, let value = scope.slice?[parent.partitionField], value.isTruthy else { continue }
      option.inject(value, into: &options)
    }
    return options
  }
}

/// The states of the parents that are read from where the last sync ended.
private struct ParentStates {
  private let scope: PartitionScope
  /// By name; empty when no parent is read incrementally.
  private(set) var current: JSONObject = [:]
  /// The parent that is being read.
  private var present: (name: String, account: any ReadProgress)?

  /// - Throws: ``SyncError`` where ``Quirk/advancesPastFailedParents`` is followed, as parents have a state before they are read.
  init(_ parents: [ParentStreamConfig], _ scope: PartitionScope) throws {
    self.scope = scope
    for parent in parents where parent.isIncremental {
      let saved = initial(of: parent)
      if scope.run.follows(.advancesPastFailedParents) {
        let state = try parent.stream.validState(saved, run: scope.run)
        let plan = try parent.stream.plan(state: state, run: scope.run)
        current[parent.stream.name] = .object(try scope.run.streams.initialState(of: plan, state: state, run: scope.run))
      } else if let saved {
        current[parent.stream.name] = .object(saved)
      }
    }
  }

  /// From where a parent is read.
  func initial(of parent: ParentStreamConfig) -> JSONObject? { SavedParentState(parent, in: scope.streamState).state }

  mutating func begin(_ parent: ParentStreamConfig, _ account: any ReadProgress) {
    present = parent.isIncremental ? (parent.stream.name, account) : nil
  }

  mutating func note(_ state: JSONObject, of parent: ParentStreamConfig) {
    if parent.isIncremental { current[parent.stream.name] = .object(state) }
  }

  /// How far they have been read by now, between two records too.
  var live: JSONObject {
    var states = current
    if let present { states[present.name] = .object(present.account.state) }
    return states
  }
}
