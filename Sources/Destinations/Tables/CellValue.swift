package import JSON

/// The value of a field in the form that a column takes.
package enum CellValue {
  case null
  /// An integer that fits 64 bits.
  case integer(Int)
  /// The digits of a number as JSON writes them.
  case number(UnsafeBufferPointer<UInt8>)
  case boolean(Bool)
  /// UTF-8, without control characters and backslashes.
  case text(UnsafeBufferPointer<UInt8>)
  /// A text that was written with escapes.
  case string(String)
  /// JSON.
  case json(UnsafeBufferPointer<UInt8>)
  /// The value has no form that the column takes.
  case misfit

  /// - Parameters:
  ///   - tape: must outlive the value, which may point into it.
  ///   - index: the place of the value on the tape; 0 for no value.
  ///   - type: what the column holds.
  package init(_ tape: JSONTape, _ index: Int, as type: ColumnType) {
    guard index != 0 else {
      self = .null
      return
    }
    let token = tape.tokens[index]
    if token.isKind(.null) || token.isKind(.nonFinite) {
      self = .null
      return
    }
    let raw = UnsafeBufferPointer(start: tape.bytes + token.offset, count: token.length)
    switch type {
    case .json: self = .json(raw)
    case .integer: self = Self.integer(JSONView(tape: tape, index: index), token)
    case .number: self = Self.number(JSONView(tape: tape, index: index), token, raw)
    case .boolean: self = Self.boolean(JSONView(tape: tape, index: index), token)
    case .string, .date, .timestampWithTimezone, .timestampWithoutTimezone, .timeWithTimezone, .timeWithoutTimezone:
      self = Self.text(JSONView(tape: tape, index: index), token, raw)
    }
  }

  private static func text(_ view: JSONView, _ token: JSONToken, _ raw: UnsafeBufferPointer<UInt8>) -> CellValue {
    guard token.isKind(.string) else { return token.isKind(.object) || token.isKind(.array) ? .json(raw) : .text(raw) }
    if token.isEscaped { return .string(view.string ?? "") }
    return .text(UnsafeBufferPointer(rebasing: raw[1..<raw.count - 1]))
  }

  private static func integer(_ view: JSONView, _ token: JSONToken) -> CellValue {
    if let value = view.integer { return .integer(value) }
    if token.isKind(.double), let value = view.double.flatMap(Int.init(exactly:)), value.magnitude < 1 << 53 { return .integer(value) }
    // Many APIs write numbers as texts.
    if let text = view.string, let value = Int(text), String(value) == text { return .integer(value) }
    return .misfit
  }

  private static func number(_ view: JSONView, _ token: JSONToken, _ raw: UnsafeBufferPointer<UInt8>) -> CellValue {
    if token.isKind(.integer) || token.isKind(.double) { return .number(raw) }
    guard token.isKind(.string), !token.isEscaped, token.length > 2 else { return .misfit }
    let digits = UnsafeBufferPointer(rebasing: raw[1..<raw.count - 1])
    let parsed = try? JSONTape(Array(digits)).root
    guard let kind = parsed?.kind, kind == .integer || kind == .double else { return .misfit }
    return .number(digits)
  }

  private static func boolean(_ view: JSONView, _ token: JSONToken) -> CellValue {
    if let value = view.bool { return .boolean(value) }
    switch view.string {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    default: return .misfit
    }
  }
}

extension ColumnType {
  /// The type that a column with an inferred type needs to have to take a value.
  package func widened(for tape: JSONTape, _ index: Int) -> ColumnType {
    let view = JSONView(tape: tape, index: index)
    if view.kind == .null { return self }
    if view.kind == .integer, view.integer == nil { return .string }
    return widened(to: ColumnType(view.kind))
  }
}
