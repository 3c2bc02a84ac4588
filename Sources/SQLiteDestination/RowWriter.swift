internal import ConnectorKit
internal import Destinations
internal import JSON
internal import Sync

/// Stores records in a stream's table.
final class RowWriter {
  private let table: StreamTable
  private let log: any Log
  private var statement: SQLiteStatement
  private var reader: RowReader
  private var columns: [TableLayout.Column]
  private var hasOtherFields: Bool
  private let plainMeta = #"{"changes":[]}"#
  private var ids = RecordIDs()
  /// The fields of which it was said that a value does not fit.
  private var reported: Set<String> = []

  init(_ table: StreamTable, log: any Log) throws {
    self.table = table
    self.log = log
    columns = table.layout.columns
    hasOtherFields = table.layout.hasOtherFields
    reader = RowReader(table.layout)
    statement = try table.insertStatement()
  }

  private func refresh() throws {
    columns = table.layout.columns
    hasOtherFields = table.layout.hasOtherFields
    reader = RowReader(table.layout)
    statement = try table.insertStatement()
  }

  /// Stores the records of a page. Within a transaction.
  ///
  /// - Parameter time: when they were read, as ISO 8601.
  func write(_ page: RecordPage, at time: String) throws {
    let views = page.records.views
    try bindCommon(time)
    for (place, view) in views.enumerated() {
      reader.read(view.tape, view.index)
      if needsEvolution(view) {
        try evolve(for: views[place...])
        try bindCommon(time)
        reader.read(view.tape, view.index)
      }
      try store(view)
    }
  }

  /// What all records of a page have in common.
  private func bindCommon(_ time: String) throws {
    try statement.bind(time, at: 2)
    try statement.bind(plainMeta, at: 3)
    try statement.bind(table.target.generation, at: 4)
  }

  private func store(_ view: JSONView) throws {
    let tape = view.tape
    let firstColumn = Int32(TableLayout.Meta.all.count + 1)
    var changes: [(column: TableLayout.Column, value: JSONView)] = []
    for position in columns.indices {
      let cell = reader.cells[position]
      let place = firstColumn + Int32(truncatingIfNeeded: position)
      if try !bind(CellValue(tape, cell, as: columns[position].type), at: place) {
        try statement.bindNull(at: place)
        changes.append((columns[position], JSONView(tape: tape, index: cell)))
      }
    }
    if hasOtherFields { try bindOtherFields(tape) }
    try ids.withNext { try statement.bind($0, at: 1) }
    if !changes.isEmpty { try statement.bind(meta(changes), at: 3) }
    try statement.execute()
    if !changes.isEmpty { try statement.bind(plainMeta, at: 3) }
    withExtendedLifetime(tape) {}
  }

  /// - Returns: false when the column cannot hold the value.
  @inline(__always)
  private func bind(_ value: CellValue, at place: Int32) throws -> Bool {
    switch value {
    case .null: try statement.bindNull(at: place)
    case .integer(let value): try statement.bind(value, at: place)
    case .number(let digits):
      guard let value = Self.double(digits) else { return false }
      try statement.bind(value, at: place)
    case .boolean(let value): try statement.bind(value ? 1 : 0, at: place)
    case .text(let bytes), .json(let bytes): try statement.bind(bytes, at: place)
    case .string(let text): try statement.bind(text, at: place)
    case .misfit: return false
    }
    return true
  }

  /// The number; nil for an integer that a double cannot hold.
  private static func double(_ digits: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let value = Double(jsonDigits: digits) else { return nil }
    let isInteger = digits.count > 15 && digits.allSatisfy { $0 == UInt8(ascii: "-") || ($0 >= 0x30 && $0 <= 0x39) }
    return isInteger && value.magnitude > Double(1 << 53) ? nil : value
  }

  /// What is noted of values that did not fit.
  private func meta(_ changes: [(column: TableLayout.Column, value: JSONView)]) -> String {
    let list = changes.map { change -> JSONValue in
      report(change.column, change.value)
      return [
        "field": .string(change.column.field), "change": "NULLED", "reason": "DESTINATION_TYPECAST_ERROR", "value": change.value.value,
      ]
    }
    return JSONText.compact(["changes": .array(list)])
  }

  private func report(_ column: TableLayout.Column, _ value: JSONView) {
    guard reported.insert(column.field).inserted else { return }
    log.write(
      .warning,
      "Stream `\(table.target.id)`: a value of `\(column.field)` does not fit its column of type \(column.type.rawValue), so the column is NULL "
        + "there and `_airbyte_meta` holds the value (a \(value.kind.name)).")
  }

  private func bindOtherFields(_ tape: JSONTape) throws {
    let place = Int32(TableLayout.Meta.all.count + columns.count + 1)
    guard !reader.otherKeys.isEmpty else { return try statement.bindNull(at: place) }
    var others = JSONObject()
    for key in reader.otherKeys {
      others[JSONView(tape: tape, index: key).string ?? ""] = JSONView(tape: tape, index: key + 1).value
    }
    try statement.bind(JSONText.compact(.object(others)), at: place)
  }

  // MARK: New fields and wider types

  private func needsEvolution(_ view: JSONView) -> Bool {
    if !hasOtherFields, reader.otherKeys.contains(where: { !JSONView(tape: view.tape, index: $0 + 1).isNull }) { return true }
    for position in columns.indices where columns[position].isInferred && reader.cells[position] != 0 {
      if columns[position].type.widened(for: view.tape, reader.cells[position]) != columns[position].type { return true }
    }
    return false
  }

  /// Changes the table for all of the records, so that it is changed once for a page.
  private func evolve(for views: ArraySlice<JSONView>) throws {
    var added: [(field: String, type: ColumnType)] = []
    var places: [String: Int] = [:]
    var wider: [Int: ColumnType] = [:]
    for view in views {
      reader.read(view.tape, view.index)
      for key in reader.otherKeys {
        let value = JSONView(tape: view.tape, index: key + 1)
        guard !value.isNull, let field = JSONView(tape: view.tape, index: key).string else { continue }
        if let place = places[field] {
          added[place].type = added[place].type.widened(for: view.tape, value.index)
        } else {
          places[field] = added.count
          added.append((field, ColumnType(value.kind).widened(for: view.tape, value.index)))
        }
      }
      for position in columns.indices where columns[position].isInferred && reader.cells[position] != 0 {
        let type = wider[position] ?? columns[position].type
        let needed = type.widened(for: view.tape, reader.cells[position])
        if needed != columns[position].type { wider[position] = needed }
      }
    }
    try table.evolve(adding: added, widening: wider.map { ($0.key, $0.value) }.sorted { $0.position < $1.position })
    try refresh()
  }
}
