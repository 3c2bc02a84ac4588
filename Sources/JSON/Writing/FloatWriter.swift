/// How doubles are spelt; the digits are always the fewest that read back as the same double.
struct FloatStyle {
  /// Decimal exponents below this one are written with `e`.
  let lowestPlain: Int
  /// Exponents have at least this many digits.
  let exponentDigits: Int
  let notANumber: StaticString
  let infinity: StaticString
  let negativeInfinity: StaticString

  /// As `orjson` writes: `0.00001`, `1e-6`, `1e+16`.
  static let orjson = FloatStyle(
    lowestPlain: -5, exponentDigits: 1, notANumber: "null", infinity: "null", negativeInfinity: "null")
  /// As Python's `repr` writes: `1e-05`, `1e+16`.
  static let python = FloatStyle(
    lowestPlain: -4, exponentDigits: 2, notANumber: "nan", infinity: "inf", negativeInfinity: "-inf")
  /// As Python's `json.dumps` writes: `repr`, but for what is not finite.
  static let pythonJSON = FloatStyle(
    lowestPlain: -4, exponentDigits: 2, notANumber: "NaN", infinity: "Infinity", negativeInfinity: "-Infinity")
}

enum FloatWriter {
  /// From this decimal exponent on numbers are written with `e`, in all styles.
  private static let highestPlain = 16

  static func write(_ value: Double, _ style: FloatStyle, to buffer: inout JSONBuffer) {
    guard value.isFinite else {
      let word = value.isNaN ? style.notANumber : value < 0 ? style.negativeInfinity : style.infinity
      buffer.append(word.utf8Start, word.utf8CodeUnitCount)
      return
    }
    if value.sign == .minus { buffer.append(UInt8(ascii: "-")) }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { digits in
      let (count, exponent) = shortest(value.magnitude, digits)
      let bytes = UnsafePointer(digits.baseAddress!)
      if exponent < style.lowestPlain || exponent >= highestPlain {
        exponential(bytes, count, exponent, style, &buffer)
      } else {
        plain(bytes, count, exponent, &buffer)
      }
    }
  }

  /// Writes the digits `d` of `d.ddd x 10^exponent` into `digits`; gives how many there are, and the exponent.
  private static func shortest(_ value: Double, _ digits: UnsafeMutableBufferPointer<UInt8>) -> (Int, Int) {
    // The description has the digits wanted, in a spelling of its own: 5e-324, 0.001, 1234.5, 1e+16.
    var text = value.description
    return text.withUTF8 { text in
      var count = 0
      var exponent = 0
      var pointAt: Int?
      var place = 0
      var leadingZeros = 0
      while place < text.count {
        let byte = text[place]
        if byte == UInt8(ascii: ".") {
          pointAt = count + leadingZeros
        } else if byte == UInt8(ascii: "e") {
          exponent = self.exponent(UnsafeBufferPointer(rebasing: text[(place + 1)...]))
          break
        } else if count == 0 && byte == UInt8(ascii: "0") {
          leadingZeros += 1
        } else {
          digits[count] = byte
          count += 1
        }
        place += 1
      }
      let digitsBeforePoint = pointAt ?? (count + leadingZeros)
      exponent += digitsBeforePoint - 1 - leadingZeros
      while count > 1, digits[count - 1] == UInt8(ascii: "0") { count -= 1 }
      if count == 0 {
        digits[0] = UInt8(ascii: "0")
        return (1, 0)
      }
      return (count, exponent)
    }
  }

  private static func exponent(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    var sum = 0
    for byte in text where byte &- 48 < 10 { sum = sum * 10 + Int(byte &- 48) }
    return text.first == UInt8(ascii: "-") ? -sum : sum
  }

  private static func plain(_ digits: UnsafePointer<UInt8>, _ count: Int, _ exponent: Int, _ buffer: inout JSONBuffer) {
    if exponent < 0 {
      buffer.append("0.")
      for _ in 0..<(-exponent - 1) { buffer.append(UInt8(ascii: "0")) }
      buffer.append(digits, count)
      return
    }
    let whole = min(exponent + 1, count)
    buffer.append(digits, whole)
    for _ in whole..<(exponent + 1) { buffer.append(UInt8(ascii: "0")) }
    buffer.append(UInt8(ascii: "."))
    if whole < count { buffer.append(digits + whole, count - whole) } else { buffer.append(UInt8(ascii: "0")) }
  }

  private static func exponential(
    _ digits: UnsafePointer<UInt8>, _ count: Int, _ exponent: Int, _ style: FloatStyle, _ buffer: inout JSONBuffer
  ) {
    buffer.append(digits[0])
    if count > 1 {
      buffer.append(UInt8(ascii: "."))
      buffer.append(digits + 1, count - 1)
    }
    buffer.append(UInt8(ascii: "e"))
    buffer.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
    if abs(exponent) < 10 && style.exponentDigits > 1 { buffer.append(UInt8(ascii: "0")) }
    IntegerWriter.write(abs(exponent), to: &buffer)
  }
}
