import ConnectorKit
import JSON
import Testing

@testable import Components

@Suite struct DownloadedTableTests {
  struct Row: Sendable {
    var text: String
    var keepsNullTexts = false
    /// Nil where the table is refused.
    var records: [JSONValue]?
  }

  static let rows: [Row] = [
    Row(text: "a,b\n1,NA\n", records: [["a": "1", "b": nil]]),
    Row(text: "a,b\n1,NA\n,x\n", keepsNullTexts: true, records: [["a": "1", "b": "NA"], ["a": nil, "b": "x"]]),
    Row(text: "a,a,b\n1,2,3\n", records: [["a": "1", "a.1": "2", "b": "3"]]),
    Row(text: "a,a,a.1\n1,2,3\n", records: [["a": "1", "a.2": "2", "a.1": "3"]]),
    Row(text: "a,,b\n1,2,3\n", records: [["a": "1", "Unnamed: 1": "2", "b": "3"]]),
    Row(text: "a,b\n1\n", records: [["a": "1", "b": nil]]),
    Row(text: "a,b\n1,2,3\n", records: [["a": "2", "b": "3"]]),
    Row(text: "a,b\n1,2\n1,2,3\n", records: nil),
    Row(text: "", records: []),
    Row(text: "a\u{0},b\n\n\"x\ny\",2", records: [["a": "x\ny", "b": "2"]]),
  ]

  @Test(arguments: rows) func tables(_ row: Row) throws {
    let url = "https://api.example.com/f"
    let response = Response(
      HTTPResponse(head: HTTPResponseHead(status: 200, headers: [:], url: url), body: []), to: HTTPRequest(url: url))
    let scope = RequestScope(streamName: "items", run: TestServices.run())
    func read() throws -> [JSONValue] {
      var session = try DownloadedTableDecoder(keepsNullTexts: row.keepsNullTexts).session(for: response, scope)
      return try session.decode(Array(row.text.utf8), isLast: true).map(\.value)
    }
    if let records = row.records { #expect(try read() == records) } else { #expect(throws: (any Error).self) { _ = try read() } }
  }
}
