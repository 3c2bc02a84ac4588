internal import ConnectorKit
internal import JSON
internal import Sync

/// A source of which only some fields of some streams are read.
struct FieldSelection: SyncSource {
  private let source: any SyncSource
  private let fields: [String: Set<String>]

  /// - Parameter choices: how streams are synced, by their names.
  init(_ source: any SyncSource, _ choices: [String: StreamChoice]) {
    self.source = source
    fields = choices.compactMapValues { $0.fields.map(Set.init) }
  }

  func streams() async throws -> [StreamDescription] { try await source.streams().map { Self.narrowed($0, fields[$0.name]) } }

  /// The fields of a stream that are read: those that are chosen, its key and its cursor.
  static func kept(_ stream: StreamDescription, _ fields: Set<String>, _ selection: StreamSelection? = nil) -> Set<String> {
    let key = selection?.primaryKey ?? stream.primaryKey
    return fields.union(key.compactMap(\.first)).union([selection?.cursorField, stream.cursor?.field].compactMap { $0 })
  }

  static func narrowed(_ stream: StreamDescription, _ fields: Set<String>?) -> StreamDescription {
    guard let fields else { return stream }
    let kept = kept(stream, fields)
    var schema = stream.schema
    if let properties = schema["properties"]?.objectValue {
      schema["properties"] = .object(JSONObject(properties.filter { kept.contains($0.key) }.map { ($0.key, $0.value) }))
    }
    var narrowed = StreamDescription(
      name: stream.name, schema: schema, primaryKey: stream.primaryKey, cursor: stream.cursor, hasFiles: stream.hasFiles)
    narrowed.hasPartitions = stream.hasPartitions
    return narrowed
  }

  func read(
    _ selections: [StreamSelection], into output: any SyncOutput, limits: ReadLimits, observer: (any ReadObserver)?
  ) async throws -> SyncResult {
    let kept = Dictionary(
      try await source.streams().compactMap { stream in
        fields[stream.name].map { fields in
          (stream.name, Self.kept(stream, fields, selections.first { $0.id.name == stream.name }))
        }
      }
    ) { first, _ in first }
    return try await source.read(selections, into: FieldSelectingOutput(output, kept, fields), limits: limits, observer: observer)
  }
}

/// Passes on what it gets, without the fields that were not chosen.
private struct FieldSelectingOutput: SyncOutput {
  private let output: any SyncOutput
  private let kept: [String: Set<String>]
  private let fields: [String: Set<String>]

  init(_ output: any SyncOutput, _ kept: [String: Set<String>], _ fields: [String: Set<String>]) {
    self.output = output
    self.kept = kept
    self.fields = fields
  }

  func begin(_ stream: StreamID) async throws { try await output.begin(stream) }

  func prepare(_ stream: StreamDescription, as selection: StreamSelection) async throws {
    try await output.prepare(FieldSelection.narrowed(stream, fields[stream.name]), as: selection)
  }

  func deliver(_ page: RecordPage, of stream: StreamID, from slice: SliceID) async throws {
    guard let kept = kept[stream.name] else { return try await output.deliver(page, of: stream, from: slice) }
    var page = page
    page.records.change { records in
      for place in records.indices {
        for key in records[place].keys where !kept.contains(key) { records[place].remove(key) }
      }
    }
    try await output.deliver(page, of: stream, from: slice)
  }

  func checkpoint(_ state: JSONObject, of stream: StreamID, covering slices: [SliceID], recordCount: Int) async throws {
    try await output.checkpoint(state, of: stream, covering: slices, recordCount: recordCount)
  }

  func failure(_ error: SyncError, of stream: StreamID) async throws { try await output.failure(error, of: stream) }

  func end(_ stream: StreamID, _ outcome: StreamOutcome) async throws { try await output.end(stream, outcome) }

  func finish() async throws { try await output.finish() }
}
