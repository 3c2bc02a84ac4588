internal import Glibc
import JSON

/// Operators on scalars where nothing can surprise; the rest is left to the usual way.
enum DirectOperators {
  /// - Returns: nil where the operands are not of the common forms, or a number grows beyond 64 bits.
  static func apply(_ operation: DirectTemplate.Operation, _ left: JSONScalar, _ right: JSONScalar) -> JSONScalar? {
    switch operation {
    case .equal: areEqual(left, right).map { .bool($0) }
    case .notEqual: areEqual(left, right).map { .bool(!$0) }
    case .add, .subtract, .multiply, .divide: calculate(operation, left, right)
    case .less: order(left, right).map { .bool($0 < 0) }
    case .lessOrEqual: order(left, right).map { .bool($0 <= 0) }
    case .greater: order(left, right).map { .bool($0 > 0) }
    case .greaterOrEqual: order(left, right).map { .bool($0 >= 0) }
    default: nil
    }
  }

  private static func areEqual(_ left: JSONScalar, _ right: JSONScalar) -> Bool? {
    switch (left, right) {
    case (.text(let left), .text(let right)): left.count == right.count && (left.isEmpty || compare(left, right) == 0)
    case (.integer(let left), .integer(let right)): left == right
    case (.bool(let left), .bool(let right)): left == right
    case (.null, .null): true
    case (.text, .integer), (.text, .bool), (.text, .null), (.integer, .text), (.integer, .null), (.bool, .text), (.bool, .null),
      (.null, .text), (.null, .integer), (.null, .bool):
      false
    default: nil
    }
  }

  private static func calculate(_ operation: DirectTemplate.Operation, _ left: JSONScalar, _ right: JSONScalar) -> JSONScalar? {
    if case .integer(let left) = left, case .integer(let right) = right, operation != .divide {
      return calculate(operation, left, right)
    }
    guard let left = exactDouble(left), let right = exactDouble(right) else { return nil }
    let result: Double
    switch operation {
    case .add: result = left + right
    case .subtract: result = left - right
    case .multiply: result = left * right
    default: result = left / right
    }
    return result.isFinite ? .double(result) : nil
  }

  private static func calculate(_ operation: DirectTemplate.Operation, _ left: Int, _ right: Int) -> JSONScalar? {
    let (result, overflows) =
      switch operation {
      case .add: left.addingReportingOverflow(right)
      case .subtract: left.subtractingReportingOverflow(right)
      default: left.multipliedReportingOverflow(by: right)
      }
    return overflows ? nil : .integer(result)
  }

  /// A number as a double, of integers only those that every double up to them is exact for.
  private static func exactDouble(_ scalar: JSONScalar) -> Double? {
    switch scalar {
    case .double(let number): number
    case .integer(let number): number.magnitude <= 1 << 53 ? Double(number) : nil
    default: nil
    }
  }

  /// Below zero, zero or above, as the first is less than, equal to or greater than the second.
  private static func order(_ left: JSONScalar, _ right: JSONScalar) -> Int? {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left < right ? -1 : left == right ? 0 : 1
    case (.text(let left), .text(let right)):
      // The order of UTF-8 bytes is that of code points.
      compare(left, right)
    default: nil
    }
  }

  private static func compare(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
    let common = min(left.count, right.count)
    if common > 0, let one = left.baseAddress, let other = right.baseAddress {
      let result = memcmp(one, other, common)
      if result != 0 { return Int(result) }
    }
    return left.count - right.count
  }
}
