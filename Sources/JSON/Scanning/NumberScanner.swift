/// Finds the end of numbers and checks their grammar.
enum NumberScanner {
  /// Whether a number (not `-Infinity`) starts with a byte and the one behind it.
  @inline(__always)
  static func starts(_ byte: UInt8, _ next: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "-") && next != UInt8(ascii: "I")
  }

  /// The end of a number, and whether it is an integer or a double.
  @inline(__always)
  static func end(_ bytes: UnsafePointer<UInt8>, _ start: Int) throws(ScanFailure) -> (Int, TokenKind) {
    var at = start
    if bytes[at] == UInt8(ascii: "-") { at &+= 1 }
    if bytes[at] == UInt8(ascii: "0") {
      at &+= 1
      guard !isDigit(bytes[at]) else { throw ScanFailure(.leadingZero, at) }
    } else {
      at = try digits(bytes, at)
    }
    var kind = TokenKind.integer
    if bytes[at] == UInt8(ascii: ".") {
      kind = .double
      at = try digits(bytes, at &+ 1)
    }
    if bytes[at] | 0x20 == UInt8(ascii: "e") {
      kind = .double
      at &+= 1
      if bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at &+= 1 }
      at = try digits(bytes, at)
    }
    return (at, kind)
  }

  /// Skips one or more digits, eight at once: how many an ordinary number has cannot be foreseen.
  @inline(__always)
  private static func digits(_ bytes: UnsafePointer<UInt8>, _ start: Int) throws(ScanFailure) -> Int {
    guard isDigit(bytes[start]) else { throw ScanFailure(.expectedDigit, start) }
    var at = start
    while true {
      let word = UInt64(littleEndian: UnsafeRawPointer(bytes + at).loadUnaligned(as: UInt64.self)) ^ 0x3030_3030_3030_3030
      // The lowest marked byte is exact; carries may mark bytes above it only.
      let marks = ((word &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080
      if marks != 0 { return at &+ marks.trailingZeroBitCount &>> 3 }
      at &+= 8
    }
  }

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
}
