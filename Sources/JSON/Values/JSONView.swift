internal import Glibc

/// A value on a ``JSONTape``: a reference to the tape and a place on it. Reading decodes no more than asked for.
public struct JSONView: Sendable {
  /// The tape; views keep it alive.
  public let tape: JSONTape
  /// The place of its token on the tape.
  package let index: Int

  @inline(__always)
  package init(tape: JSONTape, index: Int) {
    self.tape = tape
    self.index = index
  }

  @inline(__always) var token: JSONToken { tape.tokens[index] }

  public var kind: JSONKind {
    switch token.kind {
    case .string: .string
    case .object: .object
    case .array: .array
    case .yes, .no: .bool
    case .null: .null
    case .integer: .integer
    case .double, .nonFinite: .double
    }
  }

  public var isNull: Bool { token.isKind(.null) }
  public var isObject: Bool { token.isKind(.object) }
  public var isArray: Bool { token.isKind(.array) }
  public var isString: Bool { token.isKind(.string) }

  public var bool: Bool? { token.isKind(.yes) ? true : token.isKind(.no) ? false : nil }

  /// The text of a string; an escaped lone surrogate becomes U+FFFD. Nil for other kinds.
  public var string: String? { token.isKind(.string) ? tape.string(index) : nil }

  /// An integer that fits 64 bits; nil for larger ones and for doubles, even whole ones.
  public var integer: Int? {
    guard token.isKind(.integer) else { return nil }
    return NumberParser.integer(tape.bytes + token.offset, token.length)
  }

  /// The value of any number, rounded to a double when it has more digits.
  public var double: Double? {
    switch token.kind {
    case .integer: integer.map(Double.init) ?? NumberParser.double(tape.bytes + token.offset, token.length)
    case .double: NumberParser.double(tape.bytes + token.offset, token.length)
    case .nonFinite: NumberParser.nonFinite(tape.bytes[token.offset])
    default: nil
    }
  }

  /// The member of an object, of equal keys the last; nil for a missing key and for values that are not objects.
  public subscript(key: String) -> JSONView? {
    guard let found = tape.member(key, of: index) else { return nil }
    return JSONView(tape: tape, index: found &+ 1)
  }

  /// The element of an array; a negative index counts from the end. Nil when out of range and for values that are not arrays.
  public subscript(position: Int) -> JSONView? {
    guard isArray else { return nil }
    var left = position < 0 ? position + count : position
    guard left >= 0 else { return nil }
    let end = token.next
    var place = index &+ 1
    while place < end {
      if left == 0 { return JSONView(tape: tape, index: place) }
      left -= 1
      place = tape.tokens[place].next
    }
    return nil
  }

  /// The number of elements, or of members as written (equal keys counted each); 0 for other kinds. Takes time in proportion.
  public var count: Int {
    switch token.kind {
    case .array: elements.reduce(into: 0) { sum, _ in sum += 1 }
    case .object: members.reduce(into: 0) { sum, _ in sum += 1 }
    default: 0
    }
  }

  /// Whether there are no elements or members; true for other kinds.
  public var isEmpty: Bool { token.next == index &+ 1 }

  /// The elements of an array; none for other kinds.
  public var elements: JSONElements {
    JSONElements(tape: tape, from: index &+ 1, to: isArray ? token.next : index &+ 1)
  }

  /// The members of an object as written, equal keys included; none for other kinds.
  public var members: JSONMembers {
    JSONMembers(tape: tape, from: index &+ 1, to: isObject ? token.next : index &+ 1)
  }

  /// The value decoded as a whole.
  public var value: JSONValue { tape.value(index) }

  /// The members decoded; nil for values that are not objects.
  public var object: JSONObject? { isObject ? tape.object(index) : nil }

  /// The bytes of the value as they stand in the text, quotes and brackets included.
  public func withRawBytes<R, E: Error>(_ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R) throws(E) -> R {
    defer { extendLifetime(tape) }
    return try body(UnsafeBufferPointer(start: tape.bytes + token.offset, count: token.length))
  }

  /// The bytes of the value as they stand in the text, as a string.
  public var rawText: String { withRawBytes { String(decoding: $0, as: UTF8.self) } }

  /// Where the value starts and ends in the text of the tape.
  public var byteRange: Range<Int> { token.offset..<token.end }

  /// Whether both are the same place on the same tape.
  public func isSame(as other: JSONView) -> Bool { tape === other.tape && index == other.index }
}

/// The elements of an array on a tape, or the documents of a tape.
public struct JSONElements: Sequence, Sendable {
  let tape: JSONTape
  let from: Int
  let to: Int

  init(tape: JSONTape, from: Int, to: Int) {
    self.tape = tape
    self.from = from
    self.to = to
  }

  public struct Iterator: IteratorProtocol {
    let tape: JSONTape
    var place: Int
    let end: Int

    @inline(__always)
    public mutating func next() -> JSONView? {
      guard place < end else { return nil }
      defer { place = tape.tokens[place].next }
      return JSONView(tape: tape, index: place)
    }
  }

  public func makeIterator() -> Iterator { Iterator(tape: tape, place: from, end: to) }
  public var isEmpty: Bool { from >= to }
}

/// The members of an object on a tape, as written.
public struct JSONMembers: Sequence, Sendable {
  let tape: JSONTape
  let from: Int
  let to: Int

  init(tape: JSONTape, from: Int, to: Int) {
    self.tape = tape
    self.from = from
    self.to = to
  }

  /// A key and its value.
  public struct Member: Sendable {
    /// The key as a view of a string.
    public let key: JSONView
    public var value: JSONView { JSONView(tape: key.tape, index: key.index &+ 1) }
    /// The key decoded.
    public var keyString: String { key.tape.string(key.index) }
  }

  public struct Iterator: IteratorProtocol {
    let tape: JSONTape
    var place: Int
    let end: Int

    @inline(__always)
    public mutating func next() -> Member? {
      guard place < end else { return nil }
      defer { place = tape.tokens[place &+ 1].next }
      return Member(key: JSONView(tape: tape, index: place))
    }
  }

  public func makeIterator() -> Iterator { Iterator(tape: tape, place: from, end: to) }
  public var isEmpty: Bool { from >= to }
}
