extension JSONRecord {
  /// Removes a member below a field without decoding the field: its bytes are left out when the record is written.
  ///
  /// - Parameter path: the keys that lead to it, two or more, in UTF-8.
  /// - Returns: whether it was there; nil when this way does not serve, and nothing was changed.
  package mutating func trim(_ path: [[UInt8]]) -> Bool? {
    let view: JSONView
    switch content {
    case .view(let untouched):
      guard untouched.hasUniqueKeys else { return nil }
      view = untouched
    case .edited(let edited, let overlay):
      guard !overlay.isLarge else { return nil }
      view = edited
    case .object: return nil
    }
    // Only there the bytes around a member are known: nothing but a comma or a bracket.
    guard path.count > 1, view.tape.isVerbatim, let top = Self.member(path[0], of: view.index, view.tape) else { return nil }
    if case .edited(_, let overlay) = content, overlay.edit(at: top) != nil { return nil }
    var found = top
    for key in path.dropFirst() {
      let token = view.tape.tokens[found &+ 1]
      guard token.isKind(.object) else { return token.isKind(.array) ? nil : false }
      guard JSONView(tape: view.tape, index: found &+ 1).hasUniqueKeys else { return nil }
      guard let next = Self.member(key, of: found &+ 1, view.tape) else { return false }
      found = next
    }
    edit(overlay: { overlay, _ in overlay.hide(found, below: top) }, object: { _ in })
    return true
  }

  @inline(__always)
  private static func member(_ key: [UInt8], of place: Int, _ tape: JSONTape) -> Int? {
    key.withUnsafeBufferPointer { tape.member(utf8: $0, of: place) }
  }
}

extension JSONTape {
  /// The value at `place` without the member whose key token is `hidden`, which lies below it through objects alone.
  func value(_ place: Int, without hidden: Int) -> JSONValue {
    let end = tokens[place].next
    guard place < hidden, hidden < end else { return value(place) }
    var object = JSONObject()
    var at = place &+ 1
    while at < end {
      if at != hidden { object[string(at)] = value(at &+ 1, without: hidden) }
      at = tokens[at &+ 1].next
    }
    return .object(object)
  }
}

extension JSONWriter {
  /// Writes a value of a verbatim tape without the member whose key token is `hidden`, and without the comma that divides it from others.
  mutating func write(token place: Int, of tape: JSONTape, without hidden: Int) {
    let value = tape.tokens[place]
    var from = tape.tokens[hidden].offset
    var end = tape.tokens[hidden &+ 1].end
    if tape.bytes[end] == UInt8(ascii: ",") {
      end &+= 1
    } else if tape.bytes[from &- 1] == UInt8(ascii: ",") {
      from &-= 1
    }
    buffer.append(tape.bytes + value.offset, from &- value.offset)
    buffer.append(tape.bytes + end, value.end &- end)
  }
}
