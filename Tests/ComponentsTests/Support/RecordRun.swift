import ConnectorKit
import Document
import JSON
import TestSupport
import Testing

@testable import Components

/// Runs the components that find and change records, on records and bodies written as JSON.
struct RecordRun {
  var config: JSONObject = [:]
  var slice = StreamSlice()
  var nextPageToken: JSONValue?
  var compat = false
  var log = RecordingLog()

  var context: BuildContext { TestServices.context(config: config, compat: compat) }

  var scope: RecordScope {
    RecordScope(
      streamName: "items", slice: slice, nextPageToken: nextPageToken, run: TestServices.run(config: config, compat: compat, log: log))
  }

  /// What an extractor finds in a body.
  func extract(_ component: JSONValue, from body: [UInt8]) async throws -> ExtractedRecords {
    let extractor = try context.build(Node(json: component), as: (any RecordExtractor).self)
    var found = ExtractedRecords()
    for body in try decode(["type": "JsonDecoder"], body) { try await extractor.extract(from: body, into: &found, scope) }
    return found
  }

  /// What a decoder reads from a body that arrives in chunks of so many bytes.
  func decode(_ component: JSONValue, _ body: [UInt8], headers: HTTPHeaders = [:], chunk: Int = .max) throws -> [JSONView] {
    let decoder = try context.build(Node(json: component), as: (any BodyDecoder).self)
    let url = "https://api.example.com/items?key=secret"
    let head = HTTPResponseHead(status: 200, headers: headers, url: url)
    let response = Response(HTTPResponse(head: head, body: []), to: HTTPRequest(url: url))
    let request = RequestScope(streamName: "items", slice: slice, nextPageToken: nextPageToken, run: scope.run)
    var session = try decoder.session(for: response, request)
    var found: [JSONView] = []
    var rest = body[...]
    do {
      while !rest.isEmpty {
        let piece = rest.prefix(chunk)
        rest = rest.dropFirst(piece.count)
        found += try session.decode(Array(piece), isLast: false)
      }
      return found + (try session.decode([], isLast: true))
    } catch let error as InterruptedDecoding {
      throw error.cause
    }
  }

  /// What a transformation makes of a record that stands on a tape.
  func transform(_ component: JSONValue, _ record: JSONValue) throws -> JSONObject {
    let transformation = try context.build(Node(json: component), as: (any RecordTransformation).self)
    var records = [JSONRecord(view: try JSONTape(JSONText.python(record), options: .python).root)].compactMap { $0 }
    try transformation.transform(&records, scope)
    // A record in memory has to come out like one on a tape.
    var others = [JSONRecord(object: record.objectValue ?? [:])]
    try transformation.transform(&others, scope)
    #expect(records.map(\.object) == others.map(\.object))
    #expect(records.map { $0.object.keys } == others.map { $0.object.keys })
    return try #require(records.first).object
  }

  /// The records that a filter keeps.
  func keep(_ component: JSONValue, _ records: [JSONValue]) throws -> [JSONValue] {
    let filter = try context.build(Node(json: component), as: (any RecordFiltering).self)
    var kept = records.compactMap { $0.objectValue }.map { JSONRecord(object: $0) }
    try filter.filter(&kept, scope)
    return kept.map { .object($0.object) }
  }
}

extension RecordRun {
  /// A run with the config and the slice of a golden row.
  init(row: JSONValue) {
    config = row["config"]?.objectValue ?? [:]
    if let slice = row["stream_slice"] {
      self.slice = StreamSlice(
        partition: slice["partition"]?.objectValue ?? [:], cursorSlice: slice["cursor_slice"]?.objectValue ?? [:],
        extraFields: slice["extra_fields"]?.objectValue ?? [:])
    }
    nextPageToken = row["next_page_token"]?["next_page_token"]
    compat = true
  }
}

extension JSONValue {
  /// The value of a golden row with its notation for Python's own types resolved, as far as records hold them.
  var fromGolden: JSONValue {
    switch self {
    case .array(let elements): return .array(elements.map(\.fromGolden))
    case .object(let object):
      switch (object["$py"]?.stringValue, object["v"]) {
      case ("tuple", let value?): return value.fromGolden
      case ("int", .string(let digits)?): return .bigInteger(digits)
      case ("float", .string(let name)?): return .double(Double(name) ?? .nan)
      default: return .object(JSONObject(object.map { ($0.key, $0.value.fromGolden) }))
      }
    default: return self
    }
  }

  /// Equality in which a number that is none equals itself, and keys stand in the same order.
  func isExactly(_ other: JSONValue) -> Bool { JSONText.python(self) == JSONText.python(other) }
}
