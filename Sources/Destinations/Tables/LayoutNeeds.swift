package import JSON

/// What a table lacks for some records.
package struct LayoutNeeds {
  /// Fields without a column, with the types of their values.
  package private(set) var added: [(field: String, type: ColumnType)] = []
  /// The positions of columns with inferred types, and the wider types that they need.
  package private(set) var widened: [(position: Int, type: ColumnType)] = []

  package var isEmpty: Bool { added.isEmpty && widened.isEmpty }

  /// - Parameter views: records, as objects.
  package init(_ layout: TableLayout, for views: ArraySlice<JSONView>) {
    var reader = RowReader(layout)
    var places: [String: Int] = [:]
    var wider: [Int: ColumnType] = [:]
    for view in views {
      reader.read(view.tape, view.index)
      if !layout.hasOtherFields { note(reader.otherKeys, view.tape, &places) }
      for position in layout.columns.indices where layout.columns[position].isInferred && reader.cells[position] != 0 {
        let type = wider[position] ?? layout.columns[position].type
        let needed = type.widened(for: view.tape, reader.cells[position])
        if needed != layout.columns[position].type { wider[position] = needed }
      }
    }
    widened = wider.map { ($0.key, $0.value) }.sorted { $0.position < $1.position }
  }

  private mutating func note(_ keys: [Int], _ tape: JSONTape, _ places: inout [String: Int]) {
    for key in keys {
      let value = JSONView(tape: tape, index: key + 1)
      guard !value.isNull, let field = JSONView(tape: tape, index: key).string else { continue }
      if let place = places[field] {
        added[place].type = added[place].type.widened(for: tape, value.index)
      } else {
        places[field] = added.count
        added.append((field, ColumnType(value.kind).widened(for: tape, value.index)))
      }
    }
  }
}

extension RowReader {
  /// Whether the record that was read needs columns that there are not, or wider ones.
  package func needsOtherLayout(_ layout: TableLayout, _ tape: JSONTape) -> Bool {
    if !layout.hasOtherFields, otherKeys.contains(where: { !JSONView(tape: tape, index: $0 + 1).isNull }) { return true }
    for position in layout.columns.indices where layout.columns[position].isInferred && cells[position] != 0 {
      if layout.columns[position].type.widened(for: tape, cells[position]) != layout.columns[position].type { return true }
    }
    return false
  }

  /// The fields of the record that was read for which there is no column, as JSON; nil when there are none.
  package func otherFields(_ tape: JSONTape) -> String? {
    guard !otherKeys.isEmpty else { return nil }
    var others = JSONObject()
    for key in otherKeys { others[JSONView(tape: tape, index: key).string ?? ""] = JSONView(tape: tape, index: key + 1).value }
    return JSONText.compact(.object(others))
  }
}
