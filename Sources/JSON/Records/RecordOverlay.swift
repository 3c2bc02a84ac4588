/// An object on a tape whose keys are unique, with edits to its fields. Changed only by a sole owner.
///
/// One is made for each record that is edited, so scalars stand in it as bits and bytes: nothing in it is counted or freed by itself
/// unless a list, an object or a value of another tape was set.
final class RecordOverlay: @unchecked Sendable {
  /// From this many edits on, an object in memory serves better than searching the edits.
  private static let limit = 32

  struct Edit {
    /// The index of the field's key token; ``added`` for a field that the object has not, or had before it was removed.
    let place: UInt32
    var change: Change
    /// Of an added field the place of its key in ``texts``.
    let key: Extent
    /// What belongs to the change.
    var content: UInt64

    static let added = UInt32.max
    var isAddition: Bool { place == Self.added }
  }

  enum Change: UInt8 {
    case removed, null, yes, no
    /// The bits of the number are the content.
    case integer, double
    /// The content is an ``Extent`` of ``texts``.
    case text
    /// The content is a place in ``fields``.
    case field
    /// The field without the member below it whose key token has the index that is the content; decoded only when it is read.
    case trimmed
  }

  /// A run of bytes in ``texts``.
  struct Extent {
    let start: UInt32
    let count: UInt32

    init(start: Int, count: Int) {
      self.start = UInt32(truncatingIfNeeded: start)
      self.count = UInt32(truncatingIfNeeded: count)
    }

    init(bits: UInt64) {
      start = UInt32(truncatingIfNeeded: bits)
      count = UInt32(truncatingIfNeeded: bits &>> 32)
    }

    var bits: UInt64 { UInt64(start) | UInt64(count) &<< 32 }
  }

  let view: JSONView
  // Changed by a sole owner and never while being read, so that checks for that are time lost for each field of each record.
  @exclusivity(unchecked) private(set) var edits: [Edit]
  @exclusivity(unchecked) private var texts: JSONBuffer
  @exclusivity(unchecked) private var fields: [JSONRecord.Field] = []

  init(_ view: JSONView) {
    self.view = view
    edits = []
    // A record seldom gets one edit alone.
    edits.reserveCapacity(6)
    texts = JSONBuffer()
  }

  init(copying other: RecordOverlay) {
    view = other.view
    edits = other.edits
    texts = JSONBuffer(copying: UnsafeRawBufferPointer(start: other.texts.base, count: other.texts.count))
    fields = other.fields
  }

  var isLarge: Bool { edits.count >= Self.limit }

  // MARK: Finding

  @inline(__always)
  func edit(at place: Int) -> Int? { edits.withUnsafeBufferPointer { Self.edit(at: place, in: $0) } }

  @inline(__always)
  static func edit(at place: Int, in edits: UnsafeBufferPointer<Edit>) -> Int? {
    let place = UInt32(truncatingIfNeeded: place)
    var at = 0
    while at < edits.count {
      if edits[at].place == place { return at }
      at &+= 1
    }
    return nil
  }

  private func addition(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    edits.withUnsafeBufferPointer { edits in
      var at = 0
      while at < edits.count {
        if edits[at].isAddition, bytes(edits[at].key).hasSameBytes(as: key) { return at }
        at &+= 1
      }
      return nil
    }
  }

  /// The edit of a key's field; nil when there is none, and `place` is the key's token then, if the object has the key.
  private func find(_ key: UnsafeBufferPointer<UInt8>) -> (edit: Int?, place: Int?) {
    if let place = view.tape.member(utf8: key, of: view.index) {
      guard let edit = edit(at: place) else { return (nil, place) }
      if edits[edit].change != .removed { return (edit, place) }
      // Removed; it may have been added again since.
    }
    return (addition(key), nil)
  }

