import ConnectorKit

/// Reads a list and, for each of its records, the details from an endpoint of their own.
struct TwoEndpoints: Retriever {
  static let spec = ComponentSpec<any Retriever>(
    "TwoEndpoints", "Reads a list and adds to each record what a second endpoint says of it.",
    fields: Field<any Requester>.slot("list_requester", .requester, doc: "Asks for the list."),
    Field<any Requester>.slot("detail_requester", .requester, doc: "Asks for one record, by `stream_slice.id`."),
    Field<RecordSelector>.recordSelector(doc: "Finds the records in the list."),
    Field<String>.string("id_field", doc: "The field with the id.").default("id", shown: "id"),
    make: TwoEndpoints.init)

  let list: any Requester
  let detail: any Requester
  let selector: RecordSelector
  let idField: String

  var partitionRouter: any PartitionRouter { SinglePartitionRouter() }

  func read(_ slice: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> ReadControl) async throws {
    let name = scope.stream.name
    let request = RequestScope(streamName: name, slice: slice, run: scope.run)
    guard let body = try await list.send(request, additions: RequestOptions(), path: nil).answer()?.json else { return }
    let page = RecordScope(streamName: name, slice: slice, run: scope.run)
    let selected = try await selector.select(from: [body], page, scope)
    for var record in selected.records {
      try await addDetails(to: &record, name, scope.run)
      guard try await emit(RecordPage([record])) == .proceed else { return }
    }
    if let failure = selected.failure { throw failure }
  }

  private func addDetails(to record: inout JSONRecord, _ name: String, _ run: RunServices) async throws {
    guard let id = record[idField] else { return }
    let one = RequestScope(streamName: name, slice: StreamSlice(partition: ["id": id]), run: run)
    // A record that is gone in the meantime stays as the list has it.
    guard let details = try await detail.send(one, additions: RequestOptions(), path: nil).answer()?.json else { return }
    for member in details.members where !record.contains(member.keyString) {
      record.set(.view(member.value), for: member.keyString)
    }
  }
}
