/// The type of a plain scalar, which YAML 1.1 reads off its text.
enum ImplicitTag {
  static func of(_ text: String) -> Tag {
    var text = text
    return text.withUTF8 { bytes in
      guard let first = bytes.first else { return .null }
      switch first {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): return number(bytes)
      case UInt8(ascii: "<"): return bytes.elementsEqual("<<".utf8) ? .merge : .string
      case UInt8(ascii: "="): return bytes.count == 1 ? .value : .string
      case UInt8(ascii: "~"): return bytes.count == 1 ? .null : .string
      case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"),
        UInt8(ascii: "o"), UInt8(ascii: "O"), UInt8(ascii: "n"), UInt8(ascii: "N"):
        return word(bytes)
      default: return .string
      }
    }
  }

  private static func word(_ bytes: UnsafeBufferPointer<UInt8>) -> Tag {
    guard bytes.count <= 5 else { return .string }
    switch String(decoding: bytes, as: UTF8.self) {
    case "yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE", "false", "False", "FALSE", "on", "On", "ON", "off", "Off", "OFF":
      return .bool
    case "null", "Null", "NULL": return .null
    default: return .string
    }
  }

  private static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Tag {
    if isFloat(bytes) { return .float }
    if isInteger(bytes) { return .int }
    if isTimestamp(bytes) { return .timestamp }
    return .string
  }

  private static func isInteger(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var scan = ByteScanner(bytes)
    scan.skipSign()
    if scan.take("0") {
      if scan.isAtEnd { return true }
      if scan.take("b") { return scan.skip { $0 == 0x30 || $0 == 0x31 || $0 == 0x5F } > 0 && scan.isAtEnd }
      if scan.take("x") { return scan.skip { isHexDigit($0) || $0 == 0x5F } > 0 && scan.isAtEnd }
      return scan.skip { (0x30...0x37).contains($0) || $0 == 0x5F } > 0 && scan.isAtEnd
    }
    guard scan.skip(isDigit) > 0 else { return false }
    scan.skip { isDigit($0) || $0 == 0x5F }
    return scan.isAtEnd || (scan.skipSexagesimals() && scan.isAtEnd)
  }

  private static func isFloat(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var scan = ByteScanner(bytes)
    let isSigned = scan.skipSign()
    if scan.take(".") {
      if !isSigned, scan.skip(isDigit) > 0 {
        scan.skip { isDigit($0) || $0 == 0x5F }
        return scan.skipExponent() && scan.isAtEnd
      }
      let rest = scan.rest
      return ["inf", "Inf", "INF"].contains(rest) || (!isSigned && ["nan", "NaN", "NAN"].contains(rest))
    }
    guard scan.skip(isDigit) > 0 else { return false }
    scan.skip { isDigit($0) || $0 == 0x5F }
    let isSexagesimal = scan.skipSexagesimals()
    guard scan.take(".") else { return false }
    scan.skip { isDigit($0) || $0 == 0x5F }
    return (isSexagesimal || scan.skipExponent()) && scan.isAtEnd
  }

  private static func isTimestamp(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count >= 8, let stamp = TimestampText(bytes) else { return false }
    return stamp.hasTime || bytes.count == 10
  }
}

func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66) }

/// Steps through the bytes of one scalar.
struct ByteScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }
  var rest: String { String(decoding: bytes[place...], as: UTF8.self) }
  var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  @discardableResult
  mutating func skip(atMost limit: Int = .max, _ belongs: (UInt8) -> Bool) -> Int {
    let start = place
    while place < bytes.count, place - start < limit, belongs(bytes[place]) { place += 1 }
    return place - start
  }

  /// The value of `count` digits at least and `limit` at most.
  mutating func number(_ count: Int, _ limit: Int) -> Int? {
    let start = place
    guard skip(atMost: limit, isDigit) >= count else { return nil }
    return bytes[start..<place].reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  @discardableResult
  mutating func skipSign() -> Bool { take("-") || take("+") }

  /// An exponent, which YAML 1.1 takes with a sign only; true when there is none or it is whole.
  mutating func skipExponent() -> Bool {
    guard take("e") || take("E") else { return true }
    return skipSign() && skip(isDigit) > 0
  }

  /// Groups of base 60 such as `:59`; false when there is none.
  mutating func skipSexagesimals() -> Bool {
    var found = false
    while place < bytes.count, bytes[place] == UInt8(ascii: ":") {
      let start = place
      place += 1
      let digits = skip(atMost: 2, isDigit)
      if digits == 0 || (digits == 2 && bytes[start + 1] > UInt8(ascii: "5")) {
        place = start
        return found
      }
      found = true
    }
    return found
  }
}
