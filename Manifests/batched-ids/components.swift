import ConnectorKit

/// Reads the ids of another stream and asks for several of them at a time.
struct BatchedIDs: PartitionRouter {
  static let spec = ComponentSpec<any PartitionRouter>(
    "BatchedIDs", "Makes a partition of every few ids of another stream.",
    fields: Field<any StreamComponent>.stream("stream", doc: "The stream with the ids."),
    Field<String>.string("id_field", doc: "The field with the id.").default("id", shown: "id"),
    Field<Int>.integer("batch_size", doc: "How many ids go into one request.").limited(.above(0)),
    Field<String>.string("parameter", doc: "The request parameter that takes them, with commas between."),
    make: BatchedIDs.init)

  let stream: any StreamComponent
  let idField: String
  let size: Int
  let parameter: String

  var parentStreams: [any StreamComponent] { [stream] }

  func partitions(_ scope: PartitionScope, _ body: (Partition) async throws -> Void) async throws -> JSONObject? {
    var batch: [String] = []
    func hand(_ ids: [String]) async throws {
      try await body(Partition(StreamSlice(partition: ["ids": .string(ids.joined(separator: ","))])))
    }
    try await scope.run.readRecords(of: stream) { record in
      guard let id = record[idField], !id.isNull else { return }
      batch.append(FormEncoding.text(id))
      if batch.count == size {
        try await hand(batch)
        batch = []
      }
    }
    if !batch.isEmpty { try await hand(batch) }
    return nil
  }

  func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
    var options = RequestOptions()
    options.parameters[parameter] = scope.slice?["ids"]
    return options
  }
}
