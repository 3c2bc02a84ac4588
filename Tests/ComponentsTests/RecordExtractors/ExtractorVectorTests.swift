import ConnectorKit
import JSON
import TestSupport
import Testing
import Components

/// Drives every row of the reference's golden extractions and filters.
@Suite(.enabled(if: SharedFiles.exists("vectors/extractors.jsonl")))
struct ExtractorVectorTests {
  @Test func everyRowHolds() async throws {
    for row in try SharedFiles.rows("vectors/extractors.jsonl") {
      let id = "\(row["id"]?.stringValue ?? ""): \(row["component"] ?? .null)"
      let fails = row["error_class"]?.stringValue != nil
      do {
        let outcome = try await outcome(of: row)
        let expected = row["records"]?.fromGolden ?? .null
        #expect(!fails && outcome.isExactly(expected), "\(id)\n got \(outcome)\nwant \(expected)")
      } catch {
        #expect(fails, "\(id): \(error)")
      }
    }
  }

  private func outcome(of row: JSONValue) async throws -> JSONValue {
    let run = RecordRun(row: row)
    let component = try #require(row["component"])
    let body = try #require(row["body"])
    if component["type"] == "RecordFilter" { return .array(try run.keep(component, body.arrayValue ?? [])) }
    let isText = row["body_is_text"]?.boolValue == true
    let bytes = Array((isText ? body.stringValue ?? "" : JSONText.python(body)).utf8)
    let found = try await run.extract(component, from: bytes)
    // What is no object is counted, not kept: put it back where the row has it.
    let expected = row["records"]?.fromGolden.arrayValue ?? []
    var records = found.records.map { JSONValue.object($0.object) }[...]
    var nulls = found.nullCount
    var firstInvalid = found.firstInvalid
    var all: [JSONValue] = []
    for value in expected {
      switch value {
      case .object: if let record = records.popFirst() { all.append(record) }
      case .null:
        nulls -= 1
        all.append(.null)
      default:
        if let first = firstInvalid { all.append(first) } else { all.append(value) }
        firstInvalid = found.firstInvalid == nil ? "missing" : nil
      }
    }
    #expect(records.isEmpty && nulls == 0)
    return .array(all)
  }
}
