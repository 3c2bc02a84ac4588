import PythonRules

/// Cuts a template into tokens.
struct Lexer {
  private let source: [UInt8]
  private var place = 0
  private var tokens: [Token] = []

  /// - Parameter source: the template with its line ends made uniform; see ``normalized(_:)``.
  private init(_ source: [UInt8]) { self.source = source }

  static func tokens(of source: [UInt8]) throws(SyntaxFailure) -> [Token] {
    var lexer = Lexer(source)
    try lexer.run()
    lexer.add(.end, "", at: source.count)
    return lexer.tokens
  }

  /// The text with `\n` for every line end, and without the last line end if it ends in one.
  static func normalized(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == 0x0D {
        bytes.append(0x0A)
      } else if byte != 0x0A || previous != 0x0D {
        bytes.append(byte)
      }
      previous = byte
    }
    if bytes.last == 0x0A { bytes.removeLast() }
    return bytes
  }

  private mutating func add(_ kind: Token.Kind, _ text: String, at offset: Int) {
    tokens.append(Token(kind: kind, text: text, offset: offset))
  }

  // MARK: Text between tags

  private mutating func run() throws(SyntaxFailure) {
    while place < source.count {
      guard let tag = nextTag(from: place) else {
        addData(place..<source.count)
        return
      }
      let start = place
      let opener = source[tag + 1]
      var inner = tag + 2
      let sign = byte(at: inner)
      if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { inner += 1 }
      addData(start..<(sign == UInt8(ascii: "-") ? trimmedEnd(start..<tag) : tag))
      place = inner
      switch opener {
      case UInt8(ascii: "#"): try skipComment(from: tag)
      case UInt8(ascii: "{"):
        add(.variableBegin, "", at: tag)
        try readTag(isBlock: false)
      default:
        if let body = rawBody(at: inner) {
          try readRaw(from: body, tag: tag)
        } else {
          add(.blockBegin, "", at: tag)
          try readTag(isBlock: true)
        }
      }
    }
  }

  private func nextTag(from start: Int) -> Int? {
    var at = start
    while at + 1 < source.count {
      if source[at] == UInt8(ascii: "{") {
        let next = source[at + 1]
        if next == UInt8(ascii: "{") || next == UInt8(ascii: "%") || next == UInt8(ascii: "#") { return at }
      }
      at += 1
    }
    return nil
  }

  private mutating func addData(_ range: Range<Int>) {
    if !range.isEmpty { add(.data, String(decoding: source[range], as: UTF8.self), at: range.lowerBound) }
  }

  private mutating func skipComment(from tag: Int) throws(SyntaxFailure) {
    var at = place
    while at + 1 < source.count {
      if source[at] == UInt8(ascii: "#"), source[at + 1] == UInt8(ascii: "}") {
        let strips = at > place && source[at - 1] == UInt8(ascii: "-")
        place = at + 2
        if strips { place = skippingSpace(from: place) }
        return
      }
      at += 1
    }
    throw SyntaxFailure(message: "the comment is not closed by '#}'", offset: tag)
  }

  /// Where the text of a raw block starts, when the tag opens one.
  private func rawBody(at inner: Int) -> Int? {
    var at = skippingSpace(from: inner)
    guard word("raw", at: at) else { return nil }
    at = skippingSpace(from: at + 3)
    let strips = byte(at: at) == UInt8(ascii: "-")
    if strips { at += 1 }
    guard byte(at: at) == UInt8(ascii: "%"), byte(at: at + 1) == UInt8(ascii: "}") else { return nil }
    return strips ? skippingSpace(from: at + 2) : at + 2
  }

  private mutating func readRaw(from body: Int, tag: Int) throws(SyntaxFailure) {
    var at = body
    while at + 1 < source.count {
      if source[at] == UInt8(ascii: "{"), source[at + 1] == UInt8(ascii: "%") {
        var inner = at + 2
        let sign = byte(at: inner)
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { inner += 1 }
        inner = skippingSpace(from: inner)
        if word("endraw", at: inner), let end = tagEnd(at: skippingSpace(from: inner + 6), isBlock: true) {
          addData(body..<(sign == UInt8(ascii: "-") ? trimmedEnd(body..<at) : at))
          place = end
          return
        }
      }
      at += 1
    }
    throw SyntaxFailure(message: "the raw block is not closed by '{% endraw %}'", offset: tag)
  }

  // MARK: Inside tags

  private mutating func readTag(isBlock: Bool) throws(SyntaxFailure) {
    var open: [(close: UInt8, offset: Int)] = []
    while true {
      place = skippingSpace(from: place)
      guard place < source.count else { return }
      if open.isEmpty, let end = tagEnd(at: place, isBlock: isBlock) {
        add(isBlock ? .blockEnd : .variableEnd, "", at: place)
        place = end
        return
      }
      try readInside(&open)
    }
  }

  private mutating func readInside(_ open: inout [(close: UInt8, offset: Int)]) throws(SyntaxFailure) {
    let start = place
    let first = source[place]
    if first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") {
      if readNumber() { return }
    }
    if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") { return try readString(quote: first) }
    if readName() {
      let name = tokens[tokens.count - 1].text
      guard isIdentifier(name) else { throw SyntaxFailure(message: "'\(name)' is not a name", offset: start) }
      return
    }
    guard let symbol = symbol(at: place) else {
      let text = String(decoding: source[place...], as: UTF8.self)
      throw SyntaxFailure(message: "unexpected character '\(text.unicodeScalars.first.map(String.init) ?? "")'", offset: start)
    }
    switch symbol {
    case .leftBrace: open.append((UInt8(ascii: "}"), start))
    case .leftParen: open.append((UInt8(ascii: ")"), start))
    case .leftBracket: open.append((UInt8(ascii: "]"), start))
    case .rightBrace, .rightParen, .rightBracket:
      guard let expected = open.popLast() else {
        throw SyntaxFailure(message: "unexpected '\(symbol.rawValue)'", offset: start)
      }
      if expected.close != first {
        let wanted = Unicode.Scalar(expected.close)
        throw SyntaxFailure(message: "unexpected '\(symbol.rawValue)', expected '\(wanted)'", offset: start)
      }
    default: break
    }
    add(.symbol(symbol), "", at: start)
    place += symbol.rawValue.utf8.count
  }

  private func symbol(at place: Int) -> Token.Symbol? {
    let first = String(Unicode.Scalar(source[place]))
    if place + 1 < source.count, let symbol = Token.Symbol(rawValue: first + String(Unicode.Scalar(source[place + 1]))) {
      return symbol
    }
    return Token.Symbol(rawValue: first)
  }

  /// The place behind the end of a tag, and behind the space it strips; nil when no tag ends here.
  private func tagEnd(at start: Int, isBlock: Bool) -> Int? {
    var at = start
    let sign = byte(at: at)
    let strips = sign == UInt8(ascii: "-")
    if strips || isBlock && sign == UInt8(ascii: "+") { at += 1 }
    guard byte(at: at) == (isBlock ? UInt8(ascii: "%") : UInt8(ascii: "}")), byte(at: at + 1) == UInt8(ascii: "}") else {
      return nil
    }
    return strips ? skippingSpace(from: at + 2) : at + 2
  }

  private mutating func readName() -> Bool {
    var end = place
    while end < source.count {
      let byte = source[end]
      if isNameByte(byte) {
        end += 1
      } else if byte >= 0x80 {
        let scalar = decodeScalar(source, at: end)
        guard isWordScalar(scalar) else { break }
        end += UTF8.width(scalar)
      } else {
        break
      }
    }
    guard end > place else { return false }
    add(.name, String(decoding: source[place..<end], as: UTF8.self), at: place)
    place = end
    return true
  }

  private mutating func readNumber() -> Bool {
    let start = place
    let afterDot = start > 0 && source[start - 1] == UInt8(ascii: ".")
    if !afterDot, let end = NumberScanner.float(source, at: start) {
      add(.float, NumberScanner.text(source[start..<end]), at: start)
      place = end
      return true
    }
    if let end = NumberScanner.integer(source, at: start) {
      add(.integer, NumberScanner.text(source[start..<end]), at: start)
      place = end
      return true
    }
    return false
  }

  private mutating func readString(quote: UInt8) throws(SyntaxFailure) {
    let start = place
    var end = place + 1
    while end < source.count, source[end] != quote { end += source[end] == UInt8(ascii: "\\") ? 2 : 1 }
    guard end < source.count else {
      throw SyntaxFailure(message: "the string that starts here is not closed", offset: start)
    }
    do {
      add(.string, try StringEscapes.resolve(source[(start + 1)..<end], mode: .template), at: start)
    } catch {
      throw SyntaxFailure(message: error.message, offset: start)
    }
    place = end + 1
  }

  // MARK: Bytes

  private func byte(at place: Int) -> UInt8 { place < source.count ? source[place] : 0 }

  private func word(_ word: String, at place: Int) -> Bool {
    place + word.utf8.count <= source.count && source[place..<(place + word.utf8.count)].elementsEqual(word.utf8)
  }

  private func skippingSpace(from start: Int) -> Int {
    var at = start
    while at < source.count {
      let byte = source[at]
      if byte < 0x80 {
        guard isSpaceByte(byte) else { return at }
        at += 1
      } else {
        let scalar = decodeScalar(source, at: at)
        guard PythonCharacter.isSpace(scalar) else { return at }
        at += UTF8.width(scalar)
      }
    }
    return at
  }

  private func trimmedEnd(_ range: Range<Int>) -> Int {
    var end = range.lowerBound
    var at = range.lowerBound
    while at < range.upperBound {
      let scalar = decodeScalar(source, at: at)
      at += UTF8.width(scalar)
      if !PythonCharacter.isSpace(scalar) { end = at }
    }
    return end
  }
}
