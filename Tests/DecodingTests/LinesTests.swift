import JSON
import Testing

@testable import Decoding

struct LinesTests {
  @Test func jsonLinesComeInWholeLines() throws {
    let text = "{\"a\":1}\n\n{\"b\":\r2}\r\nbad\n[3]"
    for pieces in cuts(Array(text.utf8)) {
      for blockBytes in [0, 9, 1000] {
        var reader = JSONLinesReader(blockBytes: blockBytes)
        var roots: [JSONValue] = []
        var bad: [Int] = []
        let take = { (block: LineBlock) in
          let tape = try JSONTape(lines: JSONBuffer(copying: block.bytes), firstLine: block.firstLine) { bad.append($0.line) }
          for root in tape.roots { roots.append(root.value) }
        }
        for piece in pieces { try reader.push(piece, block: take) }
        try reader.finish(block: take)
        #expect(roots == [["a": 1], ["b": 2], [3]])
        #expect(bad == [4])
      }
    }
  }

  @Test func aBrokenTransferCanBeFlushed() throws {
    var reader = JSONLinesReader()
    var got: [UInt8] = []
    try reader.push(Array("{}\n{\"a\"".utf8)) { got += $0.bytes }
    #expect(got.isEmpty)
    try reader.flush { got += $0.bytes }
    #expect(got == Array("{}\n".utf8))
  }

  @Test func endlessLinesAreRefused() {
    var reader = JSONLinesReader(blockBytes: 10, maximumLineBytes: 100)
    #expect(throws: FormatError.self) {
      for _ in 0..<10 { try reader.push([UInt8](repeating: 0x20, count: 50)) { _ in } }
    }
  }

  @Test(arguments: [
    ("", []), ("one", ["one"]), ("one\ntwo\n\nthree", ["one", "two", "", "three"]), ("a\r\nb\rc\n", ["a", "b", "c"]),
    ("\n", [""]), ("\r\n\r\n", ["", ""]), ("\u{2028}x\u{85}y\u{0b}z\n", ["\u{2028}x\u{85}y\u{0b}z"]), ("\u{e9}\"\t", ["\u{e9}\"\t"]),
  ]) func textLinesAreRecords(_ text: String, _ expected: [String]) throws {
    for pieces in cuts(Array(text.utf8)) {
      var reader = TextLinesReader()
      var output: [UInt8] = []
      var objects: [JSONObject] = []
      let take = { (line: UnsafeRawBufferPointer) in
        TextLinesReader.appendJSONLine(line, to: &output)
        objects.append(TextLinesReader.object(line))
      }
      for piece in pieces { try reader.push(piece, line: take) }
      try reader.finish(line: take)
      #expect(objects == expected.map { ["record": .string($0)] })
      #expect(String(decoding: output, as: UTF8.self) == objects.map { JSONText.compact(.object($0)) + "\n" }.joined())
    }
  }

  @Test func textLinesMustBeUTF8() {
    var reader = TextLinesReader()
    let problem = #expect(throws: FormatError.self) { try reader.push(Array("ok\nx".utf8) + [0xFF, 0x0A]) { _ in } }
    #expect(problem?.line == 2)
    #expect(problem?.column == 2)
  }
}
