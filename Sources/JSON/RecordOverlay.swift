/// Edits to the fields of an object on a tape whose keys are unique. Changed only by a sole owner.
final class RecordOverlay: @unchecked Sendable {
  /// From this many edits on, an object in memory serves better than searching the edits.
  private static let limit = 32

  /// An edit of a field the object has: the index of its key token, and what was done to it.
  struct Edit {
    let place: Int
    var change: Change
  }

  enum Change {
    case removed
    case replaced(JSONRecord.Field)
    /// The field without the member below it whose key token has the index; decoded only when it is read.
    case trimmed(Int)
  }

  /// A field the object has not, or had before it was removed.
  struct Addition {
    let key: String
    var field: JSONRecord.Field
  }

  // Changed by a sole owner and never while being read, so that checks for that are time lost for each field of each record.
  @exclusivity(unchecked) private(set) var edits: [Edit]
  @exclusivity(unchecked) private(set) var additions: [Addition]

  init() {
    edits = []
    additions = []
  }

  init(copying other: RecordOverlay) {
    edits = other.edits
    additions = other.additions
  }

  var isLarge: Bool { edits.count + additions.count >= Self.limit }

  @inline(__always)
  func edit(at place: Int) -> Int? { Self.edit(at: place, in: edits) }

  @inline(__always)
  static func edit(at place: Int, in edits: [Edit]) -> Int? {
    var at = 0
    while at < edits.count {
      if edits[at].place == place { return at }
      at &+= 1
    }
    return nil
  }

  /// The field that an edit leaves; nil when it was removed.
  private func field(_ edit: Edit, over view: JSONView) -> JSONRecord.Field? {
    switch edit.change {
    case .removed: nil
    case .replaced(let field): field
    case .trimmed(let hidden): .value(view.tape.value(edit.place &+ 1, without: hidden))
    }
  }

  private func append(_ edit: Edit) {
    // A record seldom gets one edit alone.
    if edits.isEmpty { edits.reserveCapacity(4) }
    edits.append(edit)
  }

  private func addition(_ key: String) -> Int? {
    additions.firstIndex { $0.key.hasSameBytes(as: key) }
  }

  func field(_ key: String, over view: JSONView) -> JSONRecord.Field? {
    if let place = view.tape.member(key, of: view.index) {
      guard let edit = edit(at: place) else { return .view(JSONView(tape: view.tape, index: place + 1)) }
      if let field = self.field(edits[edit], over: view) { return field }
      // Removed; it may have been added again since.
    }
    return addition(key).map { additions[$0].field }
  }

  func set(_ field: JSONRecord.Field, for key: String, over view: JSONView) {
    if let place = view.tape.member(key, of: view.index) {
      guard let edit = edit(at: place) else {
        append(Edit(place: place, change: .replaced(field)))
        return
      }
      if !edits[edit].isRemoval {
        edits[edit].change = .replaced(field)
        return
      }
    }
    if let addition = addition(key) {
      additions[addition].field = field
    } else {
      // A record seldom gets one field alone.
      if additions.isEmpty { additions.reserveCapacity(4) }
      additions.append(Addition(key: key, field: field))
    }
  }

  func remove(_ key: String, over view: JSONView) {
    if let place = view.tape.member(key, of: view.index) {
      if let edit = edit(at: place) { edits[edit].change = .removed } else { append(Edit(place: place, change: .removed)) }
    }
    if let addition = addition(key) {
      additions.remove(at: addition)
    }
  }

  /// Hides a member below an untouched field: `hidden` and `place` are the indices of their key tokens.
  func hide(_ hidden: Int, below place: Int) {
    append(Edit(place: place, change: .trimmed(hidden)))
  }

  func contains(_ key: String, over view: JSONView) -> Bool {
    if let place = view.tape.member(key, of: view.index) {
      guard let edit = edit(at: place), edits[edit].isRemoval else { return true }
    }
    return addition(key) != nil
  }

  func fields(over view: JSONView) -> [(key: String, field: JSONRecord.Field)] {
    var fields: [(key: String, field: JSONRecord.Field)] = []
    for member in view.members {
      if let edit = edit(at: member.key.index) {
        if let field = field(edits[edit], over: view) { fields.append((member.keyString, field)) }
      } else {
        fields.append((member.keyString, .view(member.value)))
      }
    }
    for addition in additions { fields.append((addition.key, addition.field)) }
    return fields
  }

  func object(over view: JSONView) -> JSONObject {
    let fields = fields(over: view)
    return JSONObject(uniqueKeys: fields.map(\.key), values: fields.map(\.field.value))
  }
}

extension RecordOverlay.Edit {
  fileprivate var isRemoval: Bool { if case .removed = change { true } else { false } }

  /// The field that was set in place of another.
  var replacement: JSONRecord.Field? { if case .replaced(let field) = change { field } else { nil } }
}
