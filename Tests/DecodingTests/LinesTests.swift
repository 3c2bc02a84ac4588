import JSON
import Testing
import Decoding

struct LinesTests {
  @Test func jsonLinesComeInWholeLines() throws {
    let text = "{\"a\":1}\n\n{\"b\":\r2}\r\nbad\n[3]"
    for pieces in cuts(Array(text.utf8)) {
      var reader = JSONLinesReader()
      var roots: [JSONView] = []
      var bad: [Int] = []
      for piece in pieces { try reader.push(piece) { bad.append($0.line) }?.appendRoots(to: &roots) }
      try reader.finish { bad.append($0.line) }?.appendRoots(to: &roots)
      #expect(roots.map(\.value) == [["a": 1], ["b": 2], [3]])
      #expect(bad == [4])
    }
  }

  @Test func completeLinesDoNotWaitForMore() throws {
    var reader = JSONLinesReader()
    #expect(try reader.push(Array("{}\n{\"a\"".utf8)) { _ in }?.roots.map(\.value) == [[:]])
    #expect(try reader.push(Array(":1".utf8)) { _ in } == nil)
    var problems: [JSONError] = []
    #expect(try reader.finish { problems.append($0) }?.roots.isEmpty == true)
    #expect(problems.map(\.line) == [2])
  }

  @Test(arguments: [true, false]) func aMarkedLineIsDroppedWhereWanted(_ drops: Bool) throws {
    for pieces in cuts(Array("\u{feff}[1]\n[2]\nbad".utf8)) {
      var reader = JSONLinesReader(dropsMarkedLine: drops)
      var roots: [JSONView] = []
      var bad: [Int] = []
      for piece in pieces { try reader.push(piece) { bad.append($0.line) }?.appendRoots(to: &roots) }
      try reader.finish { bad.append($0.line) }?.appendRoots(to: &roots)
      #expect(roots.map(\.value) == (drops ? [[2]] : [[1], [2]]))
      #expect(bad == [3])
    }
  }

  @Test func endlessLinesAreRefused() {
    var reader = JSONLinesReader(maximumLineBytes: 100)
    #expect(throws: FormatError.self) {
      for _ in 0..<10 { _ = try reader.push([UInt8](repeating: 0x20, count: 50)) { _ in } }
    }
  }

  @Test(arguments: [
    ("", []), ("one", ["one"]), ("one\ntwo\n\nthree", ["one", "two", "", "three"]), ("a\r\nb\rc\n", ["a", "b", "c"]),
    ("\n", [""]), ("\r\n\r\n", ["", ""]), ("\u{2028}x\u{85}y\u{0b}z\n", ["\u{2028}x\u{85}y\u{0b}z"]), ("\u{e9}\"\t", ["\u{e9}\"\t"]),
  ]) func textLinesAreRecords(_ text: String, _ expected: [String]) throws {
    for pieces in cuts(Array(text.utf8)) {
      var reader = TextLinesReader()
      var tapes = RecordTapeWriter()
      var objects: [JSONObject] = []
      for piece in pieces {
        try reader.push(piece) {
          TextLinesReader.write($0, to: &tapes)
          objects.append(TextLinesReader.object($0))
        }
      }
      try reader.finish {
        TextLinesReader.write($0, to: &tapes)
        objects.append(TextLinesReader.object($0))
      }
      #expect(objects == expected.map { ["record": .string($0)] })
      #expect(tapes.finish().map(\.rawText) == objects.map { JSONText.compact(.object($0)) })
    }
  }

  @Test func textLinesMustBeUTF8() {
    var reader = TextLinesReader()
    let problem = #expect(throws: FormatError.self) { try reader.push(Array("ok\nx".utf8) + [0xFF, 0x0A]) { _ in } }
    #expect(problem?.line == 2)
    #expect(problem?.column == 2)
  }
}
