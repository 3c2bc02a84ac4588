import PythonRules

/// Items and slices.
enum Subscript {
  /// The item of a key; nil when there is none or the value has no items of that kind.
  ///
  /// - Throws: the error of an undefined value.
  static func item(of value: TemplateValue, _ key: TemplateValue) throws(TemplateError) -> TemplateValue? {
    switch value {
    case .undefined(let info): throw info.error
    case .dict(let dict): return try? dict.value(key)
    case .object(let object):
      if let name = key.textValue { return object.item(name) }
      guard let mapping = object.mapping else { return nil }
      return try? mapping.value(key)
    case .list(let list): return element(of: list.elements, key)
    case .tuple(let tuple): return element(of: tuple.elements, key)
    case .string(let text): return character(of: text, key).map { .string($0) }
    case .markup(let text): return character(of: text, key).map { .markup($0) }
    case .bytes(let bytes): return place(key, in: bytes.count).map { .integer(Int(bytes[$0])) }
    default: return nil
    }
  }

  private static func element(of elements: [TemplateValue], _ key: TemplateValue) -> TemplateValue? {
    place(key, in: elements.count).map { elements[$0] }
  }

  private static func character(of text: String, _ key: TemplateValue) -> String? {
    guard key.integerValue != nil else { return nil }
    let scalars = text.unicodeScalars
    guard let place = place(key, in: scalars.count) else { return nil }
    return String(scalars[scalars.index(scalars.startIndex, offsetBy: place)])
  }

  private static func place(_ key: TemplateValue, in count: Int) -> Int? {
    guard let index = key.integerValue else { return nil }
    let place = index < 0 ? index + count : index
    return place >= 0 && place < count ? place : nil
  }

  /// `value[start:stop:step]`.
  ///
  /// - Throws: a type error for values without slices and bounds that are no integers, a value error for a step of zero.
  static func slice(
    of value: TemplateValue, start: TemplateValue, stop: TemplateValue, step: TemplateValue
  ) throws(TemplateError) -> TemplateValue {
    func places(_ count: Int) throws(TemplateError) -> [Int] {
      try self.places(count, start: start, stop: stop, step: step)
    }
    switch value {
    case .undefined(let info): throw info.error
    case .list(let list):
      let elements = list.elements
      return .list(try places(elements.count).map { elements[$0] })
    case .tuple(let tuple): return .tuple(try places(tuple.elements.count).map { tuple.elements[$0] })
    case .bytes(let bytes): return .bytes(try places(bytes.count).map { bytes[$0] })
    case .string(let text): return .string(try cut(text, places))
    case .markup(let text): return .markup(try cut(text, places))
    case .dict, .object: throw TemplateError(.typeError, "unhashable type: 'slice'")
    default: throw TemplateError(.typeError, "'\(value.typeName)' object is not subscriptable")
    }
  }

  private static func cut(_ text: String, _ places: (Int) throws(TemplateError) -> [Int]) throws(TemplateError) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for place in try places(scalars.count) { result.append(scalars[place]) }
    return String(result)
  }

  static func places(
    _ count: Int, start: TemplateValue, stop: TemplateValue, step: TemplateValue
  ) throws(TemplateError) -> [Int] {
    let step = try bound(step) ?? 1
    if step == 0 { throw TemplateError(.valueError, "slice step cannot be zero") }
    let lowest = step < 0 ? -1 : 0
    let highest = step < 0 ? count - 1 : count
    func clamp(_ value: Int?, _ standard: Int) -> Int {
      guard let value else { return standard }
      if value < -count { return lowest }
      return min(max(value < 0 ? value + count : value, lowest), highest)
    }
    let from = clamp(try bound(start), step < 0 ? count - 1 : 0)
    let to = clamp(try bound(stop), step < 0 ? -1 : count)
    var places: [Int] = []
    var at = from
    while step > 0 ? at < to : at > to {
      places.append(at)
      let (sum, overflow) = at.addingReportingOverflow(step)
      if overflow { break }
      at = sum
    }
    return places
  }

  private static func bound(_ value: TemplateValue) throws(TemplateError) -> Int? {
    switch value {
    case .none: return nil
    case .integer, .bool: return value.integerValue
    case .bigInteger(let number): return number.signum < 0 ? Int.min / 2 : Int.max / 2
    default: throw TemplateError(.typeError, "slice indices must be integers or None")
    }
  }
}
