public import ConnectorKit
internal import Document
internal import Glibc
internal import Headwater
public import JSON

/// Reads a manifest against recorded pages and compares what comes out with what is expected.
///
/// A folder holds `manifest.yaml`, `config.json`, `pages.json` (see ``RecordedPages``), `expected.jsonl`, and `state.json` where the read
/// starts from one. In the config, `$API` stands for the address of the recorded API. Each expected line is
/// `{"stream": ..., "record": ...}` or `{"stream": ..., "state": ...}`, the last state of a stream.
public struct GoldenRun: Sendable {
  private let connector: Connector
  private let config: JSONValue
  private let pages: RecordedPages
  private let states: [String: JSONObject]
  private let expectation: String
  /// The lines that are expected; none when there is no expected.jsonl yet.
  public let expected: [JSONValue]

  /// - Parameters:
  ///   - folder: the path of the folder.
  ///   - catalog: the components that the manifest may use.
  /// - Throws: what is wrong with a file.
  public init(folder: String, catalog: Catalog) throws {
    func json(_ name: String) throws -> JSONValue { try JSONValue.parse(try TextFile.bytes("\(folder)/\(name)")) }
    connector = try Connector(manifestPath: "\(folder)/manifest.yaml", catalog: catalog)
    config = try json("config.json")
    pages = try RecordedPages(json("pages.json"))
    let saved = (try? json("state.json"))?.objectValue ?? [:]
    states = Dictionary(saved.compactMap { name, state in state.objectValue.map { (name, $0) } }) { _, last in last }
    expectation = "\(folder)/expected.jsonl"
    let text = (try? TextFile.bytes(expectation)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    expected = try text.split(separator: "\n").map { try JSONValue.parse(String($0)) }
  }

  /// What a run gave.
  public struct Outcome: Sendable {
    /// Records and last states, by stream.
    public var lines: [JSONValue]
    public var failures: [SyncError]
    /// Requests that the recording does not know.
    public var unknownRequests: [LoopbackRequest]
    public var requests: [LoopbackRequest]
  }

  /// Runs the connector.
  public func run(clock: FixedClock = FixedClock()) async throws -> Outcome {
    try await LoopbackServer.serving(pages.routes) { server in
      guard let config = Self.filled(config, server.baseURL).objectValue else { throw GoldenFailure("The config is no object.") }
      var records: [String: [JSONValue]] = [:]
      var last: [String: JSONValue] = [:]
      var failures: [SyncError] = []
      for try await event in try connector.read(config: config, states: states, services: ConnectorServices(clock: clock)) {
        switch event {
        case .record(let record, let stream):
          records[stream, default: []].append(["stream": .string(stream), "record": .object(record.object)])
        case .state(let state, let stream): last[stream] = ["stream": .string(stream), "state": .object(state)]
        case .failure(let error): failures.append(error)
        }
      }
      var lines: [JSONValue] = []
      for stream in Set(records.keys).union(last.keys).sorted() { lines += (records[stream] ?? []) + [last[stream]].compactMap { $0 } }
      return Outcome(lines: lines, failures: failures, unknownRequests: await server.unmatched, requests: await server.requests)
    }
  }

  /// Runs the connector and compares.
  ///
  /// - Throws: ``GoldenFailure`` with what differs.
  public func check() async throws {
    let outcome = try await run()
    var problems = outcome.failures.map { "Stream \($0.streamName ?? "?") failed: \($0.message)" }
    problems += outcome.unknownRequests.map { "Not recorded: \($0.method) \($0.path)?\($0.rawQuery)" }
    for place in 0..<max(expected.count, outcome.lines.count) {
      let (wanted, got) = (place < expected.count ? expected[place] : nil, place < outcome.lines.count ? outcome.lines[place] : nil)
      guard wanted != got else { continue }
      problems.append("Line \(place + 1):\n  expected \(Self.text(wanted))\n  got      \(Self.text(got))")
      break
    }
    if !problems.isEmpty { throw GoldenFailure(problems.joined(separator: "\n")) }
  }

  /// Runs the connector and writes what comes out into `expected.jsonl`, for a person to look at and to keep.
  public func record() async throws {
    let outcome = try await run()
    if let failure = outcome.failures.first { throw GoldenFailure("Stream \(failure.streamName ?? "?") failed: \(failure.message)") }
    let bytes = Array(outcome.lines.map { JSONText.compact($0) + "\n" }.joined().utf8)
    guard let file = fopen(expectation, "w") else { throw GoldenFailure("\(expectation) cannot be written.") }
    let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
    guard fclose(file) == 0, isWritten else { throw GoldenFailure("\(expectation) cannot be written.") }
  }

  private static func text(_ line: JSONValue?) -> String { line.map { JSONText.compact($0) } ?? "nothing" }

  private static func filled(_ value: JSONValue, _ address: String) -> JSONValue {
    switch value {
    case .string(let text): .string(text.replacing("$API", with: address))
    case .array(let elements): .array(elements.map { filled($0, address) })
    case .object(let object): .object(JSONObject(object.map { ($0.key, filled($0.value, address)) }))
    default: value
    }
  }
}

/// Why a golden run is not as expected.
public struct GoldenFailure: Error, Sendable, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
