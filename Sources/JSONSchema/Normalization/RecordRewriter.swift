import JSON

/// Normalises records by copying their bytes and writing others only where a value needs another type.
///
/// All rewritten records of a page go into one text that is scanned again at the end: cheaper than an edit for each value, as
/// `MicroBenchmarks normalization` shows. Rare cases are left to ``NormalizationWalk``.
struct RecordRewriter: ~Copyable {
  private var text = JSONWriter()
  private var places: [Int] = []
  /// Up to where the record at hand was copied; nil as long as nothing in it was changed.
  private var copied: Int?
  private var start = 0

  /// Normalises the record at `place` if it can.
  ///
  /// - Returns: false when the record takes a closer look.
  mutating func rewrite(_ view: JSONView, at place: Int, by plan: RewritePlan) -> Bool {
    let before = text.count
    let tape = view.tape
    start = tape.tokens[view.index].offset
    copied = nil
    guard walk(tape, view.index, plan, depth: 0) else {
      text.truncate(to: before)
      return false
    }
    guard let copied else { return true }
    copy(tape, from: copied, to: tape.tokens[view.index].end)
    places.append(place)
    return true
  }

  /// Puts the rewritten records into the page.
  consuming func finish(_ records: inout [JSONRecord]) {
    JSONRecord.put(text, in: &records, at: places)
  }

  /// - Returns: false when the record takes a closer look.
  private mutating func walk(_ tape: JSONTape, _ place: Int, _ plan: RewritePlan, depth: Int) -> Bool {
    guard depth < NormalizationWalk.maximumDepth else { return false }
    let token = tape.tokens[place]
    if token.isKind(.object) {
      guard let table = plan.table else { return true }
      return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: (plan.properties.count + 63) / 64) { seen in
        seen.initialize(repeating: 0)
        return walkMembers(tape, place, token.next, plan, table, seen, depth)
      }
    }
    guard token.isKind(.array), let items = plan.items else { return true }
    var at = place &+ 1
    while at < token.next {
      guard normalize(tape, at, items, depth) else { return false }
      at = tape.tokens[at].next
    }
    return true
  }

  /// - Parameter seen: a bit for each property, to find equal keys.
  private mutating func walkMembers(
    _ tape: JSONTape, _ place: Int, _ end: Int, _ plan: RewritePlan, _ table: KeyTable, _ seen: UnsafeMutableBufferPointer<UInt64>,
    _ depth: Int
  ) -> Bool {
    var at = place &+ 1
    while at < end {
      let key = tape.tokens[at]
      if key.isEscaped { return false }
      if let property = table.place(ofRaw: tape.bytes + key.offset + 1, key.length &- 2) {
        let bit: UInt64 = 1 &<< UInt64(property & 63)
        guard seen[property &>> 6] & bit == 0 else { return false }
        seen[property &>> 6] |= bit
        guard normalize(tape, at &+ 1, plan.properties[property], depth) else { return false }
      }
      at = tape.tokens[at &+ 1].next
    }
    return true
  }

  @inline(__always)
  private mutating func normalize(_ tape: JSONTape, _ place: Int, _ child: RewritePlan.Child, _ depth: Int) -> Bool {
    let token = tape.tokens[place]
    if child.kept.contains(TokenKinds(token)) {
      guard let inner = child.inner, token.isKind(.object) || token.isKind(.array) else { return true }
      return walk(tape, place, inner, depth: depth + 1)
    }
    return coerce(tape, place, token, child)
  }

  private mutating func coerce(_ tape: JSONTape, _ place: Int, _ token: JSONToken, _ child: RewritePlan.Child) -> Bool {
    guard case .to(let target, _) = child.coercion, !token.isKind(.nonFinite) else { return false }
    let bytes = tape.bytes + token.offset
    switch target {
    case .number where token.isKind(.string) && PlainText.isPlainNumber(bytes + 1, token.length &- 2, escaped: token.isEscaped):
      replace(tape, token, with: UnsafeRawBufferPointer(start: bytes + 1, count: token.length &- 2))
      return true
    case .integer where token.isKind(.string) && PlainText.isPlainInteger(bytes + 1, token.length &- 2, escaped: token.isEscaped):
      replace(tape, token, with: UnsafeRawBufferPointer(start: bytes + 1, count: token.length &- 2))
      return true
    case .text where token.isKind(.integer) && PlainText.isPlainInteger(bytes, token.length, escaped: false):
      copy(tape, from: copied ?? open(), to: token.offset)
      text.writeRaw(UInt8(ascii: "\""))
      text.writeRaw(UnsafeRawBufferPointer(start: bytes, count: token.length))
      text.writeRaw(UInt8(ascii: "\""))
      copied = token.end
      return true
    case .number where token.isKind(.integer) && token.length < 16 && PlainText.isPlainInteger(bytes, token.length, escaped: false):
      replace(tape, token, with: UnsafeRawBufferPointer(start: bytes, count: token.length))
      text.writeRaw(".0" as StaticString)
      return true
    case .boolean where token.isKind(.string) && !token.isEscaped:
      guard let flag = PlainText.flag(bytes + 1, token.length &- 2) else { return coerceDecoded(tape, place, token, child) }
      copy(tape, from: copied ?? open(), to: token.offset)
      text.write(flag)
      copied = token.end
      return true
    default: return coerceDecoded(tape, place, token, child)
    }
  }

  /// The way of all values that are not of the common forms.
  private mutating func coerceDecoded(_ tape: JSONTape, _ place: Int, _ token: JSONToken, _ child: RewritePlan.Child) -> Bool {
    let value = JSONView(tape: tape, index: place).value
    guard let result = try? child.coercion.apply(to: value, at: SchemaPath()) else { return false }
    switch result {
    case .null: if value.isNull { return true }
    case .double(let number): guard number.isFinite else { return false }
    // Containers are kept as they are, or a value was wrapped into a list.
    case .array, .object: return false
    case .string(let text): if case .string(let before) = value, before.utf8.elementsEqual(text.utf8) { return true }
    case .bool, .integer, .bigInteger: break
    }
    copy(tape, from: copied ?? open(), to: token.offset)
    text.write(result)
    copied = token.end
    return true
  }

  /// Starts the copy of a record; where its bytes start.
  private mutating func open() -> Int {
    text.writeRaw(UInt8(ascii: places.isEmpty ? "[" : ","))
    return start
  }

  private mutating func replace(_ tape: JSONTape, _ token: JSONToken, with bytes: UnsafeRawBufferPointer) {
    copy(tape, from: copied ?? open(), to: token.offset)
    text.writeRaw(bytes)
    copied = token.end
  }

  @inline(__always)
  private mutating func copy(_ tape: JSONTape, from: Int, to end: Int) {
    text.writeRaw(UnsafeRawBufferPointer(start: tape.bytes + from, count: end &- from))
  }
}

