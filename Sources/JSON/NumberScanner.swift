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

  /// Skips one or more digits.
  @inline(__always)
  private static func digits(_ bytes: UnsafePointer<UInt8>, _ start: Int) throws(ScanFailure) -> Int {
    guard isDigit(bytes[start]) else { throw ScanFailure(.expectedDigit, start) }
    var at = start
    repeat { at &+= 1 } while isDigit(bytes[at])
    return at
  }

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
}
