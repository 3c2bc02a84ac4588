internal import Document
internal import JSON
internal import JSONSchema

/// Finds where a value stands in a JSON text that was read without trouble.
struct JSONLocator {
  private let text: [UInt8]
  private var place = 0

  /// The place of a value; of the nearest one around it when the text does not have it.
  static func location(of path: SchemaPath, in text: [UInt8], file: String) -> SourceLocation {
    var locator = JSONLocator(text: text)
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { locator.place = 3 }
    locator.skipSpace()
    for step in path.steps {
      let before = locator.place
      guard locator.enter(step) else {
        locator.place = before
        break
      }
    }
    return locator.location(file)
  }

  private init(text: [UInt8]) { self.text = text }

  private func location(_ file: String) -> SourceLocation {
    var line = 1
    var column = 1
    for byte in text.prefix(place) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80, byte != 0xEF || line > 1 || column > 1 {
        column += 1
      }
    }
    return SourceLocation(file: file, line: line, column: column)
  }

  private var current: UInt8 { place < text.count ? text[place] : 0 }

  private mutating func skipSpace() {
    while [0x20, 0x09, 0x0A, 0x0D].contains(current) { place += 1 }
  }

  /// Moves to a member or element of the value at hand; of members of one name to the last.
  private mutating func enter(_ step: SchemaPath.Step) -> Bool {
    switch step {
    case .key(let key):
      guard current == UInt8(ascii: "{") else { return false }
      var found: Int?
      eachPart { locator in
        let name = locator.string()
        locator.skipSpace()
        locator.place += 1
        locator.skipSpace()
        if name == key { found = locator.place }
      }
      return move(to: found)
    case .index(let index):
      guard current == UInt8(ascii: "[") else { return false }
      var count = 0
      var found: Int?
      eachPart { locator in
        if count == index { found = locator.place }
        count += 1
      }
      return move(to: found)
    }
  }

  private mutating func move(to found: Int?) -> Bool {
    if let found { place = found }
    return found != nil
  }

  /// Walks over the members or elements of the value at hand; `body` stops in front of each value.
  private mutating func eachPart(_ body: (inout JSONLocator) -> Void) {
    place += 1
    while true {
      skipSpace()
      if place >= text.count || current == UInt8(ascii: "}") || current == UInt8(ascii: "]") { break }
      body(&self)
      skipValue()
      skipSpace()
      if current == UInt8(ascii: ",") { place += 1 }
    }
    place += 1
  }

  private mutating func skipValue() {
    var depth = 0
    while place < text.count {
      switch current {
      case UInt8(ascii: "\""):
        _ = string()
        if depth == 0 { return }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return }
        depth -= 1
        if depth == 0 {
          place += 1
          return
        }
      case UInt8(ascii: ","): if depth == 0 { return }
      default: break
      }
      place += 1
    }
  }

  /// The text of the string at hand, without its escapes undone where they are numbers.
  private mutating func string() -> String {
    var bytes: [UInt8] = []
    place += 1
    while place < text.count, current != UInt8(ascii: "\"") {
      if current == UInt8(ascii: "\\") { place += 1 }
      bytes.append(current)
      place += 1
    }
    place += 1
    return String(decoding: bytes, as: UTF8.self)
  }
}
