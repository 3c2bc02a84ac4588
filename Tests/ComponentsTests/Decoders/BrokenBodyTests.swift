import ConnectorKit
import Document
import JSON
import TestSupport
import Testing

@testable import Components

/// What stands before a defect is handed over, and the defect is told with its place.
@Suite struct BrokenBodyTests {
  /// An answer to a request for some page.
  struct Answer {
    var body: [UInt8]
    var type: String?
    var status = 200
    var page: Int? = 1
    var compat = false
    var skips = false
    var log = RecordingLog()

    /// The values of the body, which arrives in chunks of so many bytes, and what is wrong with it.
    func decoded(by component: JSONValue, chunk: Int = .max) throws -> (values: [String], error: String?) {
      let context = TestServices.context(compat: compat)
      let decoder: any BodyDecoder =
        component == "table"
        ? DownloadedTableDecoder(keepsNullTexts: false) : try context.build(Node(json: component), as: (any BodyDecoder).self)
      let url = "https://api.example.com/items"
      let head = HTTPResponseHead(status: status, headers: type.map { ["Content-Type": $0] } ?? [:], url: url)
      var run = TestServices.run(compat: compat, log: log)
      run.options.skipsBrokenLines = skips
      var request = RequestScope(streamName: "items", run: run)
      request.pageNumber = page
      var session = try decoder.session(for: Response(HTTPResponse(head: head, body: []), to: HTTPRequest(url: url)), request)
      var values: [JSONView] = []
      do {
        var rest = body[...]
        while !rest.isEmpty {
          let piece = rest.prefix(chunk)
          rest = rest.dropFirst(piece.count)
          values += try session.decode(Array(piece), isLast: false)
        }
        values += try session.decode([], isLast: true)
        return (values.map { JSONText.compact($0.value) }, nil)
      } catch let error as InterruptedDecoding {
        return ((values + error.values).map { JSONText.compact($0.value) }, "\(error.cause)")
      } catch {
        return (values.map { JSONText.compact($0.value) }, "\(error)")
      }
    }
  }

  private static let lines: JSONValue = ["type": "JsonlDecoder"]
  private static let csv: JSONValue = ["type": "CsvDecoder"]
  private static func packed(_ type: String, _ decoder: JSONValue) -> JSONValue { ["type": .string(type), "decoder": decoder] }
  private static let broken = Array("{\"a\":1}\n[2]\n{\"a:3}\n{\"a\":4}\n".utf8)