/// Texts that are written just like the number they mean, and other common ones.
enum PlainText {
  /// Digits without a zero in front, at most eighteen, with a minus sign unless the number is zero.
  static func isPlainInteger(_ start: UnsafePointer<UInt8>, _ length: Int, escaped: Bool) -> Bool {
    guard !escaped, length > 0 else { return false }
    let first = start[0] == UInt8(ascii: "-") ? 1 : 0
    guard length > first, length &- first <= 18 else { return false }
    if start[first] == UInt8(ascii: "0") { return length == 1 }
    return hasDigits(start, first, length)
  }

  /// A decimal fraction whose shortest form is itself: at most fifteen digits, neither a zero in front nor one at the end that could
  /// be left out, and not so small that it takes an exponent.
  static func isPlainNumber(_ start: UnsafePointer<UInt8>, _ length: Int, escaped: Bool) -> Bool {
    guard !escaped, length > 2 else { return false }
    let first = start[0] == UInt8(ascii: "-") ? 1 : 0
    guard length &- first <= 16 else { return false }
    var point = first
    while point < length, start[point] &- 48 < 10 { point &+= 1 }
    guard point > first, point &+ 1 < length, start[point] == UInt8(ascii: "."), hasDigits(start, point &+ 1, length) else { return false }
    let isZeroBefore = start[first] == UInt8(ascii: "0")
    if isZeroBefore { return point == first &+ 1 && start[point &+ 1] != UInt8(ascii: "0") && start[length &- 1] != UInt8(ascii: "0") }
    return start[length &- 1] != UInt8(ascii: "0") || length == point &+ 2
  }

  /// `true` and `false` in letters of any case; nil for everything else.
  static func flag(_ start: UnsafePointer<UInt8>, _ length: Int) -> Bool? {
    // Setting the bit of 32 makes small letters of large ones; nothing else becomes one of these letters.
    func reads(_ word: StaticString) -> Bool {
      guard length == word.utf8CodeUnitCount else { return false }
      for place in 0..<length where start[place] | 0x20 != word.utf8Start[place] { return false }
      return true
    }
    return reads("true") ? true : reads("false") ? false : nil
  }

  @inline(__always)
  private static func hasDigits(_ start: UnsafePointer<UInt8>, _ from: Int, _ end: Int) -> Bool {
    var at = from
    while at < end {
      guard start[at] &- 48 < 10 else { return false }
      at &+= 1
    }
    return true
  }
}
