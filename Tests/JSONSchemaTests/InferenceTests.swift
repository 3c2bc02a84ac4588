import JSON
import TestSupport
import Testing
import JSONSchema

@Suite
struct InferenceTests {
  @Test(.enabled(if: SharedFiles.exists("vectors")))
  func sharedRowsHold() throws {
    for row in try SharedFiles.rows("vectors/schema_inference.jsonl", options: .python) { try Self.check(row) }
  }

  /// Rows of our own, observed with the reference.
  @Test
  func rowsHold() throws {
    for row in try PackageFiles.rows("Tests/JSONSchemaTests/Rows/inference.jsonl", options: .python) { try Self.check(row) }
  }

  private static func check(_ row: JSONValue) throws {
    var inference = SchemaInference()
    for record in row["records"]?.arrayValue ?? [] { inference.add(try #require(PythonNumbers.decoded(record).objectValue)) }
    func paths(_ field: String) -> [[String]] {
      (row[field]?.arrayValue ?? []).map { path in (path.arrayValue ?? []).compactMap(\.stringValue) }
    }
    let schema = Result { () throws(SchemaInferenceError) in
      try inference.schema(primaryKey: paths("primary_key"), cursorField: paths("cursor_field"))
    }
    let found: JSONValue? = try? schema.get().map { .object($0) } ?? .null
    let expected = row["error_class"] == .null ? row["schema"] : nil
    #expect(found.map { JSONText.compact($0) } == expected.map { JSONText.compact($0) }, "\(JSONText.compact(row))")
  }

  @Test
  func problemsNameTheKey() throws {
    var inference = SchemaInference()
    inference.add(["id": nil, "a": ["b": 1], "m": 1])
    inference.add(["m": ["x": 1]])
    let error = try #require(throws: SchemaInferenceError.self) {
      try inference.schema(primaryKey: [["id"], ["a", "b"], ["a", "b", "c"]], cursorField: [["m"]])
    }
    #expect(
      error.problems == [
        "the record has no field `id` with a value, so it cannot be required",
        "`a.b` is not an object, so its field `c` cannot be required",
        "`m` has values of several types, so it cannot be a key",
      ])
    #expect(error.schema["properties"]?["a"]?["required"] == ["b"])
  }
}
