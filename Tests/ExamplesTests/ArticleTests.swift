import Foundation
import Headwater
import HeadwaterTesting
import Testing

// What the articles of the documentation catalogs show.

func cheapItems(manifestPath: String, apiURL: String) async throws -> [String] {
  let connector = try Connector(manifestPath: manifestPath)
  var names: [String] = []
  for try await record in try connector.records(of: "items", config: ["api_url": .string(apiURL), "api_key": "secret"]) {
    if let price = record["price"]?.doubleValue, price < 10, let name = record["name"]?.stringValue { names.append(name) }
  }
  return names
}

func sync(_ connector: Connector, config: JSONObject, states: inout [String: JSONObject]) async throws -> (count: Int, problems: [String]) {
  var count = 0
  var problems: [String] = []
  for try await event in try connector.read(config: config, states: states) {
    switch event {
    case .record: count += 1
    case .state(let state, let streamName): states[streamName] = state
    case .failure(let error): problems.append(error.message)
    }
  }
  return (count, problems)
}

func explain(_ connector: Connector, _ config: JSONObject) async throws -> String {
  try await connector.check(config: config) ?? "The connection works."
}

/// Rounds every number of a record.
struct RoundNumbers: RecordTransformation {
  static let spec = ComponentSpec<any RecordTransformation>(
    "RoundNumbers", "Rounds the numbers at the top level of a record.",
    fields: Field<Int>.integer("digits", doc: "The number of digits after the decimal point.").default(0, shown: 0),
    make: RoundNumbers.init)

  let digits: Int

  func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    let factor = (0..<digits).reduce(1.0) { product, _ in product * 10 }
    for index in records.indices {
      for (name, value) in records[index].object {
        guard case .double(let number) = value else { continue }
        records[index][name] = .double((number * factor).rounded() / factor)
      }
    }
  }
}

let roundingCatalog = Catalog.standard.adding(RoundNumbers.spec)

private let roundingManifest = """
  version: 7.0.0
  type: DeclarativeSource
  check: {type: CheckStream, stream_names: [prices]}
  streams:
    - type: DeclarativeStream
      name: prices
      retriever:
        type: SimpleRetriever
        requester: {type: HttpRequester, url: "{{ config['api_url'] }}/prices"}
        record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [prices]}}
      schema_loader: {type: InlineSchemaLoader, schema: {type: object}}
      transformations:
        - {type: CustomTransformation, class_name: RoundNumbers, digits: 2}
  """

@Suite struct RoundNumbersTests {
  @Test("The transformation keeps its contract") func conformance() async throws {
    try await Conformance.check(transformation: RoundNumbers(digits: 2))
  }

  @Test("Numbers are rounded to the number of digits") func rounding() async throws {
    let connector = try Connector(manifest: roundingManifest, catalog: roundingCatalog)
    let prices = LoopbackRoute("GET", "/prices", answers: [.json(#"{"prices": [{"id": 1, "price": 2.345}]}"#)])
    let rounded = try await LoopbackServer.serving([prices]) { server in
      var values: [JSONValue?] = []
      for try await record in try connector.records(of: "prices", config: ["api_url": .string(server.baseURL)]) {
        values.append(record["price"])
      }
      return values
    }
    #expect(rounded == [2.35])
  }
}

@Suite struct ArticleTests {
  @Test("A program reads the records of a stream") func oneStream() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).yaml").path
    let manifest = roundingManifest.components(separatedBy: "\n").dropLast(2).joined(separator: "\n").replacing("prices", with: "items")
    try manifest.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let body = #"{"items": [{"name": "a", "price": 3.5}, {"name": "b", "price": 12.0}, {"price": 1.0}]}"#
    let items = LoopbackRoute("GET", "/items", answers: [.json(body)])
    let names = try await LoopbackServer.serving([items]) { try await cheapItems(manifestPath: path, apiURL: $0.baseURL) }
    #expect(names == ["a"])
  }

  @Test("A program reads all streams, keeps their state and hears of failures") func allStreams() async throws {
    let connector = try Connector(manifest: roundingManifest, catalog: roundingCatalog)
    let prices = LoopbackRoute("GET", "/prices", answers: [.json(#"{"prices": [{"id": 1}, {"id": 2}]}"#), .status(404)])
    try await LoopbackServer.serving([prices]) { server async throws -> Void in
      var states: [String: JSONObject] = [:]
      let config: JSONObject = ["api_url": .string(server.baseURL)]
      let first = try await sync(connector, config: config, states: &states)
      #expect(first.count == 2 && first.problems.isEmpty)
      #expect(states.keys.elementsEqual(["prices"]))
      let second = try await sync(connector, config: config, states: &states)
      #expect(second.problems.contains { $0.contains("404") })
      #expect(try await explain(connector, config).contains("404"))
    }
  }
}
