import ConnectorKit
import ManifestTools
import JSON
import Testing

@Suite struct ManifestReferenceTests {
  @Test func listsComponentsAsTextAndJSON() throws {
    #expect(try ManifestReference.components().contains("\n  HttpRequester "))
    #expect(try ManifestReference.components("Rate").hasPrefix("Rate (Rate)\n"))
    let all = try JSONValue.parse(try ManifestReference.componentsJSON())["components"]?.arrayValue ?? []
    #expect(all.count > 130)
    let one = try JSONValue.parse(try ManifestReference.componentsJSON("HttpRequester"))["components"]?.arrayValue ?? []
    #expect(one.map { $0["type"] } == ["HttpRequester"])
    #expect(all.contains(one[0]))
  }

  @Test func unknownTypeIsRefused() {
    #expect(throws: (any Error).self) { try ManifestReference.components("HttpRequestor") }
    #expect(throws: (any Error).self) { try ManifestReference.componentsJSON("Nothing") }
  }

  @Test func schemaIsOneOfDraft7() throws {
    let schema = try JSONValue.parse(ManifestReference.schema())
    #expect(schema["$schema"] == "http://json-schema.org/draft-07/schema#")
    #expect(schema["definitions"]?["HttpRequester"] != nil)
  }
}
