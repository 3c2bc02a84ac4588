import Dates
import PythonRules

/// A dictionary key or set element: equal where Python's are, so `1`, `1.0` and `True` are one key.
struct TemplateKey: Hashable {
  let value: TemplateValue

  /// - Throws: a type error for values that change, which cannot be keys.
  init(_ value: TemplateValue) throws(TemplateError) {
    var parts = 0
    try Self.check(value, 0, &parts)
    self.value = value
  }

  /// A value that was a key before.
  init(known value: TemplateValue) { self.value = value }

  /// A key that is known to be text.
  init(text: String) { value = .string(text) }

  /// A key is looked at whole at each look-up, so it may not hold much.
  private static let partLimit = 10_000
  private static let depthLimit = 100

  private static func check(_ value: TemplateValue, _ depth: Int, _ parts: inout Int) throws(TemplateError) {
    switch value {
    case .list, .dict, .set, .view: throw TemplateError(.typeError, "unhashable type: '\(value.typeName)'")
    case .tuple(let tuple):
      parts += tuple.elements.count
      guard parts <= partLimit, depth < depthLimit else {
        throw TemplateError(
          .limit, "a tuple used as a key may have at most \(partLimit) values and \(depthLimit) levels")
      }
      for element in tuple.elements { try check(element, depth + 1, &parts) }
    default: break
    }
  }

  static func == (left: Self, right: Self) -> Bool { (try? left.value.equals(right.value)) ?? false }

  func hash(into hasher: inout Hasher) { Self.hash(value, into: &hasher) }

  private static func hash(_ value: TemplateValue, into hasher: inout Hasher) {
    switch value {
    case .bool(let flag): hasher.combine(flag ? 1 : 0)
    case .integer(let number): hasher.combine(number)
    case .double(let number):
      if let whole = Int(exactly: number) { hasher.combine(whole) } else { hasher.combine(number) }
    case .bigInteger(let number): hasher.combine(number.doubleValue ?? .infinity)
    case .string(let text), .markup(let text):
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    case .bytes(let bytes): hasher.combine(bytes)
    case .tuple(let tuple): for element in tuple.elements { hash(element, into: &hasher) }
    case .datetime(let datetime): hasher.combine(datetime)
    case .date(let date): hasher.combine(date)
    case .timedelta(let delta): hasher.combine(delta)
    default: hasher.combine(value.typeName)
    }
  }
}
