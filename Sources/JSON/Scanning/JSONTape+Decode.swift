internal import Glibc

/// Decoding of tokens; views are the public way to it.
extension JSONTape {
  /// The token of the key in the object at `place`, of equal keys the last.
  func member(_ key: String, of place: Int) -> Int? {
    guard tokens[place].isKind(.object) else { return nil }
    var key = key
    return key.withUTF8 { member(utf8: $0, of: place) }
  }

  func member(utf8 key: UnsafeBufferPointer<UInt8>, of place: Int) -> Int? {
    let end = tokens[place].next
    var found: Int?
    var at = place &+ 1
    while at < end {
      if isKey(at, key) { found = at }
      at = tokens[at &+ 1].next
    }
    return found
  }

  /// Whether the key token at `place` has the text.
  @inline(__always)
  func isKey(_ place: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    let token = tokens[place]
    if token.isEscaped { return isEscapedKey(token, key) }
    guard token.length &- 2 == key.count else { return false }
    guard let start = key.baseAddress, key.count > 0 else { return true }
    return memcmp(bytes + token.offset + 1, start, key.count) == 0
  }

  @inline(never)
  private func isEscapedKey(_ token: JSONToken, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    guard token.length &- 2 > key.count else { return false }
    var text = StringDecoder.decode(bytes + token.offset + 1, token.length - 2)
    return text.withUTF8 { $0.elementsEqual(key) }
  }

  func string(_ place: Int) -> String {
    let token = tokens[place]
    let start = bytes + token.offset + 1
    if token.isEscaped { return StringDecoder.decode(start, token.length - 2) }
    return String(decoding: UnsafeBufferPointer(start: start, count: token.length - 2), as: UTF8.self)
  }

  func value(_ place: Int) -> JSONValue {
    let token = tokens[place]
    switch token.kind {
    case .string: return .string(string(place))
    case .object: return .object(object(place))
    case .array: return .array(array(place))
    case .yes: return .bool(true)
    case .no: return .bool(false)
    case .null: return .null
    case .integer: return NumberParser.integerValue(bytes + token.offset, token.length)
    case .double: return .double(NumberParser.double(bytes + token.offset, token.length))
    case .nonFinite: return .double(NumberParser.nonFinite(bytes[token.offset]))
    }
  }

  private func array(_ place: Int) -> [JSONValue] {
    let end = tokens[place].next
    var elements: [JSONValue] = []
    var at = place &+ 1
    while at < end {
      elements.append(value(at))
      at = tokens[at].next
    }
    return elements
  }

  func object(_ place: Int) -> JSONObject {
    let end = tokens[place].next
    guard JSONView(tape: self, index: place).hasUniqueKeys else { return objectOfEqualKeys(place, end) }
    var count = 0
    var at = place &+ 1
    while at < end {
      count &+= 1
      at = tokens[at &+ 1].next
    }
    var keys: [String] = []
    var values: [JSONValue] = []
    keys.reserveCapacity(count)
    values.reserveCapacity(count)
    at = place &+ 1
    while at < end {
      keys.append(string(at))
      values.append(value(at &+ 1))
      at = tokens[at &+ 1].next
    }
    return JSONObject(uniqueKeys: keys, values: values)
  }

  /// Of members with equal keys the last value wins at the place of the first.
  private func objectOfEqualKeys(_ place: Int, _ end: Int) -> JSONObject {
    var members = JSONObject()
    var at = place &+ 1
    while at < end {
      members[string(at)] = value(at &+ 1)
      at = tokens[at &+ 1].next
    }
    return members
  }
}