  /// The decoder, a body, the values before the defect, and words of the error.
  static let defects: [(JSONValue, [UInt8], [String], [String])] = [
    (lines, broken, [#"{"a":1}"#, "[[2]]"], ["line 3", "on page 1"]),
    (lines, Array("{\"a\":1}\n{\"a\":".utf8), [#"{"a":1}"#], ["line 2"]),
    (packed("GzipDecoder", lines), Archives.gzip(broken), [#"{"a":1}"#, "[[2]]"], ["line 3"]),
    (packed("GzipDecoder", packed("GzipDecoder", lines)), Archives.gzip(Archives.gzip(broken)), [#"{"a":1}"#, "[[2]]"], ["line 3"]),
    (packed("GzipDecoder", lines), Array(Archives.gzip(Array("{\"a\":1}\n{}\n".utf8)).dropLast(6)), [#"{"a":1}"#, "{}"], ["gzip"]),
    (
      packed("ZipfileDecoder", lines), Archives.zip([("one", Array("{\"a\":0}".utf8)), ("two", broken), ("three", Array("{}".utf8))]),
      [#"{"a":0}"#, #"{"a":1}"#, "[[2]]"], ["`two`", "line 3"]
    ),
    (csv, Array("a\n1\n2\n\"3\n".utf8), [#"{"a":"1"}"#, #"{"a":"2"}"#], ["line 4", "quoted"]),
    (csv, Array("a\n1\n".utf8) + [0xFF, 0x0A], [#"{"a":"1"}"#], ["0xff"]),
    (packed("ZipfileDecoder", csv), Archives.zip([("t", Array("a\n1\n\"".utf8))]), [#"{"a":"1"}"#], ["`t`", "line 3"]),
    ("table", Array("a\n1\n1,2,3\n".utf8), [#"{"a":"1"}"#], ["row 2"]),
    ("table", Archives.gzip(Array("a\n1\n\"2".utf8)), [#"{"a":"1"}"#], ["line 3", "on page 1"]),
    (["type": "IterableDecoder"], Array("x\n".utf8) + [0xFF, 0x0A], [#"{"record":"x"}"#], ["line 2"]),
    (["type": "JsonItemsDecoder", "items_path": "d"], Array("{\"d\":[1,2,{]".utf8), ["1", "2"], ["byte 11"]),
    (["type": "JsonItemsDecoder", "items_path": "d"], Array("{\"d\":[1,tru]}".utf8), ["1"], ["not JSON"]),
    (["type": "JsonItemsDecoder", "items_path": "d"], Array("{\"d\":[1,2".utf8), ["1"], ["not complete"]),
  ]

  @Test("What stands before a defect is handed over, however the body arrives", arguments: defects.indices)
  func valuesBeforeDefects(_ place: Int) throws {
    let (decoder, body, values, words) = Self.defects[place]
    for chunk in [1, 5, .max] {
      let outcome = try Answer(body: body).decoded(by: decoder, chunk: chunk)
      #expect(outcome.values == values)
      for word in words { #expect(outcome.error?.contains(word) == true, "\(outcome.error ?? "no error") lacks \(word)") }
    }
  }

  @Test("Broken lines are left out and counted where that is asked for") func brokenLinesCanBeSkipped() throws {
    for chunk in [1, .max] {
      let answer = Answer(body: Self.broken + Array("{\n".utf8), skips: true)
      let outcome = try answer.decoded(by: Self.lines, chunk: chunk)
      #expect(outcome.values == [#"{"a":1}"#, "[[2]]", #"{"a":4}"#])
      #expect(outcome.error == nil)
      #expect(answer.log.messages.count == 1)
      for part in ["WARN", "2 broken lines", "line 3"] { #expect(answer.log.messages.first?.contains(part) == true) }
    }
    // A body of another kind is none with broken lines.
    #expect(try Answer(body: Array("<html>\n".utf8), skips: true).decoded(by: Self.lines).error != nil)
    #expect(try Answer(body: Array("{}\n".utf8) + [0x22, 0xE9, 0x22, 0x0A], skips: true).decoded(by: Self.lines).error != nil)
  }

  /// The decoder, a body in Latin-1, and its values.
  static let charsets: [(JSONValue, String, [String])] = [
    (lines, "{\"a\":\"\u{E9}\"}\n{\"a\":1}", [#"{"a":"é"}"#, #"{"a":1}"#]), (csv, "a\n\u{E9}\n", [#"{"a":"é"}"#]),
    (["type": "IterableDecoder"], "caf\u{E9}\nx", [#"{"record":"café"}"#, #"{"record":"x"}"#]),
    (["type": "JsonItemsDecoder", "items_path": "d"], "{\"d\":[\"\u{E9}\",2]}", [#""é""#, "2"]), ("table", "a\n\u{E9}\n", [#"{"a":"é"}"#]),
    (["type": "XmlDecoder"], "<a>\u{E9}</a>", [#"{"a":"é"}"#]),
  ]

  @Test("A declared charset and a byte order mark count for every decoder of text, also within archives", arguments: charsets.indices)
  func charsetsCount(_ place: Int) throws {
    let (decoder, text, values) = Self.charsets[place]
    let latin = text.unicodeScalars.map { UInt8($0.value) }
    let wide: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let marked: [UInt8] = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    let isText = decoder != "table" && decoder != ["type": "XmlDecoder"]
    for chunk in [1, .max] {
      for (body, type) in [
        (latin, "text/plain; charset=ISO-8859-1"), (wide, "text/plain"), (marked, "text/plain"),
        (Array(text.utf8), decoder == ["type": "XmlDecoder"] ? "text/plain" : "text/plain; charset=iso-8859-1"),
      ] {
        let outcome = try Answer(body: body, type: type).decoded(by: decoder, chunk: chunk)
        #expect(outcome.values == values, "\(type) \(outcome.error ?? "")")
        guard isText else { continue }
        for (archive, bytes) in [("GzipDecoder", Archives.gzip(body)), ("ZipfileDecoder", Archives.zip([("f", body)]))] {
          if archive == "ZipfileDecoder", decoder["type"] == "IterableDecoder" { continue }
          if archive == "GzipDecoder", decoder["type"] == "IterableDecoder" { continue }
          let outcome = try Answer(body: bytes, type: type).decoded(by: Self.packed(archive, decoder), chunk: chunk)
          #expect(outcome.values == values, "\(archive) \(type) \(outcome.error ?? "")")
        }
      }
    }
  }

  /// The decoder, a body without content, and whether it is refused behind the first page.
  static let blanks: [(JSONValue, [UInt8], Bool)] = [
    (csv, [], true), (csv, Array("\r\n\n".utf8), true), (["type": "XmlDecoder"], [], true), (["type": "XmlDecoder"], [0x20, 0x0A], true),
    (packed("GzipDecoder", lines), [], true), (packed("GzipDecoder", csv), Archives.gzip([]), true),
    (packed("GzipDecoder", lines), Archives.gzip([]), false), ("table", [], true), (lines, [], false), (["type": "JsonDecoder"], [], false),
    (["type": "IterableDecoder"], [], false), (packed("ZipfileDecoder", csv), Archives.zip([("f", [])]), false),
  ]

  @Test("An empty body behind the first page is an error where the format needs one", arguments: blanks.indices)
  func emptyBodies(_ place: Int) throws {
    let (decoder, body, isRefused) = Self.blanks[place]
    #expect(try Answer(body: body, page: 2).decoded(by: decoder).error?.contains("the body is empty") == (isRefused ? true : nil))
    #expect(try Answer(body: body, page: 2).decoded(by: decoder).error?.contains("on page 2") == (isRefused ? true : nil))
    for answer in [
      Answer(body: body), Answer(body: body, page: nil), Answer(body: body, status: 204, page: 2),
      Answer(body: body, page: 2, compat: true),
    ] {
      let outcome = try answer.decoded(by: decoder)
      #expect(outcome.values.isEmpty)
      #expect(outcome.error == nil)
    }
  }
}
