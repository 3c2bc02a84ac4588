/// A value without parts, at no cost to pass on: texts are bytes of somebody else's and valid only as long as they say.
package enum JSONScalar {
  case null
  case bool(Bool)
  case integer(Int)
  case double(Double)
  /// UTF-8 without escapes.
  case text(UnsafeBufferPointer<UInt8>)

  /// The value, with a copy of its text.
  package var value: JSONValue {
    switch self {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .integer(let number): .integer(number)
    case .double(let number): .double(number)
    case .text(let bytes): .string(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// The value of a token that is written as plainly as most are; nil for texts with escapes, long numbers and containers.
  ///
  /// A text is valid as long as the tape.
  @inline(__always)
  init?(_ token: JSONToken, of tape: JSONTape) {
    let start = tape.bytes + token.offset
    switch token.kind {
    case .string:
      if token.isEscaped { return nil }
      self = .text(UnsafeBufferPointer(start: start + 1, count: token.length &- 2))
    case .integer:
      guard token.length <= 18, let number = NumberParser.integer(start, token.length) else { return nil }
      self = .integer(number)
    case .double: self = .double(NumberParser.double(start, token.length))
    case .yes: self = .bool(true)
    case .no: self = .bool(false)
    case .null: self = .null
    case .object, .array, .nonFinite: return nil
    }
  }

  /// The number that a text of at most seventeen digits means, perhaps with a point between them; nil for every other text.
  package static func plainDouble(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let start = text.baseAddress, text.count <= 18, let first = text.first, let last = text.last else { return nil }
    guard first &- 48 < 10, last &- 48 < 10 else { return nil }
    var points = 0
    for byte in text where byte &- 48 >= 10 {
      guard byte == UInt8(ascii: "."), points == 0 else { return nil }
      points = 1
    }
    return NumberParser.double(start, text.count)
  }
}
