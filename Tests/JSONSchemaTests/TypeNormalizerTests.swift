import JSON
import TestSupport
import Testing
import JSONSchema

@Suite
struct TypeNormalizerTests {
  /// Each row: a schema, a record, the result (null when it fails) and the warnings; all as observed with the reference.
  @Test
  func rowsHold() throws {
    let rows = try PackageFiles.rows("Tests/JSONSchemaTests/Rows/normalization.jsonl", options: .python)
    #expect(rows.count >= 140)
    for row in rows {
      let normalizer = TypeNormalizer(schema: try #require(row["schema"]))
      let record = try #require(row["record"])
      let expected = Self.text(row["result"] == .null ? nil : row["result"])
      let tree = Self.tree(record, normalizer)
      #expect(Self.text(tree.value) == expected, "\(row)")
      if tree.value != nil { #expect(.array(tree.warnings.map { .string($0) }) == row["warnings"], "\(row)") }
      let tape = try JSONRecord(view: JSONTape(value: record).root)
      let onTape = Self.record(try #require(tape), normalizer)
      #expect(Self.text(onTape.value) == expected, "\(row)")
      if onTape.value != nil { #expect(onTape.warnings.sorted() == tree.warnings.sorted(), "\(row)") }
      let inMemory = Self.record(JSONRecord(object: try #require(record.objectValue)), normalizer)
      #expect(Self.text(inMemory.value) == expected, "\(row)")
      let page = [try #require(tape), JSONRecord(object: try #require(record.objectValue)), try #require(tape)]
      #expect(Self.page(page, normalizer) == [String](repeating: expected, count: 3), "\(row) in a page")
    }
  }

  @Test
  func fittingRecordsAreNotTouched() throws {
    let normalizer = TypeNormalizer(schema: [
      "type": "object",
      "properties": [
        "id": ["type": "integer"], "price": ["type": ["null", "number"]], "tags": ["type": "array", "items": ["type": "string"]],
        "nested": ["type": ["object", "null"], "properties": ["flag": ["type": "boolean"]]],
      ],
    ])
    let text = #"{"id":1,"price":1.50,"tags":["a"],"nested":{"flag":true},"\u0069d2":"1","other":[1]}"#
    var record = try #require(JSONRecord(view: try JSONTape(text).root))
    try normalizer.normalize(&record)
    #expect(!record.isModified)
  }

  @Test
  func onlyWhatIsWrongIsDecoded() throws {
    let normalizer = TypeNormalizer(schema: ["properties": ["a": ["type": "string"], "b": ["type": "number"]]])
    var record = try #require(JSONRecord(view: try JSONTape(#"{"a":1,"b":1.50,"c":2}"#).root))
    try normalizer.normalize(&record)
    #expect(record.view("a") == nil)
    #expect(record.view("b")?.rawText == "1.50")
    #expect(record.object == ["a": "1", "b": 1.5, "c": 2])
  }

  @Test
  func escapedKeysAreFound() throws {
    let normalizer = TypeNormalizer(schema: ["properties": ["a\\b": ["type": "string"], "ab": ["type": "string"], "": ["type": "string"]]])
    var record = try #require(JSONRecord(view: try JSONTape(#"{"\u0061b":1,"a\\b":2,"a\b":3,"":4}"#).root))
    try normalizer.normalize(&record)
    #expect(JSONText.compact(.object(record.object)) == #"{"ab":"1","a\\b":"2","a\b":3,"":"4"}"#)
  }

  @Test
  func errorsSayWhere() throws {
    let normalizer = TypeNormalizer(schema: ["properties": ["a": ["properties": ["b": ["type": "integer"]]]]])
    var value: JSONValue = ["a": ["b": .double(.infinity)]]
    let error = try #require(throws: TypeNormalizationError.self) { try normalizer.normalize(&value) }
    #expect(error.description == "`a.b`: infinity has no integer value")
  }

  @Test
  func endlessReferencesEnd() throws {
    let normalizer = TypeNormalizer(schema: ["properties": ["a": ["$ref": "#/properties/a"]]])
    var value: JSONValue = ["a": 1]
    #expect(throws: TypeNormalizationError.self) { try normalizer.normalize(&value) }
  }

  /// Every common form of a number and what is nearly one, in each place where a page's records are rewritten.
  @Test(
    arguments: [
      #""1.5""#, #""1.50""#, #""1.0""#, #""0.5""#, #""0.05""#, #""0.0""#, #""-0.0""#, #""00.5""#, #""-1.25""#, #""123456789012.125""#,
      #""1234567890123.1256""#, #""1e5""#, #""1_000""#, #"" 7 ""#, #""7""#, #""-7""#, #""-0""#, #""007""#, #""0""#, #""+7""#, #""""#,
      #""1.""#, #"".5""#, #""nan""#, #""inf""#, #""٣""#, #""7""#, "7", "-7", "-0", "0", "123456789012345678", "1234567890123456",
      "12345678901234567890123", "1.5", "1E5", "0.1e-10", "-0.0", "true", "false", "null", #""true""#, #""FALSE""#, #""yes""#, #""tru""#,
      #""True""#, "[]", "[1]", "{}", #"{"a":"1"}"#, #""a\"b""#,
    ])
  func aPageIsNormalisedAsItsRecordsAre(_ text: String) throws {
    for type in ["string", "number", "integer", "boolean", "array", "object", "null"] as [JSONValue] {
      for declared in [type, .array([type, "null"])] as [JSONValue] {
        let field: JSONValue = ["type": declared]
        let schema: JSONValue = [
          "properties": ["x": field, "in": ["properties": ["x": field]], "list": ["type": "array", "items": field]]
        ]
        let normalizer = TypeNormalizer(schema: schema)
        let record = #"{"x": \#(text), "in": {"y": 1, "x": \#(text), "z": 1.50}, "list": [\#(text), \#(text)], "last": 0}"#
        let view = try #require(JSONRecord(view: try JSONTape(record).root))
        let alone = Self.text(Self.record(view, normalizer).value)
        #expect(Self.page([view, view], normalizer) == [alone, alone], "\(record) by \(schema)")
      }
    }
  }

  @Test(
    arguments: [
      #"{"x":"1","x":"2"}"#, #"{"\u0078":"1"}"#, #"{"in":{"x":"1","x":"2"}}"#, #"{"y":1,"y":2,"x":"3"}"#, #"{}"#, #"{"y":"1"}"#,
    ])
  func oddKeysInAPage(_ record: String) throws {
    let field: JSONValue = ["type": "integer"]
    let normalizer = TypeNormalizer(schema: ["properties": ["x": field, "in": ["properties": ["x": field]]]])
    let view = try #require(JSONRecord(view: try JSONTape(record).root))
    let alone = Self.text(Self.record(view, normalizer).value)
    #expect(Self.page([view], normalizer) == [alone])
  }

  @Test func editedRecordsOfAPageAreNormalised() throws {
    let normalizer = TypeNormalizer(schema: ["properties": ["x": ["type": "integer"], "new": ["type": "string"]]])
    var edited = try #require(JSONRecord(view: try JSONTape(#"{"x":"1","gone":2,"kept":1.50}"#).root))
    edited["new"] = 5
    edited.remove("gone")
    var infinite = edited
    infinite["far"] = .double(.infinity)
    var page = [edited, infinite]
    try normalizer.normalize(&page)
    #expect(page[0].object == ["x": 1, "kept": 1.5, "new": "5"])
    #expect(page[0].untouchedView != nil)
    #expect(page[1].object == ["x": 1, "kept": 1.5, "new": "5", "far": .double(.infinity)])
  }

  private static func page(_ records: [JSONRecord], _ normalizer: TypeNormalizer) -> [String] {
    var records = records
    do { try normalizer.normalize(&records) } catch { return records.map { _ in "error" } }
    return records.map { text(.object($0.object)) }
  }

  private static func tree(_ record: JSONValue, _ normalizer: TypeNormalizer) -> (value: JSONValue?, warnings: [String]) {
    var value = record
    var warnings: [String] = []
    do { try normalizer.normalize(&value) { warnings.append($0.description) } } catch { return (nil, []) }
    return (value, warnings)
  }

  private static func record(_ record: JSONRecord, _ normalizer: TypeNormalizer) -> (value: JSONValue?, warnings: [String]) {
    var record = record
    var warnings: [String] = []
    do { try normalizer.normalize(&record) { warnings.append($0.description) } } catch { return (nil, []) }
    return (.object(record.object), warnings)
  }

  /// Tells 1 from 1.0 and shows the order of keys.
  private static func text(_ value: JSONValue?) -> String { value.map { JSONText.python($0) } ?? "error" }
}
