extension JSONRecord {
  /// Removes a member below a field without decoding the field: its bytes are left out when the record is written.
  ///
  /// - Parameter path: the keys that lead to it, two or more.
  /// - Returns: whether it was there; nil when this way does not serve, and nothing was changed.
  package mutating func trim(_ path: MemberKeys) -> Bool? {
    guard let places = places(toTrim: path) else { return nil }
    guard let places else { return false }
    edit(overlay: { $0.hide(places.hidden, below: places.top) }, object: { _ in })
    return true
  }

  /// The key tokens of the top field and of the member to be hidden; within, nil when there is nothing; outside, when this way does not
  /// serve.
  private func places(toTrim path: MemberKeys) -> (top: Int, hidden: Int)?? {
    switch content {
    case .view(let view): view.hasUniqueKeys ? Self.places(toTrim: path, in: view, nil) : nil
    case .edited(let overlay): overlay.isLarge ? nil : Self.places(toTrim: path, in: overlay.view, overlay)
    case .object, .taken: nil
    }
  }

  private static func places(toTrim path: MemberKeys, in view: JSONView, _ overlay: RecordOverlay?) -> (top: Int, hidden: Int)?? {
    let tape = view.tape
    let keys = path.all
    // Only there the bytes around a member are known: nothing but a comma or a bracket.
    guard keys.count > 1, tape.isVerbatim, let top = tape.member(utf8: keys[0], of: view.index) else { return .none }
    if let overlay, overlay.edit(at: top) != nil { return .none }
    var found = top
    for place in 1..<keys.count {
      let token = tape.tokens[found &+ 1]
      guard token.isKind(.object) else { return token.isKind(.array) ? .none : .some(nil) }
      guard JSONView(tape: tape, index: found &+ 1).hasUniqueKeys else { return .none }
      guard let next = tape.member(utf8: keys[place], of: found &+ 1) else { return .some(nil) }
      found = next
    }
    return (top, found)
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
