internal import ConnectorKit
internal import JSON

/// What the saved state of a divided stream says of one of its parents.
struct SavedParentState {
  /// The parent's own state, or what an older state of the child tells of it; nil when there is nothing to go on from.
  let state: JSONObject?
  /// Whether what is there has the form it should have.
  var isReadable = true

  init(_ parent: ParentStreamConfig, in child: JSONObject) {
    var child = child
    child["__ab_no_cursor_state_message"] = nil
    guard parent.isIncremental, !child.isEmpty else {
      state = nil
      return
    }
    let parents = child["parent_state"]
    let own = parents?[parent.stream.name]
    state = own?.objectValue ?? child["state"]?.objectValue ?? Self.legacy(child, parent.cursorField)
    if let parents, parents.objectValue == nil { isReadable = false }
    if let told = own ?? child["state"], told.objectValue == nil, told.isNull || told.isTruthy { isReadable = false }
  }

  /// A single value is that of the parent's cursor.
  private static func legacy(_ child: JSONObject, _ field: String?) -> JSONObject? {
    guard child.count == 1, let value = child.values.first, let field else { return nil }
    switch value {
    case .string, .integer, .double: return [field: value]
    default: return nil
    }
  }
}
