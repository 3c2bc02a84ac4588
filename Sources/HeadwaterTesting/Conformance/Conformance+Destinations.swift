internal import ConnectorKit
public import Destinations
public import JSON
public import Sync

extension Conformance {
  /// Checks that a destination keeps to the contract of `Destination`: what is committed is stored together with its state, what is not is
  /// forgotten, a replacement shows when it is finished and not before, and records with one key are one record where it can do that.
  ///
  /// The destination must be empty at first.
  ///
  /// - Parameters:
  ///   - make: makes a destination for the same place each time, as a program does that is started again.
  ///   - records: the records that are stored of a stream, as somebody sees them who looks at the place itself; values of fields that were
  ///     null may be missing. Empty when there is nothing yet.
  /// - Throws: ``ConformanceFailure`` with all that is wrong, and what the destination throws.
  public static func check(
    destination make: @escaping @Sendable () async throws -> any Destination,
    records: @escaping @Sendable (StreamID) async throws -> [JSONObject]
  ) async throws {
    var problems = ConformanceProblems()
    let check = DestinationCheck(make: make, records: records)
    let modes = try await make().writeModes
    if modes.contains(.append) { try await check.appends(&problems) }
    if modes.contains(.overwrite) { try await check.replaces(&problems) }
    if modes.contains(.appendDedup) { try await check.merges(&problems) }
    try await check.keepsValues(mode: modes.contains(.append) ? .append : .overwrite, &problems)
    try problems.report()
  }
}

/// A destination that is being checked.
private struct DestinationCheck {
  let make: @Sendable () async throws -> any Destination
  let records: @Sendable (StreamID) async throws -> [JSONObject]

  private static let schema: JSONObject = [
    "type": "object", "properties": ["id": ["type": "integer"], "name": ["type": "string"], "changed": ["type": "integer"]],
  ]

  /// Runs one sync.
  private func sync(
    _ streams: [(StreamDescription, StreamSelection)], _ body: (DestinationOutput) async throws -> Void
  ) async throws -> [StreamID: SavedStream] {
    let output = try await DestinationOutput.open(
      try await make(), for: DestinationContext(connection: "conformance", log: RecordingLog()), clock: FixedClock())
    do {
      try await output.begin(streams.map { ($0.0, $0.1) })
      for (description, selection) in streams {
        try await output.begin(selection.id)
        try await output.prepare(description, as: selection)
      }
      try await body(output)
    } catch {
      try? await output.close()
      throw error
    }
    try await output.close()
    return output.savedStreams
  }

  /// What the destination says it has saved.
  private func saved(_ stream: StreamID) async throws -> SavedStream? { try await sync([]) { _ in }[stream] }

  private static func stream(_ name: String, key: [[String]] = [], schema: JSONObject = schema) -> StreamDescription {
    StreamDescription(name: name, schema: schema, primaryKey: key, cursor: .init(field: "changed", canBeChosen: false))
  }

  private static func selection(
    _ name: String, _ mode: StreamSelection.WriteMode, state: JSONObject? = nil, generation: Int = 0, replaces: Bool = false
  ) -> StreamSelection {
    var selection = StreamSelection(StreamID(name), state: state, readMode: replaces ? .fullRefresh : .incremental, writeMode: mode)
    selection.generation = .init(id: generation, minimum: replaces ? generation : 0, syncID: 0)
    return selection
  }

  private static func page(_ objects: [JSONObject]) throws -> RecordPage { RecordPage(try Conformance.records(objects)) }

  private static func row(_ id: Int, _ name: String, changed: Int = 1) -> JSONObject {
    ["id": .integer(id), "name": .string(name), "changed": .integer(changed)]
  }

  private func ids(_ stream: StreamID) async throws -> [Int] { try await records(stream).compactMap { $0["id"]?.integerValue }.sorted() }

  func appends(_ problems: inout ConformanceProblems) async throws {
    let id = StreamID("appended")
    let stream = Self.stream(id.name)
    _ = try await sync([(stream, Self.selection(id.name, .append))]) { output in
      try await output.deliver(try Self.page([Self.row(1, "a"), Self.row(2, "b")]), of: id, from: SliceID(0))
      try await output.deliver(try Self.page([Self.row(9, "x")]), of: id, from: SliceID(1))
      try await output.checkpoint(["to": 1], of: id, covering: [SliceID(0)], recordCount: 2)
      try await output.end(id, .cancelled)
    }
    let first = try await ids(id)
    problems.expect(
      first == [1, 2],
      "After a commit of the records 1 and 2, with 9 not committed, \(first) are stored: what no state covers comes again with the next sync."
    )
    let state = try await saved(id)?.state
    problems.expect(state == ["to": 1], "The state saved with a commit is \(state.map(Self.text) ?? "missing") instead of {\"to\":1}.")
    _ = try await sync([(stream, Self.selection(id.name, .append, state: ["to": 1]))]) { output in
      try await output.deliver(try Self.page([Self.row(3, "c")]), of: id, from: SliceID(0))
      try await output.checkpoint(["to": 2], of: id, covering: [SliceID(0)], recordCount: 1)
      try await output.end(id, .complete)
    }
    let second = try await ids(id)
    problems.expect(second == [1, 2, 3], "After a second sync that brought 3, \(second) are stored instead of [1, 2, 3].")
    problems.expect(try await saved(id)?.state == ["to": 2], "The state of the second sync is not saved.")
  }

