/// Finds numbers in a template's source.
enum NumberScanner {
  /// The end of a float that starts here: it needs a fraction or an exponent.
  static func float(_ source: [UInt8], at start: Int) -> Int? {
    guard let whole = digits(source, at: start) else { return nil }
    var end = whole
    var isFloat = false
    if byte(source, end) == UInt8(ascii: "."), let fraction = digits(source, at: end + 1) {
      end = fraction
      isFloat = true
    }
    if byte(source, end) | 0x20 == UInt8(ascii: "e") {
      var exponent = end + 1
      if byte(source, exponent) == UInt8(ascii: "+") || byte(source, exponent) == UInt8(ascii: "-") { exponent += 1 }
      if let last = digits(source, at: exponent) { return last }
    }
    return isFloat ? end : nil
  }

  /// The end of an integer that starts here, in any of the notations.
  static func integer(_ source: [UInt8], at start: Int) -> Int? {
    if byte(source, start) == UInt8(ascii: "0") {
      switch byte(source, start + 1) | 0x20 {
      case UInt8(ascii: "b"): if let end = run(source, start + 2, { $0 == 0x30 || $0 == 0x31 }) { return end }
      case UInt8(ascii: "o"): if let end = run(source, start + 2, { $0 >= 0x30 && $0 <= 0x37 }) { return end }
      case UInt8(ascii: "x"): if let end = run(source, start + 2, isHex) { return end }
      default: break
      }
      return run(source, start) { $0 == 0x30 }
    }
    return run(source, start) { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// The characters without underscores.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66
  }

  private static func digits(_ source: [UInt8], at start: Int) -> Int? {
    guard byte(source, start) != UInt8(ascii: "_") else { return nil }
    return run(source, start) { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// One or more bytes of a kind, each with at most one underscore before it.
  private static func run(_ source: [UInt8], _ start: Int, _ accepts: (UInt8) -> Bool) -> Int? {
    var end = start
    while true {
      if accepts(byte(source, end)) {
        end += 1
      } else if byte(source, end) == UInt8(ascii: "_"), accepts(byte(source, end + 1)) {
        end += 2
      } else {
        break
      }
    }
    return end > start ? end : nil
  }

  private static func byte(_ source: [UInt8], _ place: Int) -> UInt8 { place < source.count ? source[place] : 0 }
}
