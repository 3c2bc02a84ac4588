internal import ConnectorKit
internal import Document
internal import JSON

/// Rewrites states that hold a cursor for each parent key, as older connectors left them, to states of partitions.
///
/// The keys of such a state are texts; the partitioned cursor finds them for partitions of the same value in other types too.
struct LegacyToPerPartitionStateMigration: StateMigration {
  static let spec = ComponentSpec<any StateMigration>(
    "LegacyToPerPartitionStateMigration", "Turns a state with a cursor for each parent key into a state of partitions.", typing: .optional,
    fields: Field<BuildContext>.context,
    examples: [
      """
      # A state {"42": {"updated_at": "2024-01-01"}} becomes one of the partition with the parent's key 42.
      type: LegacyToPerPartitionStateMigration
      """
    ],
    make: LegacyToPerPartitionStateMigration.init)

  private let location: SourceLocation?

  init(context: BuildContext) { location = context.location }

  func check(_ stream: StreamPlan) throws {
    guard stream.retriever.partitionRouter.legacyStateField != nil else {
      throw problem(
        "the stream `\(stream.name)` needs a SubstreamPartitionRouter or a UnionPartitionRouter for a LegacyToPerPartitionStateMigration")
    }
    guard stream.incrementalSync != nil else {
      throw problem("the stream `\(stream.name)` needs `incremental_sync` for a LegacyToPerPartitionStateMigration")
    }
  }

  private func problem(_ text: String) -> Diagnostic { Diagnostic(code: .stateMigration, text, at: location) }

  func shouldMigrate(_ state: JSONObject, stream: StreamPlan) throws -> Bool {
    guard let cursorField = stream.incrementalSync?.cursorField, state["states"] == nil, !state.isEmpty else { return false }
    guard stream.retriever.partitionRouter.partitionFields.count == 1 else { return false }
    return state.allSatisfy { _, cursor in cursor.objectValue.map { $0.count == 1 && $0[cursorField] != nil } ?? false }
  }

  func migrate(_ state: JSONObject, stream: StreamPlan) throws -> JSONObject {
    guard let field = stream.retriever.partitionRouter.legacyStateField else { return state }
    return ["states": .array(state.map { key, cursor in ["partition": [field: .string(key)], "cursor": cursor] })]
  }
}
