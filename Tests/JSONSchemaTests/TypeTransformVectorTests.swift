import JSON
import Testing

@testable import JSONSchema

/// The shared rows of default schema normalisation, as trees and as records on a tape.
@Suite(.enabled(if: SharedVectors.arePresent))
struct TypeTransformVectorTests {
  @Test
  func rowsHold() throws {
    let rows = try SharedVectors.lines("type_transform.jsonl")
    #expect(rows.count > 300)
    for row in rows {
      let normalizer = TypeNormalizer(schema: try #require(row["schema"]))
      let record = Self.decoded(try #require(row["record"]))
      let expected = row["error_class"] == .null ? row["result"].map(Self.decoded) : nil
      #expect(Self.outcome(Self.tree(record, normalizer)) == Self.outcome(expected), "\(row["id"] ?? .null) as a tree")
      guard !Self.outcome(record).contains("Infinity") else { continue }
      #expect(Self.outcome(Self.tape(record, normalizer)) == Self.outcome(expected), "\(row["id"] ?? .null) on a tape")
    }
  }

  private static func tree(_ record: JSONValue, _ normalizer: TypeNormalizer) -> JSONValue? {
    var value = record
    do { try normalizer.normalize(&value) } catch { return nil }
    return value
  }

  private static func tape(_ record: JSONValue, _ normalizer: TypeNormalizer) -> JSONValue? {
    guard let tape = try? JSONTape(value: record), var onTape = JSONRecord(view: tape.root) else { return nil }
    do { try normalizer.normalize(&onTape) } catch { return nil }
    return .object(onTape.object)
  }

  /// Text that tells 1 from 1.0 and shows the order of keys.
  private static func outcome(_ value: JSONValue?) -> String { value.map { JSONText.python($0, ensureASCII: false) } ?? "error" }

  /// Integers and floats that JSON cannot show stand in objects of their own.
  private static func decoded(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      switch (members["$py"]?.stringValue, members["v"]?.stringValue) {
      case ("int", let digits?): return .bigInteger(digits)
      case ("float", "nan"): return .double(.nan)
      case ("float", "inf"): return .double(.infinity)
      case ("float", "-inf"): return .double(-.infinity)
      default: return .object(JSONObject(members.map { ($0.key, decoded($0.value)) }))
      }
    case .array(let elements): return .array(elements.map(decoded))
    default: return value
    }
  }
}
