/// Backslash escapes in the strings of templates and of literals.
enum StringEscapes {
  enum Mode {
    /// Strings in template expressions and literals.
    case template
    /// Byte literals: only escapes that make one byte.
    case bytes
  }

  struct Failure: Error {
    let message: String
  }

  /// The text between the quotes with its escapes resolved; unknown escapes stay as they are.
  ///
  /// Pairs of escaped surrogates become the character they mean; single ones the replacement character.
  static func resolve(_ body: ArraySlice<UInt8>, mode: Mode) throws(Failure) -> String {
    guard body.contains(UInt8(ascii: "\\")) else { return String(decoding: body, as: UTF8.self) }
    var units = Units()
    var at = body.startIndex
    while at < body.endIndex {
      if body[at] == UInt8(ascii: "\\"), at + 1 < body.endIndex {
        at = try escape(body, at + 1, into: &units)
      } else {
        units.append(byte: body[at])
        at += 1
      }
    }
    return units.text
  }

  /// The bytes of a byte literal.
  static func resolveBytes(_ body: ArraySlice<UInt8>) throws(Failure) -> [UInt8] {
    var result: [UInt8] = []
    var at = body.startIndex
    while at < body.endIndex {
      guard body[at] < 0x80 else { throw Failure(message: "bytes can only contain ASCII literal characters") }
      guard body[at] == UInt8(ascii: "\\"), at + 1 < body.endIndex else {
        result.append(body[at])
        at += 1
        continue
      }
      let next = body[at + 1]
      if let simple = simple(next) {
        result.append(simple)
        at += 2
      } else if next == 0x0A {
        at += 2
      } else if next == UInt8(ascii: "x") {
        result.append(UInt8(truncatingIfNeeded: try hex(body, at + 2, count: 2)))
        at += 4
      } else if next >= 0x30, next <= 0x37 {
        let (value, end) = octal(body, at + 1)
        result.append(UInt8(truncatingIfNeeded: value))
        at = end
      } else {
        result.append(body[at])
        at += 1
      }
    }
    return result
  }

  private static func escape(_ body: ArraySlice<UInt8>, _ at: Int, into units: inout Units) throws(Failure) -> Int {
    let kind = body[at]
    if let simple = simple(kind) {
      units.append(byte: simple)
      return at + 1
    }
    switch kind {
    case 0x0A: return at + 1
    case 0x30...0x37:
      let (value, end) = octal(body, at)
      units.append(code: value)
      return end
    case UInt8(ascii: "x"):
      units.append(code: try hex(body, at + 1, count: 2))
      return at + 3
    case UInt8(ascii: "u"):
      units.append(code: try hex(body, at + 1, count: 4))
      return at + 5
    case UInt8(ascii: "U"):
      let value = try hex(body, at + 1, count: 8)
      guard value <= 0x10FFFF else { throw Failure(message: "the escape \\U names no character") }
      units.append(code: value)
      return at + 9
    case UInt8(ascii: "N"):
      guard body.indices.contains(at + 1), body[at + 1] == UInt8(ascii: "{"), let end = body[at...].firstIndex(of: UInt8(ascii: "}")),
        let scalar = scalar(named: String(decoding: body[(at + 2)..<end], as: UTF8.self))
      else { throw Failure(message: "the escape \\N names no character") }
      units.append(code: scalar.value)
      return end + 1
    default:
      units.append(byte: UInt8(ascii: "\\"))
      return at
    }
  }

  private static func simple(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "a"): 0x07
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "v"): 0x0B
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): byte
    default: nil
    }
  }

  private static func octal(_ body: ArraySlice<UInt8>, _ start: Int) -> (value: UInt32, end: Int) {
    var value: UInt32 = 0
    var at = start
    while at < body.endIndex, at < start + 3, body[at] >= 0x30, body[at] <= 0x37 {
      value = value * 8 + UInt32(body[at] - 0x30)
      at += 1
    }
    return (value, at)
  }

  private static func hex(_ body: ArraySlice<UInt8>, _ start: Int, count: Int) throws(Failure) -> UInt32 {
    guard start + count <= body.endIndex, body[start..<(start + count)].allSatisfy({ hexValue($0) != nil }) else {
      throw Failure(message: "an escape needs \(count) hexadecimal digits")
    }
    return body[start..<(start + count)].reduce(0) { $0 << 4 | UInt32(hexValue($1) ?? 0) }
  }

  private static func scalar(named name: String) -> Unicode.Scalar? {
    let wanted = name.uppercased()
    return (0...0x10FFFF as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init)
      .first { $0.properties.name == wanted || $0.properties.nameAlias == wanted }
  }

  /// Text under way, with a leading surrogate that waits for its other half.
  private struct Units {
    var bytes: [UInt8] = []
    var leading: UInt32?

    mutating func append(byte: UInt8) {
      settle()
      bytes.append(byte)
    }

    mutating func append(code: UInt32) {
      if let first = leading, code >= 0xDC00, code <= 0xDFFF {
        leading = nil
        put(0x10000 + (first - 0xD800) << 10 + (code - 0xDC00))
        return
      }
      settle()
      if code >= 0xD800, code <= 0xDBFF { leading = code } else { put(code) }
    }

    private mutating func settle() {
      if leading != nil {
        leading = nil
        put(0xFFFD)
      }
    }

    private mutating func put(_ code: UInt32) {
      bytes.append(contentsOf: String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8)
    }

    var text: String {
      var copy = self
      copy.settle()
      return String(decoding: copy.bytes, as: UTF8.self)
    }
  }
}

/// The value of a hexadecimal digit.
func hexValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x46: byte - 0x37
  case 0x61...0x66: byte - 0x57
  default: nil
  }
}
