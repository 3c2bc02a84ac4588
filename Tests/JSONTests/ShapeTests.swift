import Testing

@testable import JSON

/// Records that are taken as wholes, as they have the shape of those before, are what they are when scanned alone.
struct ShapeTests {
  private static let scalars = [
    "1", "-20.5e3", "0", "123456789012345678901", "null", "true", "false", #""""#, #""text""#, #""sixteen letters ""#, #""é\n\"\u00e9""#,
    #""a longer text, beyond any word of sixteen bytes""#,
  ]

  /// Records of one shape with random values, some of another shape among them.
  private struct Page {
    private enum Part { case member(String), opening(String), closing }

    private var parts: [Part] = []
    private var source: RandomJSON

    init(seed: UInt64) {
      source = RandomJSON(seed: seed)
      var open = 0
      for place in 0...source.below(8) {
        let key = ["k\(place)", "a key of more than sixteen bytes \(place)", "é\(place)", #"\"\#(place)"#][source.below(4)]
        switch source.below(6) {
        case 0:
          parts.append(.opening(key))
          open += 1
        case 1 where open > 0:
          parts.append(.closing)
          open -= 1
          parts.append(.member(key))
        default: parts.append(.member(key))
        }
      }
      parts += repeatElement(.closing, count: open)
    }

    mutating func record() -> String {
      var text = "{"
      for part in parts {
        let comma = text.hasSuffix("{") ? "" : ","
        switch part {
        case .member(let key): text += "\(comma)\"\(key)\":\(scalars[source.below(scalars.count)])"
        case .opening(let key): text += "\(comma)\"\(key)\":{"
        case .closing: text += "}"
        }
      }
      return text + "}"
    }

    mutating func records(_ count: Int, others: Int) -> [String] {
      let strange = [#"{"k0":[1,{"k1":2}]}"#, "{}", #"{"k0":1,"k1":{},"k2":[]}"#, #"{"x":1}"#, "[1]", "null"]
      return (0..<count).map { _ in source.below(100) < others ? strange[source.below(strange.count)] : record() }
    }
  }

  @Test(arguments: 0..<24 as Range<UInt64>)
  func recordsAreAsIfAlone(seed: UInt64) throws {
    for others in [0, 3, 30] {
      var page = Page(seed: seed)
      let records = page.records(70, others: others)
      try Likeness.expect(try JSONTape("[" + records.joined(separator: ",") + "]", options: .python), records)
      try Likeness.expect(try JSONTape(#"{"data": ["# + records.joined(separator: ",\n ") + "]}", options: .python), records)
    }
  }

  @Test func shapesAreMadeOfWhatHasNoLists() throws {
    func shape(_ record: String) throws -> RecordShape? {
      var buffer = JSONBuffer("[" + [String](repeating: record, count: 9).joined(separator: ",") + "]")
      buffer.seal()
      var scanner = JSONScanner(UnsafePointer(buffer.base), size: buffer.count, options: .standard)
      defer { scanner.memory.give() }
      try scanner.scan(from: 0, to: buffer.count)
      return scanner.shape
    }
    let made = try #require(try shape(#"{"a":1,"b":{"c":"x","d":{"e":null}},"f":[]}"#))
    #expect(made.tokenCount == 13 && made.depth == 3 && made.steps.count == 3)
    #expect(try shape(#"{"a":[1]}"#) == nil && shape("{}") == nil)
  }

  /// Lists within records: a shape outlives the list it was made in.
  @Test func shapesOfOtherListsAreTakenAgain() throws {
    let items = (0..<9).map { #"{"id":\#($0),"of":{"name":"n\#($0)","none":null}}"# }
    let records = (0..<40).map { #"{"id":\#($0),"items":["# + items.prefix($0 % 10).joined(separator: ",") + #"],"end":"\#($0)"}"# }
    try Likeness.expect(try JSONTape("[" + records.joined(separator: ",") + "]"), records)
    let lines = try JSONTape(lines: Array(records.joined(separator: "\n").utf8)) { Issue.record("\($0)") }
    try Likeness.expect(Array(lines.roots), records)
  }

  /// Empty lists and objects are bytes between values, as long as they stay empty.
  @Test func emptyContainersBelongToTheShape() throws {
    let records =
      (0..<9).map { #"{"a":[],"b":\#($0),"c":{},"d":{"e":{}},"f":null}"# } + [#"{"a":[1],"b":1,"c":{},"d":{"e":{}},"f":null}"#]
      + (0..<9).map { #"{"a":[],"b":\#($0),"c":{},"d":{"e":{}},"f":"text"}"# } + [#"{"a":[],"b":1,"c":{"x":1},"d":{"e":{}},"f":null}"#]
    try Likeness.expect(try JSONTape("[" + records.joined(separator: ",") + "]"), records)
  }

  /// Keys that are repeated stay repeated, and more tokens than were expected find room.
  @Test func oddShapesAreTaken() throws {
    for record in [#"{"a":1,"a":null}"#, #"{"":1}"#, #"{"a":{"b":1,"b":2}}"#] {
      let records = [String](repeating: record, count: 200)
      try Likeness.expect(try JSONTape("[" + records.joined(separator: ",") + "]"), records)
    }
    let long = "{" + (0..<5000).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
    let records = [String](repeating: long, count: 6)
    try Likeness.expect(try JSONTape("[" + records.joined(separator: ",") + "]"), records)
  }

  /// Damage behind records of one shape is found at the same place and for the same reason as behind texts of the same length.
  @Test(arguments: [41, 42, 43, 44] as [UInt64])
  func damageIsFoundTheSame(seed: UInt64) throws {
    var source = RandomJSON(seed: seed)
    var page = Page(seed: seed)
    var refused = 0
    for _ in 0..<400 {
      let before = (0..<5).map { _ in page.record() }
      var damaged = Array(page.record().utf8)
      source.mutate(&damaged)
      let behind = Array((",\(page.record())]").utf8)
      let left = Array(("[" + before.joined(separator: ",") + ",").utf8) + damaged + behind
      let texts = before.map { "\"" + String(repeating: " ", count: $0.utf8.count - 2) + "\"" }
      let right = Array(("[" + texts.joined(separator: ",") + ",").utf8) + damaged + behind
      if Likeness.expectSameOutcome(left, right, behind: 5) { refused += 1 }
    }
    #expect(refused > 50)
  }

  @Test func shapesDoNotGoDeeperThanAllowed() throws {
    var options = JSONOptions.standard
    options.maximumDepth = 4
    let list = "[" + [String](repeating: #"{"a":{"b":1}}"#, count: 6).joined(separator: ",") + "]"
    #expect(try JSONTape("[\(list),\(list)]", options: options).root.count == 2)
    #expect(throws: JSONError.self) { try JSONTape("[\(list),[\(list)]]", options: options) }
  }

  @Test func whiteSpaceBetweenRecordsIsSeen() throws {
    let records = (0..<9).map { #"{"a":\#($0)}"# }
    #expect(try JSONTape("[" + records.joined(separator: ",") + "]").isMinified)
    for place in 1..<9 {
      let text = "[" + records[..<place].joined(separator: ",") + ", " + records[place...].joined(separator: ",") + "]"
      #expect(try !JSONTape(text).isMinified)
    }
  }

  /// Memory is large enough, whoever used it before.
  @Test func memoryForTokensHasRoom() {
    for capacity in [1, 4096, 5000, 70_000, 4096, 131_072, 200_000, 9000] {
      let memory = TokenMemory(atLeast: capacity)
      #expect(memory.capacity >= capacity)
      for place in 0..<capacity { memory.start[place] = JSONToken(.null, offset: place, length: 4, next: place + 1) }
      let grown = memory.grown(capacity, by: capacity * 2)
      #expect(grown.capacity >= capacity * 3 && grown.start[capacity - 1].offset == capacity - 1)
      grown.give()
    }
  }
}
