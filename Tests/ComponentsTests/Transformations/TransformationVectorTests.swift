import ConnectorKit
import JSON
import Testing

@testable import Components

/// Drives every row of the reference's golden transformations.
@Suite(.enabled(if: Vectors.exists("transformations.jsonl")))
struct TransformationVectorTests {
  @Test func everyRowHolds() throws {
    let rows = try Vectors.rows("transformations.jsonl")
    #expect(rows.count > 300)
    for row in rows {
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
