internal import JSON

/// A number of a cursor that counts, as it was written: texts of digits stay texts.
struct CountValue: Sendable {
  let json: JSONValue
  private let order: Order

  private enum Order: Sendable {
    case integer(Int)
    case double(Double)
  }

  /// The number without its fraction; nil where it does not fit.
  var position: Int? {
    switch order {
    case .integer(let number): number
    case .double(let number): Int(exactly: number.rounded(.down))
    }
  }

  static let zero = CountValue(.integer(0), .integer(0))

  private init(_ json: JSONValue, _ order: Order) {
    self.json = json
    self.order = order
  }

  /// Nil for what is not a number nor the text of one.
  init?(_ json: JSONValue) {
    switch json {
    case .integer(let number): self.init(json, .integer(number))
    case .double(let number) where !number.isNaN: self.init(json, .double(number))
    case .bool(let flag): self.init(json, .integer(flag ? 1 : 0))
    case .bigInteger(let digits):
      guard let number = Double(digits) else { return nil }
      self.init(json, .double(number))
    case .string(let text):
      if let number = Int(text) {
        self.init(json, .integer(number))
      } else if let number = Double(text), number.isFinite {
        self.init(json, .double(number))
      } else {
        return nil
      }
    default: return nil
    }
  }

  /// The value as a whole number; nil when it does not fit 64 bits.
  var truncated: CountValue? {
    switch order {
    case .integer(let number): CountValue(.integer(number), .integer(number))
    case .double(let number): Int(exactly: number.rounded(.towardZero)).map { CountValue(.integer($0), .integer($0)) }
    }
  }

  var isZero: Bool {
    switch order {
    case .integer(let number): number == 0
    case .double(let number): number == 0
    }
  }

  /// Whether the value is at most one below another.
  func isNext(to other: CountValue) -> Bool {
    switch (order, other.order) {
    case (.integer(let value), .integer(let other)): value >= other || value == other - 1
    case (.integer(let value), .double(let other)): Double(value) + 1 >= other
    case (.double(let value), .integer(let other)): value + 1 >= Double(other)
    case (.double(let value), .double(let other)): value + 1 >= other
    }
  }

  static func < (left: Self, right: Self) -> Bool {
    switch (left.order, right.order) {
    case (.integer(let left), .integer(let right)): left < right
    case (.integer(let left), .double(let right)): Double(left) < right
    case (.double(let left), .integer(let right)): left < Double(right)
    case (.double(let left), .double(let right)): left < right
    }
  }
}
