internal import ConnectorKit
internal import Document
internal import JSON
internal import Synchronization

/// What is done about lists that an API gives incomplete: seen by a field of the record, and fetched in full where that is declared.
final class ListTruncation: Sendable {
  private enum Warning { case missing, incomplete }

  let retriever: TruncatedListRetriever?
  private let indicator: PathTemplates
  private let warned = Mutex<Set<Warning>>([])

  init(indicator: PathTemplates, retriever: TruncatedListRetriever?) {
    self.indicator = indicator
    self.retriever = retriever
  }

  func isTruncated(_ parent: JSONView, _ scope: RecordScope) throws -> Bool {
    try indicator.path(scope).value(in: parent)?.isTruthy ?? false
  }

  /// The complete list of a record, with the record as the slice's `parent_record`.
  func fetch(_ parent: JSONView, _ scope: RecordScope) async throws -> [JSONRecord] {
    guard let retriever = retriever?.retriever else { return [] }
    let plan = StreamPlan(name: scope.streamName, retriever: retriever, schemaLoader: InlineSchemaLoader(schema: [:]))
    var records: [JSONRecord] = []
    let slice = StreamSlice(partition: ["parent_record": parent.value])
    try await retriever.read(slice, RetrievalScope(stream: plan, run: scope.run)) {
      records += $0.records
      return .proceed
    }
    return records
  }

  /// Says, once, that elements are missing because nothing fetches them.
  func warnOfMissing(_ parent: JSONView, _ count: Int, _ path: DataPath, _ scope: RecordScope) {
    guard retriever == nil, isFirst(.missing) else { return }
    let total = total(parent, scope).map { " of \($0)" } ?? ""
    scope.run.log.write(
      .warning,
      "Stream \(scope.streamName): the list at \(path.text) of a record is truncated, so only \(count)\(total) elements become records and "
        + "the others are missing; other records may be truncated as well. "
        + "Declare a `truncated_list_retriever` to fetch complete lists.")
  }

  /// Says, once, that a fetched list has fewer elements than the record says.
  func warnIfIncomplete(_ parent: JSONView, _ count: Int, _ path: DataPath, _ scope: RecordScope) {
    guard let total = total(parent, scope), count < total, isFirst(.incomplete) else { return }
    let fallback = count == 0 ? " The elements within the record were taken instead." : ""
    scope.run.log.write(
      .warning,
      "Stream \(scope.streamName): the `truncated_list_retriever` has fetched \(count) of \(total) elements of the list at \(path.text), which "
        + "is still truncated.\(fallback) Check its paginator and its request; other records may be affected as well.")
  }

  private func isFirst(_ warning: Warning) -> Bool { warned.withLock { $0.insert(warning).inserted } }

  /// The field `total_count` beside the indicator.
  private func total(_ parent: JSONView, _ scope: RecordScope) -> Int? {
    guard let path = try? indicator.path(scope) else { return nil }
    let beside = DataPath(Array(path.segments.dropLast()) + [PathSegment("total_count")])
    return ((try? beside.value(in: parent)) ?? nil)?.integer
  }
}

/// Fetches complete lists; a retriever that stands alone, without partitions of its own.
struct TruncatedListRetriever: Sendable {
  let retriever: any Retriever
}

extension Field where Value == TruncatedListRetriever {
  static var truncatedListRetriever: Field<TruncatedListRetriever> {
    let types = ["SimpleRetriever", "CustomRetriever"]
    let name = "truncated_list_retriever"
    let doc = "Fetches the complete list; the record is `stream_slice['parent_record']` in its templates."
    return .custom(name, as: .component(types), doc: doc) { node, context in
      for option in ["partition_router", "pagination_reset"] {
        if let value = node.mapping?[option], !value.isNull {
          throw Diagnostic(code: .unsupportedField, "`\(name)` takes no `\(option)`", at: value.location, fix: "remove it")
        }
      }
      return TruncatedListRetriever(retriever: try context.build(node, as: (any Retriever).self, types: types))
    }
  }
}
