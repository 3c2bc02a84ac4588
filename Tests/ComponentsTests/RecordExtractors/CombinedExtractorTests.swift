import ConnectorKit
import JSON
import Testing
import Components

@Suite struct CombinedExtractorTests {
  @Test(
    arguments: [
      ([:], ["a", "b"], [1, 2, 3], 0), (["mode": "first_match"], ["none", "b"], [3], 0),
      (["mode": "first_match"], ["empty", "b"], [], 0), (["mode": "first_match", "skip_empty_records": true], ["empty", "b"], [3], 0),
      (["skip_empty_records": true], ["empty", "b"], [3], 2),
    ] as [(JSONObject, [String], [Int?], Int)])
  func combines(options: JSONObject, paths: [String], ids: [Int?], skipped: Int) async throws {
    let extractors = paths.map { path -> JSONValue in ["type": "DpathExtractor", "field_path": [.string(path)]] }
    var component: JSONObject = ["type": "CombinedExtractor", "extractors": .array(extractors)]
    for (key, value) in options { component[key] = value }
    let body = #"{"a":[{"id":1},{"id":2}],"b":[{"id":3}],"none":[],"empty":[null,{}]}"#
    let found = try await RecordRun().extract(.object(component), from: Array(body.utf8))
    #expect(found.records.map { $0["id"]?.integerValue }.filter { $0 != nil } == ids)
    #expect(found.skippedCount == skipped)
  }
}
