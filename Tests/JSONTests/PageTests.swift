import Testing

@testable import JSON

/// Records written as pages, and records put on tapes without scanning.
struct PageTests {
  @Test(arguments: [
    #"{}"#, #"{"a":1}"#, #"{"a":null}"#, #"{"a":null,"b":null}"#, #"{"a":null,"b":1}"#, #"{"a":1,"b":null}"#,
    #"{"a":1,"b":null,"c":[null],"d":{"e":null},"f":null,"g":"x"}"#, #"{"a":1,"a":2}"#, #"{"a":null,"a":2,"b":3}"#,
    #"{"a":1,"\u0061":2}"#, #"{"\u00e9":1,"b":null}"#, #"{ "a" : 1, "b":null }"#, #"{"a":NaN,"b":null}"#,
    #"{"a long key":1,"a long kez":null,"a long key":3}"#,
  ]) func pagesAreTheirRecords(_ text: String) throws {
    let view = try JSONTape(text, options: .python).root
    let untouched = try #require(JSONRecord(view: view))
    var edited = untouched
    edited["z"] = .null
    edited["y"] = "new"
    let records = [untouched, edited, JSONRecord(object: untouched.object), untouched]
    var expected = ""
    for record in records {
      var writer = JSONWriter()
      writer.write(record, omittingNulls: true)
      expected += "<\(writer.text)>\n"
    }
    var page = JSONWriter()
    page.write(JSONRecords(records), between: Array("<".utf8), and: Array(">\n".utf8))
    #expect(page.text == expected)
  }

  @Test(arguments: [
    #"[]"#, #"[{}]"#, #"[{"a":1},{"a":2}]"#, #"[{"a":1,"b":null},{"a":null,"b":2},{"a":1,"b":2},{"a":null,"b":null}]"#,
    #"[{"a":1,"a":2},{"a":1,"a":2}]"#, #"[{"a":1},{"a":1,"a":null},{"a":null}]"#, #"[ {"a":1} , {"a" : 2, "b":null} ]"#,
    #"[{"\u0061":1},{"\u0061":null}]"#, #"[{"a":Infinity},{"a":Infinity}]"#,
  ]) func listsAreTheirRecords(_ text: String) throws {
    let list = try JSONTape(text, options: .python).root
    var records = try #require(JSONRecords(elementsOf: list))
    let each = list.elements.compactMap { JSONRecord(view: $0) }
    #expect(records.count == each.count && records.map(\.object) == each.map(\.object))
    #expect(records.first?.object == each.first?.object && records.last?.object == each.last?.object)
    func page(_ records: JSONRecords) -> String {
      var writer = JSONWriter()
      writer.write(records, between: Array("<".utf8), and: Array(">".utf8))
      return writer.text
    }
    #expect(page(records) == page(JSONRecords(each)))
    records.append(JSONRecord(object: ["z": 1]))
    #expect(records.count == each.count + 1 && page(records) == page(JSONRecords(each)) + #"<{"z":1}>"#)
    records.append(contentsOf: JSONRecords(each))
    #expect(records.map(\.object) == (each + [JSONRecord(object: ["z": 1])] + each).map(\.object))
  }

