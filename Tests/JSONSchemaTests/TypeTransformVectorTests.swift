import JSON
import TestSupport
import Testing
import JSONSchema

/// The shared rows of default schema normalisation, as trees and as records on a tape.
@Suite(.enabled(if: SharedFiles.exists("vectors")))
struct TypeTransformVectorTests {
  @Test
  func rowsHold() throws {
    for row in try SharedFiles.rows("vectors/type_transform.jsonl", options: .python) {
      let normalizer = TypeNormalizer(schema: try #require(row["schema"]))
      let record = PythonNumbers.decoded(try #require(row["record"]))
      let expected = row["error_class"] == .null ? row["result"].map(PythonNumbers.decoded) : nil
      #expect(Self.outcome(Self.tree(record, normalizer)) == Self.outcome(expected), "\(row["id"] ?? .null) as a tree")
      guard !Self.outcome(record).contains("Infinity") else { continue }
      #expect(Self.outcome(Self.tape(record, normalizer)) == Self.outcome(expected), "\(row["id"] ?? .null) on a tape")
      #expect(Self.outcome(Self.page(record, normalizer)) == Self.outcome(expected), "\(row["id"] ?? .null) in a page")
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

  private static func page(_ record: JSONValue, _ normalizer: TypeNormalizer) -> JSONValue? {
    guard let tape = try? JSONTape(value: record), let onTape = JSONRecord(view: tape.root) else { return nil }
    var records = [onTape]
    do { try normalizer.normalize(&records) } catch { return nil }
    return .object(records[0].object)
  }

  /// Text that tells 1 from 1.0 and shows the order of keys.
  private static func outcome(_ value: JSONValue?) -> String { value.map { JSONText.python($0, ensureASCII: false) } ?? "error" }
}