  func replaces(_ problems: inout ConformanceProblems) async throws {
    let id = StreamID("replaced")
    let stream = StreamDescription(name: id.name, schema: Self.schema)
    func write(_ rows: [JSONObject], generation: Int, _ outcome: StreamOutcome) async throws {
      _ = try await sync([(stream, Self.selection(id.name, .overwrite, generation: generation, replaces: true))]) { output in
        try await output.deliver(try Self.page(rows), of: id, from: SliceID(0))
        if case .complete = outcome { try await output.checkpoint(["done": true], of: id, covering: [SliceID(0)], recordCount: rows.count) }
        try await output.end(id, outcome)
      }
    }
    try await write([Self.row(1, "a"), Self.row(2, "b")], generation: 1, .complete)
    let first = try await ids(id)
    problems.expect(first == [1, 2], "After a full refresh that brought 1 and 2, \(first) are stored.")
    try await write([Self.row(7, "x")], generation: 2, .incomplete([]))
    let second = try await ids(id)
    problems.expect(
      second == [1, 2], "After a full refresh that failed, \(second) are stored: the records before it, 1 and 2, are to stay.")
    try await write([Self.row(3, "c")], generation: 2, .complete)
    let third = try await ids(id)
    problems.expect(third == [3], "After a full refresh that brought 3, \(third) are stored instead of it alone.")
    let generation = try await saved(id)?.generation
    problems.expect(generation == 2, "The generation saved is \(generation.map(String.init) ?? "missing") instead of 2.")
  }

  func merges(_ problems: inout ConformanceProblems) async throws {
    let id = StreamID("merged")
    let stream = Self.stream(id.name, key: [["id"]])
    _ = try await sync([(stream, Self.selection(id.name, .appendDedup))]) { output in
      let rows = [
        Self.row(1, "old", changed: 1), Self.row(2, "b", changed: 5), Self.row(1, "new", changed: 2), Self.row(2, "stale", changed: 4),
      ]
      try await output.deliver(try Self.page(rows), of: id, from: SliceID(0))
      try await output.checkpoint(["to": 1], of: id, covering: [SliceID(0)], recordCount: 4)
      try await output.end(id, .complete)
    }
    _ = try await sync([(stream, Self.selection(id.name, .appendDedup, state: ["to": 1]))]) { output in
      let rows = [Self.row(2, "late", changed: 5), Self.row(3, "c", changed: 6)]
      try await output.deliver(try Self.page(rows), of: id, from: SliceID(0))
      try await output.checkpoint(["to": 2], of: id, covering: [SliceID(0)], recordCount: 2)
      try await output.end(id, .complete)
    }
    let stored = try await records(id).sorted { ($0["id"]?.integerValue ?? 0) < ($1["id"]?.integerValue ?? 0) }
    let names = stored.compactMap { $0["name"]?.stringValue }
    problems.expect(
      names == ["new", "late", "c"],
      "Of records with one key the one with the newest cursor value is to stay, of equal ones the later: \(names) instead of new, late, c.")
  }

  func keepsValues(mode: StreamSelection.WriteMode, _ problems: inout ConformanceProblems) async throws {
    let id = StreamID("Odd \"names\"; select")
    let object: JSONObject = [
      "id": 1, "a b": "x\"y\\z\n\u{e9}\u{1f600}", "select": true, "Select": 1.5, "nested": ["list": [1, nil, "x"]], "empty": "",
    ]
    let stream = StreamDescription(name: id.name, schema: [:])
    _ = try await sync([(stream, Self.selection(id.name, mode, generation: 1, replaces: mode == .overwrite))]) { output in
      try await output.deliver(try Self.page([object, ["id": 2]]), of: id, from: SliceID(0))
      try await output.checkpoint(["done": true], of: id, covering: [SliceID(0)], recordCount: 2)
      try await output.end(id, .complete)
    }
    let stored = try await records(id)
    problems.expect(stored.count == 2, "Of 2 records \(stored.count) are stored.")
    guard let first = stored.first(where: { $0["id"]?.integerValue == 1 }) else {
      problems.expect(false, "The record 1 of a stream with an odd name is missing.")
      return
    }
    for (field, value) in object {
      let found = first[field] ?? first.first { $0.key.hasPrefix(field) && $0.value == value }?.value
      problems.expect(
        found == value,
        "The field `\(field)` has the value \(found.map { JSONText.compact($0) } ?? "none") instead of \(JSONText.compact(value)).")
    }
  }

  private static func text(_ object: JSONObject) -> String { JSONText.compact(.object(object)) }
}
