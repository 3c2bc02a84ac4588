/// Decodes the inside of strings that hold escapes.
enum StringDecoder {
  /// - Parameters:
  ///   - start: the byte behind the opening quote.
  ///   - length: the number of bytes between the quotes; they were scanned before.
  static func decode(_ start: UnsafePointer<UInt8>, _ length: Int) -> String {
    // An escape is never shorter than what it stands for.
    String(unsafeUninitializedCapacity: length) { room in
      guard let out = room.baseAddress else { return 0 }
      var from = 0
      var to = 0
      while from < length {
        let byte = start[from]
        if byte != UInt8(ascii: "\\") {
          out[to] = byte
          from &+= 1
          to &+= 1
        } else if start[from &+ 1] == UInt8(ascii: "u") {
          let (scalar, taken) = scalar(start + from, length - from)
          from &+= taken
          for unit in UTF8.encode(scalar)! {
            out[to] = unit
            to &+= 1
          }
        } else {
          out[to] = simple(start[from &+ 1])
          from &+= 2
          to &+= 1
        }
      }
      return to
    }
  }

  private static func simple(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0c
    case UInt8(ascii: "n"): 0x0a
    case UInt8(ascii: "r"): 0x0d
    case UInt8(ascii: "t"): 0x09
    default: letter
    }
  }

  /// The character of a `\u` escape (of two, for a pair of surrogates), and the bytes it takes.
  private static func scalar(_ start: UnsafePointer<UInt8>, _ length: Int) -> (Unicode.Scalar, Int) {
    let first = unit(start + 2)
    if first & 0xfc00 == 0xd800, length >= 12, start[6] == UInt8(ascii: "\\"), start[7] == UInt8(ascii: "u") {
      let second = unit(start + 8)
      if second & 0xfc00 == 0xdc00 {
        let value = 0x10000 + (first & 0x3ff) << 10 + (second & 0x3ff)
        return (Unicode.Scalar(value) ?? "\u{fffd}", 12)
      }
    }
    return (Unicode.Scalar(first) ?? "\u{fffd}", 6)
  }

  private static func unit(_ digits: UnsafePointer<UInt8>) -> UInt32 {
    (0..<4).reduce(0) { $0 << 4 | (HexDigit.value(digits[$1]) ?? 0) }
  }
}
