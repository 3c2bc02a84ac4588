import ConnectorKit
import JSON
import Testing

@testable import Components

@Suite struct QueryPropertiesTests {
  @Test func partsOfARecordAreMergedByTheirKeyWhateverItsType() async throws {
    let api = ScriptedAPI { request, _ in
      request.parameter("fields") == "a"
        ? (200, ["data": [["id": 1, "a": 1, "o": ["x": 1]], ["lone": true]]], [:])
        : (200, ["data": [["id": 1, "b": 2, "o": ["y": 2]]]], [:])
    }
    let retriever = try RetrieverFixtures.simple(
      "items",
      requester: [
        "request_parameters": [
          "fields": [
            "type": "QueryProperties", "property_list": ["a", "b"],
            "property_chunking": ["type": "PropertyChunking", "property_limit_type": "property_count", "property_limit": 1],
          ]
        ]
      ])
    let records = try await RetrieverFixtures.read(retriever, api.run())
    #expect(records == [["lone": true], ["id": 1, "a": 1, "o": ["x": 1, "y": 2], "b": 2]])
    await #expect(throws: SyncError.self) { _ = try await RetrieverFixtures.read(retriever, api.run(compat: true)) }
  }

  @Test(arguments: [
    (PropertyChunking.Limit.characters, 11, ["alpha", "beta", "gamma", "d"], [["alpha"], ["beta"], ["gamma"], ["d"]]),
    (.characters, 12, ["alpha", "d"], [["alpha", "d"]]),
    (.count, 2, ["a", "b", "c"], [["a", "b"], ["c"]]),
    (.count, 0, ["a", "b", "c"], [["a", "b", "c"]]),
  ]) func chunks(_ limit: PropertyChunking.Limit, _ size: Int, _ names: [String], _ chunks: [[String]]) {
    let chunking = PropertyChunking(limitType: limit, limit: size, strategy: nil)
    #expect(chunking.chunks(of: names, alwaysIncluded: [], selected: nil) == chunks)
  }

  @Test func onlySelectedPropertiesAreNamed() async throws {
    let api = ScriptedAPI { _, _ in (200, ["data": []], [:]) }
    let retriever = try RetrieverFixtures.simple(
      "items",
      requester: [
        "request_parameters": [
          "fields": [
            "type": "QueryProperties", "property_list": ["a", "B", "c"], "always_include_properties": ["id"],
            "property_selector": ["type": "JsonSchemaPropertySelector", "transformations": [["type": "KeysToLower"]]],
          ]
        ]
      ])
    var run = api.run()
    run.catalogSchemas = ["items": ["properties": ["A": [:], "C": [:]]]]
    _ = try await RetrieverFixtures.read(retriever, run)
    #expect(api.requests.map { $0.parameter("fields") } == ["id%2Ca%2Cc"])
  }

  @Test func propertiesOfAnEndpointAreReadOnce() async throws {
    let api = ScriptedAPI { request, _ in
      request.url.hasSuffix("/properties") ? (200, ["data": [["name": "a"], ["name": "b"]]], [:]) : (200, ["data": []], [:])
    }
    let endpoint: JSONValue = [
      "type": "PropertiesFromEndpoint", "property_field_path": ["name"],
      "retriever": [
        "type": "SimpleRetriever", "requester": RetrieverFixtures.requester("properties"), "record_selector": RetrieverFixtures.selector,
      ],
    ]
    let retriever = try RetrieverFixtures.simple(
      "items", requester: ["request_parameters": ["fields": ["type": "QueryProperties", "property_list": endpoint]]])
    for _ in 0..<2 { _ = try await RetrieverFixtures.read(retriever, api.run()) }
    #expect(api.count("/properties") == 1)
    #expect(api.count("/items") == 2)
  }
}