  @Test(arguments: [1, 8, 30, 1000]) func piecesAreWholeRecords(_ size: Int) throws {
    struct Full: Error {}
    let list = try JSONTape(#"[{"a":1,"b":null},{"a":"some more bytes"},{},{"c":[1,2,3]},{"a":null}]"#).root
    let untouched = try #require(JSONRecords(elementsOf: list))
    for records in [untouched, JSONRecords(untouched.array), []] {
      let (prefix, suffix) = (Array("<data:".utf8), Array(">\n".utf8))
      var whole = JSONWriter()
      whole.write(records, between: prefix, and: suffix)
      var pieces: [String] = []
      var writer = JSONWriter()
      writer.write(records, between: prefix, and: suffix, pieces: size) { pieces.append(String(decoding: $0, as: UTF8.self)) }
      #expect(pieces.allSatisfy { $0.hasPrefix("<data:") && $0.hasSuffix(">\n") && $0.utf8.count >= size })
      #expect(pieces.joined() + writer.text == whole.text)
      #expect(pieces.count == (size == 1 ? max(0, records.count - 1) : size == 1000 ? 0 : pieces.count))
      var refused = JSONWriter()
      if !pieces.isEmpty {
        #expect(throws: Full.self) { try refused.write(records, between: prefix, and: suffix, pieces: size) { _ in throw Full() } }
      }
    }
  }

  /// A null that stands too far behind the beginning of its record for its place to be noted.
  @Test(arguments: [65_530, 65_531, 65_532, 65_533, 65_534, 65_535, 65_536, 70_000]) func nullsFarBehind(_ count: Int) throws {
    let list = "[" + Array(repeating: "0", count: count).joined(separator: ",") + "]"
    let record = try #require(JSONRecord(view: try JSONTape(#"{"a":\#(list),"b":null,"c":null,"d":1}"#).root))
    var page = JSONWriter()
    page.write([record], between: [], and: [])
    #expect(page.text == #"{"a":\#(list),"d":1}"#)
  }

  @Test func listsWithOtherValuesAreNoRecords() throws {
    for text in ["[1]", #"[{"a":1},null]"#, #"{"a":1}"#, "1"] { #expect(JSONRecords(elementsOf: try JSONTape(text).root) == nil) }
  }

  /// Keys are compared with those of records before: ones that differ late, early, in length, in number and in order.
  @Test func recordsOfManyShapes() throws {
    let keys = [
      "", "a", "id", "sixsix", "sevenxx", "eight_bb", "eight_cc", "fourteen_bytes", "fourteen_bytez", "a_key_of_19_bytes_x",
      "a_key_of_19_bytes_y",
    ]
    var lines: [String] = []
    for first in keys.indices {
      for second in keys.indices {
        let members = [keys[first], keys[second], keys[(first + second) % keys.count], "z"].prefix(1 + (first + second) % 4)
        lines.append(
          "{" + members.enumerated().map { "\"\($1)\":\(($0 + first) % 3 == 0 ? "null" : "\($0)")" }.joined(separator: ",") + "}")
        if second % 4 == 0 { lines.append(lines[lines.count - 1]) }
      }
    }
    let tape = try JSONTape(lines: Array(lines.joined(separator: "\n").utf8)) { Issue.record("\($0)") }
    let records = tape.roots.compactMap { JSONRecord(view: $0) }
    #expect(records.count == lines.count)
    var page = JSONWriter()
    page.write(JSONRecords(records), between: [], and: [UInt8(ascii: "\n")])
    let expected = records.map { JSONText.compact(.object(JSONObject(withoutNullsOf: $0.object))) + "\n" }.joined()
    #expect(page.text == expected)
  }

  @Test func recordsOfObjectsAlone() throws {
    let tape = try JSONTape(lines: Array("{\"a\":1}\n{}\n[]\n{\"b\":null}".utf8)) { Issue.record("\($0)") }
    let views = Array(tape.roots)
    #expect(JSONRecord.records(ofObjects: [views[0], views[3]])?.map(\.object) == [["a": 1], ["b": nil]])
    #expect(JSONRecord.records(ofObjects: views) == nil)
    #expect(JSONRecord.records(ofObjects: [views[2]]) == nil)
    #expect(JSONRecord.records(ofObjects: []) != nil)
  }

  @Test func writtenTapesAreScannedOnes() throws {
    var tapes = RecordTapeWriter()
    for number in 0..<200 {
      tapes.openRecord()
      if number > 0 {
        tapes.write(key: "id\"\(number)")
        tapes.write("é\n\(number)")
        tapes.write(key: "none")
        tapes.writeNull()
        tapes.write(key: "list")
        tapes.openList()
        for element in 0..<(number % 3) { tapes.write(":\(element)") }
        tapes.close()
        tapes.write(key: "empty")
        tapes.write("")
      }
      tapes.close()
    }
    let records = tapes.finish()
    #expect(records.count == 200)
    #expect(records[0].rawText == "{}")
    #expect(records[2].rawText == #"{"id\"2":"é\n2","none":null,"list":[":0",":1"],"empty":""}"#)
    for record in records {
      let scanned = try JSONTape(record.rawText)
      #expect(record.value == scanned.root.value)
      #expect(record.tape.tokens[record.index].next - record.index == scanned.tokenCount)
      #expect(record.hasUniqueKeys)
    }
    #expect(RecordTapeWriter().finish().isEmpty)
  }
}

extension JSONObject {
  /// The members that are not null.
  fileprivate init(withoutNullsOf object: JSONObject) {
    self.init()
    for (key, value) in object where !value.isNull { self[key] = value }
  }
}
