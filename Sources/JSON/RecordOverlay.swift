/// Edits to the fields of an object on a tape whose keys are unique. Changed only by a sole owner.
final class RecordOverlay: @unchecked Sendable {
  /// From this many edits on, an object in memory serves better than searching the edits.
  private static let limit = 32

  /// An edit of a field the object has: the index of its key token, and the new field, or nil when it was removed.
  struct Edit {
    let place: Int
    var field: JSONRecord.Field?
  }

  /// A field the object has not, or had before it was removed.
  struct Addition {
    let key: String
    var field: JSONRecord.Field
  }

  private(set) var edits: [Edit]
  private(set) var additions: [Addition]

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
  func edit(at place: Int) -> Int? {
    var at = 0
    while at < edits.count {
      if edits[at].place == place { return at }
      at &+= 1
    }
    return nil
  }

  private func addition(_ key: String) -> Int? {
    additions.firstIndex { $0.key.hasSameBytes(as: key) }
  }

  func field(_ key: String, over view: JSONView) -> JSONRecord.Field? {
    if let place = view.tape.member(key, of: view.index) {
      guard let edit = edit(at: place) else { return .view(JSONView(tape: view.tape, index: place + 1)) }
      if let field = edits[edit].field { return field }
      // Removed; it may have been added again since.
    }
    return addition(key).map { additions[$0].field }
  }

  func set(_ field: JSONRecord.Field, for key: String, over view: JSONView) {
    if let place = view.tape.member(key, of: view.index) {
      guard let edit = edit(at: place) else {
        edits.append(Edit(place: place, field: field))
        return
      }
      if edits[edit].field != nil {
        edits[edit].field = field
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
      if let edit = edit(at: place) { edits[edit].field = nil } else { edits.append(Edit(place: place, field: nil)) }
    }
    if let addition = addition(key) {
      additions.remove(at: addition)
    }
  }

  func fields(over view: JSONView) -> [(key: String, field: JSONRecord.Field)] {
    var fields: [(key: String, field: JSONRecord.Field)] = []
    for member in view.members {
      if let edit = edit(at: member.key.index) {
        if let field = edits[edit].field { fields.append((member.keyString, field)) }
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
