/// Finds the end of strings and checks what is in them.
enum StringScanner {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// The first byte at or behind `at` that is a quote, a backslash, a control character or not ASCII.
  @inline(__always)
  static func plainEnd(_ bytes: UnsafePointer<UInt8>, _ at: Int) -> Int {
    var at = at
    while true {
      let word = UnsafeRawPointer(bytes + at).loadUnaligned(as: UInt64.self)
      // With this bit turned, the quote is the next byte above the control characters, which keep to themselves.
      let quoteOrControl = word ^ 0x0202_0202_0202_0202
      let backslash = word ^ 0x5c5c_5c5c_5c5c_5c5c
      // The lowest marked byte is exact; borrows may mark bytes above it only.
      let marks = ((quoteOrControl &- 0x2121_2121_2121_2121) | (backslash &- ones) | word) & highs
      if marks != 0 { return at &+ marks.trailingZeroBitCount &>> 3 }
      at &+= 8
    }
  }

  /// The closing quote of a string that is not plain, and whether it holds escapes.
  ///
  /// - Parameters:
  ///   - start: the opening quote.
  ///   - at: the first byte that is not plain.
  @inline(never)
  static func end(_ bytes: UnsafePointer<UInt8>, start: Int, at: Int) throws(ScanFailure) -> (Int, Bool) {
    var at = at
    var escaped = false
    while true {
      let byte = bytes[at]
      if byte >= 0x80 {
        repeat {
          let length = UTF8Check.sequenceLength(bytes + at)
          guard length > 0 else { throw ScanFailure(.invalidUTF8, at) }
          at &+= length
        } while bytes[at] >= 0x80
      } else if byte == UInt8(ascii: "\\") {
        escaped = true
        at = try escape(bytes, at)
      } else if byte == UInt8(ascii: "\"") {
        return (at, escaped)
      } else {
        throw ScanFailure(.controlCharacter, at)
      }
      at = plainEnd(bytes, at)
    }
  }

  /// The byte behind the escape at `at`.
  @inline(__always)
  private static func escape(_ bytes: UnsafePointer<UInt8>, _ at: Int) throws(ScanFailure) -> Int {
    switch bytes[at &+ 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      return at &+ 2
    case UInt8(ascii: "u"):
      for place in 2..<6 where HexDigit.value(bytes[at &+ place]) == nil { throw ScanFailure(.invalidUnicodeEscape, at) }
      return at &+ 6
    default:
      throw ScanFailure(.invalidEscape, at)
    }
  }
}

enum HexDigit {
  /// The value of a hexadecimal digit.
  @inline(__always)
  static func value(_ byte: UInt8) -> UInt32? {
    if byte &- 48 < 10 { return UInt32(byte &- 48) }
    let letter = (byte | 0x20) &- 97
    return letter < 6 ? UInt32(letter) + 10 : nil
  }
}

enum UTF8Check {
  /// Whether bytes are well-formed; the margin behind them may be read.
  static func isUTF8(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return true }
    var at = 0
    while at < text.count {
      let length = start[at] < 0x80 ? 1 : sequenceLength(start + at)
      guard length > 0 else { return false }
      at += length
    }
    return at == text.count
  }

  /// The length of the well-formed sequence of two to four bytes at the start of the bytes (Unicode, table 3-7), or 0.
  @inline(__always)
  static func sequenceLength(_ bytes: UnsafePointer<UInt8>) -> Int {
    let first = bytes[0]
    let second = bytes[1]
    if first < 0xe0 { return first >= 0xc2 && isContinuation(second) ? 2 : 0 }
    if first < 0xf0 {
      guard isContinuation(second), isContinuation(bytes[2]) else { return 0 }
      if first == 0xe0 && second < 0xa0 || first == 0xed && second >= 0xa0 { return 0 }
      return 3
    }
    guard first < 0xf5, isContinuation(second), isContinuation(bytes[2]), isContinuation(bytes[3]) else { return 0 }
    if first == 0xf0 && second < 0x90 || first == 0xf4 && second >= 0x90 { return 0 }
    return 4
  }

  @inline(__always)
  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xc0 == 0x80 }
}
