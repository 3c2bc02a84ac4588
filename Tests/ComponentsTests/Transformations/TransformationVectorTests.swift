import ConnectorKit
import JSON
import TestSupport
import Testing
import Components

/// Drives every row of the reference's golden transformations.
@Suite(.enabled(if: SharedFiles.exists("vectors/transformations.jsonl")))
struct TransformationVectorTests {
  @Test func everyRowHolds() throws {
    for row in try SharedFiles.rows("vectors/transformations.jsonl") {
      let id = "\(row["id"]?.stringValue ?? ""): \(row["component"] ?? .null)"
      let fails = row["error_class"]?.stringValue != nil
      do {
        let component = try #require(row["component"])
        let result = JSONValue.object(try RecordRun(row: row).transform(component, try #require(row["record"]).fromGolden))
        let expected = row["result"]?.fromGolden ?? .null
        let isSame = row["key_order_significant"] == false ? result == expected : result.isExactly(expected)
        #expect(!fails && isSame, "\(id)\n of \(row["record"] ?? .null)\n got \(result)\nwant \(expected)")
      } catch {
        #expect(fails, "\(id): \(error)")
      }
    }
  }
}
