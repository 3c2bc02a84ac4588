import PythonRules

/// Comparison of numbers over the types that hold them.
enum NumberComparison {
  enum Order { case less, equal, greater, unordered }

  /// Whether both are numbers and equal; nil when one of them is not a number.
  static func equal(_ left: TemplateValue, _ right: TemplateValue) -> Bool? {
    if case .complex(let real, let imaginary) = left { return equal(real, imaginary, right) }
    if case .complex(let real, let imaginary) = right { return equal(real, imaginary, left) }
    return compare(left, right).map { $0 == .equal }
  }

  /// How two numbers compare; nil when one of them is not a number.
  static func compare(_ left: TemplateValue, _ right: TemplateValue) -> Order? {
    if let left = left.integerValue, let right = right.integerValue { return order(left, right) }
    switch (left, right) {
    case (.double(let left), .double(let right)): return order(left, right)
    case (.double(let left), .integer), (.double(let left), .bool): return right.integerValue.map { order(left, $0) }
    case (.integer, .double(let right)), (.bool, .double(let right)): return left.integerValue.map { flip(order(right, $0)) }
    case (.bigInteger(let left), .double(let right)): return sign(left.compare(to: right))
    case (.double(let left), .bigInteger(let right)): return flip(sign(right.compare(to: left)))
    case (.bigInteger(let left), .bigInteger(let right)): return order(left, right)
    case (.bigInteger(let left), .integer), (.bigInteger(let left), .bool): return left.signum < 0 ? .less : .greater
    case (.integer, .bigInteger(let right)), (.bool, .bigInteger(let right)): return right.signum < 0 ? .greater : .less
    default: return nil
    }
  }

  private static func sign(_ sign: Int?) -> Order {
    guard let sign else { return .unordered }
    return order(sign, 0)
  }

  private static func order<T: Comparable>(_ left: T, _ right: T) -> Order {
    left < right ? .less : left > right ? .greater : left == right ? .equal : .unordered
  }

  private static func order(_ left: Double, _ right: Int) -> Order {
    if left.isNaN { return .unordered }
    if left >= 0x1p63 { return .greater }
    if left < -0x1p63 { return .less }
    let whole = Int(left.rounded(.towardZero))
    if whole != right { return whole < right ? .less : .greater }
    return order(left - left.rounded(.towardZero), 0.0)
  }

  private static func flip(_ order: Order) -> Order {
    switch order {
    case .less: .greater
    case .greater: .less
    default: order
    }
  }

  private static func equal(_ real: Double, _ imaginary: Double, _ other: TemplateValue) -> Bool? {
    if case .complex(let otherReal, let otherImaginary) = other { return real == otherReal && imaginary == otherImaginary }
    return equal(.double(real), other).map { $0 && imaginary == 0 }
  }
}