  @inline(__always)
  func bytes(_ extent: Extent) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: texts.base + Int(extent.start), count: Int(extent.count))
  }

  // MARK: Reading

  func field(_ key: UnsafeBufferPointer<UInt8>) -> JSONRecord.Field? {
    let found = find(key)
    if let edit = found.edit { return field(edits[edit]) }
    return found.place.map { .view(JSONView(tape: view.tape, index: $0 &+ 1)) }
  }

  /// The field that an edit leaves; nil when it was removed.
  func field(_ edit: Edit) -> JSONRecord.Field? {
    switch edit.change {
    case .removed: nil
    case .null: .value(.null)
    case .yes: .value(.bool(true))
    case .no: .value(.bool(false))
    case .integer: .value(.integer(Int(bitPattern: UInt(edit.content))))
    case .double: .value(.double(Double(bitPattern: edit.content)))
    case .text: .value(.string(String(decoding: bytes(Extent(bits: edit.content)), as: UTF8.self)))
    case .field: fields[Int(edit.content)]
    case .trimmed: .value(view.tape.value(Int(edit.place) &+ 1, without: Int(edit.content)))
    }
  }

  /// A view or a value with parts that was set.
  func setField(_ edit: Edit) -> JSONRecord.Field? { edit.change == .field ? fields[Int(edit.content)] : nil }

  func contains(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
    let found = find(key)
    return found.edit != nil || found.place != nil
  }

  var members: [(key: String, field: JSONRecord.Field)] {
    var members: [(key: String, field: JSONRecord.Field)] = []
    for member in view.members {
      if let edit = edit(at: member.key.index) {
        if let field = field(edits[edit]) { members.append((member.keyString, field)) }
      } else {
        members.append((member.keyString, .view(member.value)))
      }
    }
    for edit in edits where edit.isAddition {
      if let field = field(edit) { members.append((String(decoding: bytes(edit.key), as: UTF8.self), field)) }
    }
    return members
  }

  var object: JSONObject {
    let members = members
    return JSONObject(uniqueKeys: members.map(\.key), values: members.map(\.field.value))
  }

  // MARK: Changing

  func set(_ field: JSONRecord.Field, for key: UnsafeBufferPointer<UInt8>) {
    if case .value(let value) = field {
      switch value {
      case .null: return set(.null, for: key)
      case .bool(let flag): return set(.bool(flag), for: key)
      case .integer(let number): return set(.integer(number), for: key)
      case .double(let number): return set(.double(number), for: key)
      case .string(var text): return text.withUTF8 { set(.text($0), for: key) }
      case .bigInteger, .array, .object: break
      }
    }
    fields.append(field)
    put(.field, UInt64(fields.count - 1), for: key)
  }

  /// - Precondition: a text is not one of the overlay's own.
  func set(_ scalar: JSONScalar, for key: UnsafeBufferPointer<UInt8>) {
    switch scalar {
    case .null: put(.null, 0, for: key)
    case .bool(let flag): put(flag ? .yes : .no, 0, for: key)
    case .integer(let number): put(.integer, UInt64(UInt(bitPattern: number)), for: key)
    case .double(let number): put(.double, number.bitPattern, for: key)
    case .text(let text): put(.text, keep(text).bits, for: key)
    }
  }

  private func put(_ change: Change, _ content: UInt64, for key: UnsafeBufferPointer<UInt8>) {
    let found = find(key)
    if let edit = found.edit {
      edits[edit].change = change
      edits[edit].content = content
    } else if let place = found.place {
      append(at: place, change, content)
    } else {
      edits.append(Edit(place: Edit.added, change: change, key: keep(key), content: content))
    }
  }

  private func append(at place: Int, _ change: Change, _ content: UInt64) {
    edits.append(Edit(place: UInt32(truncatingIfNeeded: place), change: change, key: Extent(bits: 0), content: content))
  }

  private func keep(_ text: UnsafeBufferPointer<UInt8>) -> Extent {
    let start = texts.count
    texts.append(UnsafeRawBufferPointer(text))
    return Extent(start: start, count: text.count)
  }

  /// - Returns: whether it was there.
  func remove(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
    let found = find(key)
    if let edit = found.edit {
      if edits[edit].isAddition { edits.remove(at: edit) } else { edits[edit].change = .removed }
    } else if let place = found.place {
      append(at: place, .removed, 0)
    }
    return found.edit != nil || found.place != nil
  }

  /// Hides a member below an untouched field: `hidden` and `place` are the indices of their key tokens.
  func hide(_ hidden: Int, below place: Int) {
    append(at: place, .trimmed, UInt64(hidden))
  }
}

extension UnsafeBufferPointer<UInt8> {
  @inline(__always)
  fileprivate func hasSameBytes(as other: UnsafeBufferPointer<UInt8>) -> Bool {
    count == other.count && elementsEqual(other)
  }
}
