/// A replacement text in Python's syntax: `\1`, `\g<1>`, `\g<name>` and the usual escapes.
package struct RegexReplacement {
  enum Part: Equatable {
    case text(String)
    case group(Int)
  }

  let parts: [Part]

  package init(_ source: String, groups: Int, names: [String: Int]) throws(RegexError) {
    var reader = Reader(source: Array(source.unicodeScalars), groups: groups, names: names)
    try reader.read()
    parts = reader.parts
  }

  private struct Reader {
    let source: [Unicode.Scalar]
    let groups: Int
    let names: [String: Int]
    var place = 0
    var parts: [Part] = []
    var pending = String.UnicodeScalarView()

    mutating func read() throws(RegexError) {
      while place < source.count {
        if source[place] == "\\" { try readEscape() } else { take() }
      }
      flush()
    }

    private mutating func take() {
      pending.append(source[place])
      place += 1
    }

    private mutating func flush() {
      if !pending.isEmpty { parts.append(.text(String(pending))) }
      pending = String.UnicodeScalarView()
    }

    private mutating func add(group: Int, at start: Int) throws(RegexError) {
      if group > groups { throw RegexError(.badReplacement, "invalid group reference \(group)", at: start) }
      flush()
      parts.append(.group(group))
    }

    private mutating func readEscape() throws(RegexError) {
      let start = place
      place += 1
      guard place < source.count else { throw RegexError(.badReplacement, "bad escape (end of pattern)", at: start) }
      let character = source[place]
      place += 1
      switch character {
      case "g": try readGroup()
      case "0": append(octal(from: start + 1, count: 3))
      case "1"..."9": try readNumber(start)
      case "a": append(0x07)
      case "b": append(0x08)
      case "f": append(0x0C)
      case "n": append(0x0A)
      case "r": append(0x0D)
      case "t": append(0x09)
      case "v": append(0x0B)
      case "\\": append(0x5C)
      case "A"..."Z", "a"..."z": throw RegexError(.badReplacement, "bad escape \\\(character)", at: start)
      default:
        append(0x5C)
        pending.append(character)
      }
    }

    private mutating func append(_ value: UInt32) {
      if let scalar = Unicode.Scalar(value) { pending.append(scalar) }
    }

    private func digit(_ place: Int, upTo last: UInt32) -> UInt32? {
      guard place < source.count, source[place].value >= 0x30, source[place].value <= last else { return nil }
      return source[place].value - 0x30
    }

    private mutating func octal(from first: Int, count: Int) -> UInt32 {
      place = first
      var value: UInt32 = 0
      while place < first + count, let digit = digit(place, upTo: 0x37) {
        value = value * 8 + digit
        place += 1
      }
      return value & 0xFF
    }

    /// One or two digits name a group, three octal ones a character.
    private mutating func readNumber(_ start: Int) throws(RegexError) {
      if let first = digit(start + 1, upTo: 0x37), digit(start + 2, upTo: 0x37) != nil, digit(start + 3, upTo: 0x37) != nil {
        if first > 3 {
          let text = String(String.UnicodeScalarView(source[start..<start + 4]))
          throw RegexError(.badReplacement, "octal escape value \(text) outside of range 0-0o377", at: start)
        }
        append(octal(from: start + 1, count: 3))
        return
      }
      var group = Int(digit(start + 1, upTo: 0x39) ?? 0)
      if let second = digit(start + 2, upTo: 0x39) {
        group = group * 10 + Int(second)
        place += 1
      }
      try add(group: group, at: start + 1)
    }

    private mutating func readGroup() throws(RegexError) {
      guard place < source.count, source[place] == "<" else { throw RegexError(.badReplacement, "missing <", at: place) }
      place += 1
      let start = place
      while place < source.count, source[place] != ">" { place += 1 }
      let name = String(String.UnicodeScalarView(source[start..<place]))
      if place == source.count {
        throw RegexError(.badReplacement, name.isEmpty ? "missing group name" : "missing >, unterminated name", at: start)
      }
      place += 1
      if name.isEmpty { throw RegexError(.badReplacement, "missing group name", at: start) }
      if RegexParser.isIdentifier(name) {
        guard let group = names[name] else { throw RegexError(.unknownGroup, "unknown group name '\(name)'") }
        return try add(group: group, at: start)
      }
      guard name.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
        throw RegexError(.badReplacement, "bad character in group name '\(name)'", at: start)
      }
      try add(group: Int(name) ?? Int.max, at: start)
    }
  }
}
