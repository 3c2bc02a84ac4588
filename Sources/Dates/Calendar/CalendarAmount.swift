/// An exact decimal number of years or months.
public struct CalendarAmount: Sendable, Hashable, ExpressibleByIntegerLiteral {
  /// The value is `coefficient / 10^scale`; zeros behind the point are kept as they were written.
  let coefficient: Int
  let scale: Int

  public init(_ whole: Int) {
    coefficient = whole
    scale = 0
  }

  public init(integerLiteral value: Int) { self.init(value) }

  private init(coefficient: Int, scale: Int) {
    self.coefficient = coefficient
    self.scale = scale
  }

  /// Of decimal digits with at most one `.` or `,`. Throws an overflow error beyond 18 digits.
  init(digits: some Collection<UInt8>) throws(DateError) {
    var coefficient = 0
    var scale = 0
    var afterPoint = false
    for byte in digits {
      guard (48...57).contains(byte) else {
        afterPoint = true
        continue
      }
      let (product, tooBig) = coefficient.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = product.addingReportingOverflow(Int(byte) - 48)
      guard !tooBig, !overflow else { throw CalendarAmount.tooLarge() }
      coefficient = sum
      if afterPoint { scale += 1 }
    }
    guard scale <= 18 else { throw CalendarAmount.tooLarge() }
    self.init(coefficient: coefficient, scale: scale)
  }

  public var isZero: Bool { coefficient == 0 }
  /// The value, or nil when it has a fraction.
  public var wholeNumber: Int? { coefficient % CalendarAmount.power(scale) == 0 ? truncated : nil }
  /// The value without its fraction.
  public var truncated: Int { coefficient / CalendarAmount.power(scale) }
  var isAtMostOne: Bool { coefficient <= CalendarAmount.power(scale) }
  var negated: CalendarAmount { CalendarAmount(coefficient: 0 &- coefficient, scale: scale) }

  func adding(_ other: CalendarAmount) throws(DateError) -> CalendarAmount {
    let common = max(scale, other.scale)
    let (left, leftOverflow) = coefficient.multipliedReportingOverflow(by: CalendarAmount.power(common - scale))
    let (right, rightOverflow) = other.coefficient.multipliedReportingOverflow(by: CalendarAmount.power(common - other.scale))
    let (sum, overflow) = left.addingReportingOverflow(right)
    guard !leftOverflow, !rightOverflow, !overflow else { throw CalendarAmount.tooLarge() }
    return CalendarAmount(coefficient: sum, scale: common)
  }

  func multiplied(by factor: Int) throws(DateError) -> CalendarAmount {
    let (product, overflow) = coefficient.multipliedReportingOverflow(by: factor)
    guard !overflow else { throw CalendarAmount.tooLarge() }
    return CalendarAmount(coefficient: product, scale: scale)
  }

  private var reduced: (coefficient: Int, scale: Int) {
    var (coefficient, scale) = (coefficient, scale)
    while scale > 0, coefficient % 10 == 0 {
      coefficient /= 10
      scale -= 1
    }
    return (coefficient, scale)
  }

  /// Equal by value, however many zeros were written.
  public static func == (left: Self, right: Self) -> Bool { left.reduced == right.reduced }

  public func hash(into hasher: inout Hasher) { hasher.combine(reduced.coefficient) }

  private static func power(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { power, _ in power * 10 } }

  private static func tooLarge() -> DateError { DateError(.overflow, "a number of years or months is too large") }
}

extension CalendarAmount: CustomStringConvertible {
  public var description: String {
    guard scale > 0 else { return "\(coefficient)" }
    let unit = CalendarAmount.power(scale)
    let fraction = String(coefficient.magnitude % unit.magnitude)
    let sign = coefficient < 0 ? "-" : ""
    return sign + "\(coefficient.magnitude / unit.magnitude)." + String(repeating: "0", count: scale - fraction.count) + fraction
  }
}
