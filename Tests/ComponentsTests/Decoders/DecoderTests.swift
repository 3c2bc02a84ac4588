import ConnectorKit
import JSON
import TestSupport
import Testing
import Components

@Suite struct DecoderTests {
  private static let csv: JSONValue = ["type": "CsvDecoder", "delimiter": "\\t", "set_values_to_none": ["-"]]
  private static let items: JSONValue = ["type": "JsonItemsDecoder", "items_path": "d.rows"]

  static let rows: [(JSONValue, String, [String])] = [
    (["type": "JsonDecoder"], "\u{FEFF}{\"a\":1}", [#"{"a":1}"#]),
    (["type": "JsonDecoder"], " \n", []),
    (["type": "JsonlDecoder"], "{\"a\":1}\n\n{\"a\":2}\r\n[3]", [#"{"a":1}"#, #"{"a":2}"#, "[[3]]"]),
    (csv, "x\ty\n1\t-\n\"a\nb\"\t\n", [#"{"x":"1","y":null}"#, #"{"x":"a\nb","y":""}"#]),
    (["type": "IterableDecoder"], "one\r\n\ntw\"o", [#"{"record":"one"}"#, #"{"record":""}"#, #"{"record":"tw\"o"}"#]),
    (["type": "XmlDecoder"], #"<r n="1"><i>a</i><i/></r>"#, [#"{"r":{"@n":"1","i":["a",null]}}"#]),
    (["type": "XmlDecoder"], "", []),
    (["type": "GzipDecoder", "decoder": ["type": "JsonlDecoder"]], "{\"a\":1}\n{\"a\":2}", [#"{"a":1}"#, #"{"a":2}"#]),
    (
      items, #"{"x":{"rows":[0]},"d":{"s":"a\"}]","rows":[{"k":"[}\\"},1.5,"t",[2],null,{}],"more":[true]}}"#,
      [#"{"k":"[}\\"}"#, "1.5", "\"t\"", "[[2]]", "null", "{}"]
    ),
    (["type": "JsonItemsDecoder", "items_path": "d.item"], #"{"d":[[1,2],[3]]}"#, ["1", "2", "3"]),
    (items, #"{"d":{"rows":[]}}"#, []),
  ]

  /// However a body is cut, the values are the same.
  @Test(arguments: rows) func decodes(component: JSONValue, body: String, expected: [String]) throws {
    for chunk in [1, 3, 1 << 20] {
      let values = try RecordRun().decode(component, Array(body.utf8), chunk: chunk)
      #expect(values.map { JSONText.compact($0.value) } == expected)
    }
  }

  @Test(
    arguments: [
      (["type": "JsonDecoder"], "<html>no</html>", 0), (["type": "JsonlDecoder"], "<html>\n</html>", 0), (["type": "XmlDecoder"], "<a>", 0),
      (["type": "JsonDecoder"], "{\"a\":1", 0), (["type": "GzipDecoder", "decoder": ["type": "JsonDecoder"]], "{", nil),
      (["type": "ZipfileDecoder", "decoder": ["type": "JsonDecoder"]], "PK no", nil), (items, #"{"d":{"rows":[1"#, nil), (items, "{]", nil),
    ] as [(JSONValue, String, Int?)])
  func saysWhatCannotBeRead(component: JSONValue, body: String, inCompat: Int?) throws {
    let error = #expect(throws: SyncError.self) {
      try RecordRun(slice: StreamSlice(partition: ["p": 1]), nextPageToken: 7).decode(component, Array(body.utf8))
    }
    let message = error?.message ?? ""
    for part in [
      "Stream items", "GET https://api.example.com/items", "{\"p\":1}", "page token 7",
      String(body.prefix(20)).replacing("\n", with: "\\n"),
    ] {
      #expect(message.contains(part), "\(message) lacks \(part)")
    }
    #expect(!message.contains("secret"))
    // The reference takes some of them for empty.
    let compat = RecordRun(compat: true)
    #expect((try? compat.decode(component, Array(body.utf8)))?.count == inCompat)
  }

  /// An element among others of its name is two levels of JSON.
  @Test func markupMayBeAsDeepAsItsReaderTakesIt() throws {
    let body = String(repeating: "<e><e/>", count: 512 - 1) + "<e/>" + String(repeating: "</e>", count: 512 - 1)
    for compat in [true, false] {
      #expect(try RecordRun(compat: compat).decode(["type": "XmlDecoder"], Array(body.utf8)).count == 1)
    }
  }

  @Test func readsDeclaredCharsets() throws {
    let latin: [UInt8] = Array("{\"a\":\"".utf8) + [0xE9] + Array("\"}".utf8)
    let headers: HTTPHeaders = ["Content-Type": "application/json; charset=ISO-8859-1"]
    #expect(try RecordRun().decode(["type": "JsonDecoder"], latin, headers: headers).first?["a"]?.string == "é")
    #expect(try RecordRun(compat: true).decode(["type": "JsonDecoder"], latin, headers: headers).isEmpty)
    #expect(throws: SyncError.self) { try RecordRun().decode(["type": "JsonDecoder"], latin) }
  }

  @Test func inCompatModeBadLinesAreReported() throws {
    let run = RecordRun(compat: true)
    #expect(try run.decode(["type": "JsonlDecoder"], Array("{}\n{\n{}".utf8)).count == 2)
    #expect(run.log.messages.count == 1 && run.log.messages[0].contains("line 2"))
  }

  /// A line in another encoding is not left out: the others are likely to be in it, too, and what they say would be guessed.
  @Test func linesInAnotherEncodingFail() throws {
    for compat in [true, false] {
      for line in [#"{"a":"\#("\u{1}")"}"#, "\u{1}", #"{"a":1} \#("\u{1}")"#] {
        let other = Array(line.utf8).map { $0 == 1 ? 0xE9 : $0 }
        let error = #expect(throws: SyncError.self) {
          try RecordRun(compat: compat).decode(["type": "JsonlDecoder"], Array("{}\n{}\n".utf8) + other + Array("\n{}".utf8))
        }
        #expect(error?.message.contains("line 3") == true, "\(error?.message ?? "")")
      }
    }
  }
}
