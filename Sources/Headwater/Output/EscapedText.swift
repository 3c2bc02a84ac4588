/// A text in which any character may be written as an escape: of JSON or a programming language, of addresses, of HTML or of cookies, also
/// when it was escaped several times over.
struct EscapedText {
  /// What an escape stands for, and where the text goes on behind it.
  struct Escape {
    let bytes: [UInt8]
    let end: Int
  }

  let bytes: [UInt8]
  /// Of escapes within escapes.
  private static let deepest = 4

  init(_ text: String) { bytes = Array(text.utf8) }

  /// Looks for one text, with its characters as they are or escaped.
  struct Search {
    private let needle: [UInt8]
    /// Where reading on was of no use, so that texts that can be read in many ways are not read again and again.
    private var failed: Set<Int> = []

    init(_ needle: [UInt8]) { self.needle = needle }

    /// Where the text ends that starts at a place; nil when another one stands there. To be asked for later and later places.
    mutating func end(in text: EscapedText, at place: Int) -> Int? {
      var open = [(at: place, matched: 0)]
      while var (at, matched) = open.popLast() {
        while matched < needle.count, at < text.bytes.count {
          if text.mayEscape(at) {
            guard failed.insert(at * needle.count + matched).inserted else { break }
            for escape in text.escapes(at: at) where needle[matched...].starts(with: escape.bytes) {
              open.append((escape.end, matched + escape.bytes.count))
            }
          }
          guard text.bytes[at] == needle[matched] else { break }
          at += 1
          matched += 1
        }
        if matched == needle.count { return at }
      }
      return nil
    }
  }

  private func mayEscape(_ place: Int) -> Bool {
    switch bytes[place] {
    case UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "\\"), UInt8(ascii: "&"): true
    default: false
    }
  }

  /// The escapes that may be read at a place.
  func escapes(at place: Int) -> [Escape] {
    switch bytes[place] {
    case UInt8(ascii: "%"): percents(place)
    case UInt8(ascii: "+"): [Escape(bytes: [0x20], end: place + 1)]
    case UInt8(ascii: "\\"): backslashes(place)
    case UInt8(ascii: "&"): entity(place).map { [$0] } ?? []
    default: []
    }
  }

  /// `%26`, and `%2526` for what was escaped twice.
  private func percents(_ place: Int) -> [Escape] {
    var escapes: [Escape] = []
    var at = place + 1
    while escapes.count < Self.deepest, let value = number(at, digits: 2, radix: 16) {
      escapes.append(Escape(bytes: [UInt8(value)], end: at + 2))
      guard value == 0x25 else { break }
      at += 2
    }
    return escapes
  }

  /// `\"`, `\n`, `\u0026`, `\x26`, `\046`; and with more backslashes for what was escaped more often.
  private func backslashes(_ place: Int) -> [Escape] {
    var end = place
    while end < bytes.count, bytes[end] == UInt8(ascii: "\\"), end - place < 1 << Self.deepest { end += 1 }
    let count = end - place
    var escapes: [Escape] = []
    for level in 1...Self.deepest where 1 << level <= count {
      escapes.append(Escape(bytes: [UInt8(ascii: "\\")], end: place + 1 << level))
    }
    guard count < 1 << Self.deepest, end < bytes.count else { return escapes }
    switch bytes[end] {
    case UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "'"): escapes.append(Escape(bytes: [bytes[end]], end: end + 1))
    case UInt8(ascii: "n"): escapes.append(Escape(bytes: [0x0A], end: end + 1))
    case UInt8(ascii: "r"): escapes.append(Escape(bytes: [0x0D], end: end + 1))
    case UInt8(ascii: "t"): escapes.append(Escape(bytes: [0x09], end: end + 1))
    case UInt8(ascii: "b"): escapes.append(Escape(bytes: [0x08], end: end + 1))
    case UInt8(ascii: "f"): escapes.append(Escape(bytes: [0x0C], end: end + 1))
    case UInt8(ascii: "u"): if let escape = unicode(end + 1, backslashes: count) { escapes.append(escape) }
    case UInt8(ascii: "x"):
      if let value = number(end + 1, digits: 2, radix: 16) { escapes.append(Escape(bytes: [UInt8(value)], end: end + 3)) }
    default:
      if let value = number(end, digits: 3, radix: 8), value < 256 { escapes.append(Escape(bytes: [UInt8(value)], end: end + 3)) }
    }
    return escapes
  }

  /// The four digits behind `\u`, and a second escape where two make a character.
  private func unicode(_ place: Int, backslashes: Int) -> Escape? {
    guard let unit = number(place, digits: 4, radix: 16) else { return nil }
    if let scalar = Unicode.Scalar(unit) { return Escape(bytes: Array(String(Character(scalar)).utf8), end: place + 4) }
    let second = place + 4 + backslashes
    guard unit < 0xDC00, second < bytes.count, bytes[(place + 4)..<second].allSatisfy({ $0 == UInt8(ascii: "\\") }),
      bytes[second] == UInt8(ascii: "u"), let low = number(second + 1, digits: 4, radix: 16), (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + low - 0xDC00)
    else { return nil }
    return Escape(bytes: Array(String(Character(scalar)).utf8), end: second + 5)
  }

  private static let entities: [(name: [UInt8], byte: UInt8)] = [
    (Array("amp;".utf8), 0x26), (Array("lt;".utf8), 0x3C), (Array("gt;".utf8), 0x3E), (Array("quot;".utf8), 0x22),
    (Array("apos;".utf8), 0x27),
  ]

  /// `&amp;`, `&#38;` and `&#x26;`; and `&amp;quot;` for what was escaped twice.
  private func entity(_ place: Int) -> Escape? {
    var at = place + 1
    var last: Escape?
    for _ in 0..<Self.deepest {
      if let escape = numbered(at) { return escape }
      guard let entity = Self.entities.first(where: { bytes[at...].starts(with: $0.name) }) else { break }
      at += entity.name.count
      last = Escape(bytes: [entity.byte], end: at)
      guard entity.byte == 0x26 else { break }
    }
    return last
  }

  private func numbered(_ place: Int) -> Escape? {
    guard place < bytes.count, bytes[place] == UInt8(ascii: "#") else { return nil }
    let isHexadecimal = place + 1 < bytes.count && bytes[place + 1] | 0x20 == UInt8(ascii: "x")
    let start = place + (isHexadecimal ? 2 : 1)
    guard let end = bytes[min(start, bytes.count)...].prefix(9).firstIndex(of: UInt8(ascii: ";")),
      let value = number(start, digits: end - start, radix: isHexadecimal ? 16 : 10), let scalar = Unicode.Scalar(value)
    else { return nil }
    return Escape(bytes: Array(String(Character(scalar)).utf8), end: end + 1)
  }

  /// A number of so many digits.
  private func number(_ place: Int, digits: Int, radix: UInt32) -> UInt32? {
    guard digits > 0, place + digits <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[place..<(place + digits)] {
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x41 + 10
      case 0x61...0x66: digit = byte - 0x61 + 10
      default: return nil
      }
      guard digit < radix else { return nil }
      value = value * radix + UInt32(digit)
    }
    return value
  }
}
