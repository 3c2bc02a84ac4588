/// Turns the bytes of numbers, scanned before, into values.
enum NumberParser {
  /// The integer, or nil when it does not fit 64 bits.
  static func integer(_ start: UnsafePointer<UInt8>, _ length: Int) -> Int? {
    let negative = start[0] == UInt8(ascii: "-")
    var at = negative ? 1 : 0
    if length &- at < 19 {
      var sum = 0
      while at < length {
        sum = sum &* 10 &+ Int(start[at] &- 48)
        at &+= 1
      }
      return negative ? 0 &- sum : sum
    }
    var sum = 0
    while at < length {
      let digit = Int(start[at] &- 48)
      let (tens, over) = sum.multipliedReportingOverflow(by: 10)
      let (next, more) = negative ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
      if over || more { return nil }
      sum = next
      at &+= 1
    }
    return sum
  }

  static func integerValue(_ start: UnsafePointer<UInt8>, _ length: Int) -> JSONValue {
    if let value = integer(start, length) { return .integer(value) }
    return .bigInteger(String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self))
  }

  static func nonFinite(_ first: UInt8) -> Double {
    first == UInt8(ascii: "N") ? .nan : first == UInt8(ascii: "-") ? -.infinity : .infinity
  }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The nearest double; beyond the largest one, an infinity.
  static func double(_ start: UnsafePointer<UInt8>, _ length: Int) -> Double {
    var at = 0
    let negative = start[0] == UInt8(ascii: "-")
    if negative { at = 1 }
    var mantissa: UInt64 = 0
    var digits = 0
    var exponent = 0
    var behindPoint = false
    while at < length {
      let digit = start[at] &- 48
      if digit < 10 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        if digits > 0 || digit != 0 { digits &+= 1 }
        if behindPoint { exponent &-= 1 }
      } else if start[at] == UInt8(ascii: ".") {
        behindPoint = true
      } else {
        break
      }
      at &+= 1
    }
    // Up to 2^53 and 10^22 both factors are exact, so one rounding gives the nearest double.
    if digits < 20, mantissa <= 1 << 53, let written = self.exponent(start, at, length) {
      exponent += written
      if abs(exponent) <= 22 {
        let whole = Double(mantissa)
        let size = exponent < 0 ? whole / powers[-exponent] : whole * powers[exponent]
        return negative ? -size : size
      }
    }
    return Double(String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)) ?? .nan
  }

  /// The exponent from its `e` at `place` on, 0 when there is none, nil when it is large.
  private static func exponent(_ start: UnsafePointer<UInt8>, _ place: Int, _ length: Int) -> Int? {
    guard place < length else { return 0 }
    var at = place + 1
    let negative = start[at] == UInt8(ascii: "-")
    if negative || start[at] == UInt8(ascii: "+") { at += 1 }
    var sum = 0
    while at < length {
      sum = sum * 10 + Int(start[at] &- 48)
      if sum > 1000 { return nil }
      at += 1
    }
    return negative ? -sum : sum
  }
}

extension Double {
  /// The nearest double to a number as JSON writes it; nil when it is larger than any.
  package init?(jsonDigits digits: UnsafeBufferPointer<UInt8>) {
    guard let start = digits.baseAddress, digits.count > 0 else { return nil }
    self = NumberParser.double(start, digits.count)
    if !isFinite { return nil }
  }
}
