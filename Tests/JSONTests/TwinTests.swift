import Testing
import JSON

/// What is scanned by comparing it with the value before is what it is when scanned alone.
struct TwinTests {
  /// Objects after one another that differ in one way.
  private static let pages: [[String]] = [
    [#"{"a":1,"b":"x"}"#, #"{"a":2,"b":"y"}"#, #"{"a":-2.5e3,"b":"yé\\n"}"#],
    [#"{"a":1,"b":2,"c":3}"#, #"{"a":1,"c":3}"#, #"{"a":1,"b":2,"c":3}"#, #"{"b":2}"#, #"{"c":3,"b":2,"a":1}"#, #"{}"#, #"{"a":1}"#],
    [#"{"a":{"b":1,"c":{"d":2}},"e":3}"#, #"{"a":{"b":1,"c":{"d":2}},"e":3}"#, #"{"a":null,"e":3}"#, #"{"a":{"b":1,"c":null},"e":3}"#],
    [#"{"a":{"x":1},"b":2}"#, #"{"a":{"x":1,"b":5},"b":2}"#, #"{"a":{"x":1,"b":5},"b":2}"#, #"{"a":{},"b":2}"#, #"{"a":{"x":1},"b":2}"#],
    [#"{"a":[{"x":1},{"x":2,"y":null}],"b":[]}"#, #"{"a":[{"x":1}],"b":[1,"2",null]}"#, #"{"a":[],"b":[[{"z":1}],{"z":2}]}"#],
    [#"{"a":1,"a":2}"#, #"{"a":1,"a":2}"#, #"{"a":1}"#, #"{"a":null,"a":null}"#],
    [#"{ "a" : 1 , "b":2 }"#, #"{ "a" : 1 , "b":2 }"#, #"{"a":1,"b":2}"#, #"{ "a" :1, "b":2}"#],
    [#"{"a":true,"b":false,"c":null}"#, #"{"a":false,"b":null,"c":true}"#, #"{"a":NaN,"b":-Infinity,"c":Infinity}"#],
    [#"{"":1,"a long key beyond sixteen":2}"#, #"{"":2,"a long key beyond sixteem":2}"#, #"{"":2,"a long key beyond sixteem":2}"#],
    [#"{"\u0061":1,"b":2}"#, #"{"\u0061":3,"b":4}"#],
  ]

  @Test(arguments: pages)
  func elementsAreAsIfAlone(_ elements: [String]) throws {
    for separator in [",", " ,\n  "] {
      try Likeness.expect(try JSONTape("[" + elements.joined(separator: separator) + "]", options: .python), elements)
      let page = #"{"data":["# + elements.joined(separator: separator) + #"],"next":{"a":1}}"#
      try Likeness.expect(try JSONTape(page, options: .python), elements)
    }
    let lines = try JSONTape(lines: Array(elements.joined(separator: "\n").utf8), options: .python) { Issue.record("\($0)") }
    try Likeness.expect(Array(lines.roots), elements)
  }

  /// Keys are missing, added and out of order, by chance and in runs.
  @Test(arguments: [31, 32, 33] as [UInt64])
  func elementsOfAllShapesAreAsIfAlone(seed: UInt64) throws {
    var source = RandomJSON(seed: seed)
    let values = ["1", "null", #""text""#, #"{"a":1,"k1":{"b":null}}"#, #"{"k1":2,"k2":null}"#, "[]", #"[{"k1":1},{"k1":2}]"#, "-0.5"]
    for chaos in [0, 1, 3, 10] {
      var keys = (0..<9).map { "k\($0)" }
      let elements = (0..<120).map { _ in
        if source.below(100) < chaos { keys.shuffle(using: &source.random) }
        let members = keys.filter { _ in source.below(10) >= chaos }.map { "\"\($0)\":\(values[source.below(values.count)])" }
        return "{" + (members + (source.below(30) < chaos ? [#""k1":1"#] : [])).joined(separator: ",") + "}"
      }
      try Likeness.expect(try JSONTape("[" + elements.joined(separator: ",") + "]"), elements)
    }
  }

  /// Damage is found at the same place and for the same reason, whatever stands before.
  @Test(arguments: [21, 22, 23, 24] as [UInt64])
  func damageIsFoundTheSame(seed: UInt64) throws {
    var source = RandomJSON(seed: seed)
    var refused = 0
    for _ in 0..<800 {
      let model = source.text()
      guard let size = try? JSONTape(model).byteCount, size >= 2 else { continue }
      var damaged = model
      source.mutate(&damaged)
      let page = [UInt8(ascii: "[")] + model + [UInt8(ascii: ",")] + damaged + [UInt8(ascii: "]")]
      // A text of the same length, which nothing resembles.
      let text = [UInt8(ascii: "\"")] + [UInt8](repeating: 0x20, count: model.count - 2) + [UInt8(ascii: "\"")]
      let other = [UInt8(ascii: "[")] + text + [UInt8(ascii: ",")] + damaged + [UInt8(ascii: "]")]
      if Likeness.expectSameOutcome(page, other, behind: 1) { refused += 1 }
    }
    #expect(refused > 100)
  }

  /// What stands before the first key of the twin is no comma.
  @Test(arguments: [
    #"{"a":1}|{"x":1"a":2}"#, #"{ "a":1}|{ "x":1 "a":2}"#, #"{"a":1,"b":2}|{"x":1"a":2,"b":2}"#, #"{"a":1}|{"x":{}"a":2}"#,
    #"{"k":{"a":1}}|{"k":{"x":1"a":2}}"#, #"[{"a":1}]|[{"x":[1]"a":2}]"#,
  ])
  func aMissingCommaIsMissed(pair: String) throws {
    let parts = pair.split(separator: "|").map(String.init)
    let comma = try #require(parts[1].utf8.firstIndex(of: UInt8(ascii: "a"))).utf16Offset(in: parts[1]) - 1
    let page = try #require(throws: JSONError.self) { try JSONTape("[\(parts[0]),\(parts[1])]") }
    #expect(page.offset == parts[0].utf8.count + 2 + comma)
    var refused: [Int] = []
    let lines = try JSONTape(lines: Array("\(parts[0])\n\(parts[1])\n\(parts[0])".utf8)) { refused.append($0.offset) }
    #expect(refused.count == 1 && Array(lines.roots).count == 2)
  }

  @Test func depthIsLimitedWithTwins() throws {
    let options = { () -> JSONOptions in
      var options = JSONOptions.standard
      options.maximumDepth = 3
      return options
    }()
    #expect(try JSONTape(#"[{"a":{}},{"a":{}}]"#, options: options).root.count == 2)
    #expect(throws: JSONError.self) { try JSONTape(#"[{"a":{}},{"a":{"a":{}}}]"#, options: options) }
    #expect(throws: JSONError.self) { try JSONTape(#"[[{"a":1}],[{"a":{}}]]"#, options: options) }
  }

  @Test func arraysWithRoomAreNotCopied() throws {
    var bytes = Array(#"[{"a":1},{"a":2}]"#.utf8)
    bytes.pad()
    #expect(bytes.isPadded && bytes.count == 17)
    let tape = try JSONTape(bytes)
    #expect(bytes.withUnsafeBufferPointer { $0.baseAddress } == tape.bytes)
    bytes.append(contentsOf: repeatElement(7, count: 100))
    #expect(tape.root.rawText == #"[{"a":1},{"a":2}]"# && tape.root[1]?["a"]?.integer == 2)
    var cut = Array(#"[1,2"#.utf8)
    cut.reserveCapacity(100)
    cut.append(contentsOf: Array(",3]".utf8))
    cut.removeLast(3)
    #expect(!cut.isPadded)
    #expect(throws: JSONError.self) { try JSONTape(cut) }
  }
}
