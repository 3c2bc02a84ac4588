/// The words and marks of a Swift source, without comments and texts.
enum SwiftTokens {
  static func read(_ source: [UInt8]) -> [String] {
    var tokens: [String] = []
    var place = 0
    while place < source.count {
      let byte = source[place]
      if isWord(byte) {
        let end = source[place...].firstIndex { !isWord($0) } ?? source.count
        tokens.append(String(decoding: source[place..<end], as: UTF8.self))
        place = end
      } else if let end = comment(in: source, at: place) ?? text(in: source, at: place) {
        place = end
      } else {
        if byte > 0x20 { tokens.append(String(UnicodeScalar(byte))) }
        place += 1
      }
    }
    return tokens
  }

  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  /// The end of a comment; nil when none starts here.
  private static func comment(in source: [UInt8], at start: Int) -> Int? {
    if starts(source, start, "//") { return source[start...].firstIndex(of: UInt8(ascii: "\n")) ?? source.count }
    guard starts(source, start, "/*") else { return nil }
    var depth = 1
    var place = start + 2
    while place < source.count, depth > 0 {
      if starts(source, place, "/*") {
        depth += 1
        place += 2
      } else if starts(source, place, "*/") {
        depth -= 1
        place += 2
      } else {
        place += 1
      }
    }
    return place
  }

  /// The end of a text in quotes; nil when none starts here.
  private static func text(in source: [UInt8], at start: Int) -> Int? {
    var hashes = 0
    while start + hashes < source.count, source[start + hashes] == UInt8(ascii: "#") { hashes += 1 }
    let opening = start + hashes
    guard starts(source, opening, "\"") else { return nil }
    let quote = starts(source, opening, "\"\"\"") ? "\"\"\"" : "\""
    let closing = quote + String(repeating: "#", count: hashes)
    let escape = "\\" + String(repeating: "#", count: hashes)
    var place = opening + quote.utf8.count
    while place < source.count {
      if starts(source, place, closing) { return place + closing.utf8.count }
      // What is put into a text by \( ) may hold quotes of its own; parentheses are counted until it ends.
      if starts(source, place, escape + "(") {
        place = interpolation(in: source, from: place + escape.utf8.count + 1)
      } else if starts(source, place, escape) {
        place += escape.utf8.count + 1
      } else {
        place += 1
      }
    }
    return source.count
  }

  private static func interpolation(in source: [UInt8], from start: Int) -> Int {
    var depth = 1
    var place = start
    while place < source.count, depth > 0 {
      if let end = text(in: source, at: place) {
        place = end
        continue
      }
      if source[place] == UInt8(ascii: "(") { depth += 1 }
      if source[place] == UInt8(ascii: ")") { depth -= 1 }
      place += 1
    }
    return place
  }

  private static func starts(_ source: [UInt8], _ place: Int, _ text: String) -> Bool {
    let text = text.utf8
    return place + text.count <= source.count && source[place..<(place + text.count)].elementsEqual(text)
  }
}
