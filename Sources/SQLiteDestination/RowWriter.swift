internal import ConnectorKit
internal import Destinations
internal import JSON
internal import Sync

/// Stores records in a stream's table.
final class RowWriter {
  private let table: StreamTable
  private var notes: MisfitNotes
  private var statement: SQLiteStatement
  private var reader: RowReader
  private var layout: TableLayout
  private let ids = RecordIDs()

  init(_ table: StreamTable, log: any Log) throws {
    self.table = table
    notes = MisfitNotes(table.target.id, log: log)
    layout = table.layout
    reader = RowReader(layout)
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
      if reader.needsOtherLayout(layout, view.tape) {
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
    try statement.bind(MisfitNotes.nothing, at: 3)
    try statement.bind(table.target.generation, at: 4)
  }

  private func store(_ view: JSONView) throws {
    let tape = view.tape
    let firstColumn = Int32(TableLayout.Meta.all.count + 1)
    var changes: [(column: TableLayout.Column, value: JSONView)] = []
    for position in layout.columns.indices {
      let cell = reader.cells[position]
      let place = firstColumn + Int32(truncatingIfNeeded: position)
      if try !bind(CellValue(tape, cell, as: layout.columns[position].type), at: place) {
        try statement.bindNull(at: place)
        changes.append((layout.columns[position], JSONView(tape: tape, index: cell)))
      }
    }
    if layout.hasOtherFields { try bindOtherFields(tape) }
    try ids.withNext { try statement.bind($0, at: 1) }
    if !changes.isEmpty { try statement.bind(notes.meta(changes), at: 3) }
    try statement.execute()
    if !changes.isEmpty { try statement.bind(MisfitNotes.nothing, at: 3) }
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

  private func bindOtherFields(_ tape: JSONTape) throws {
    let place = Int32(TableLayout.Meta.all.count + layout.columns.count + 1)
    if let others = reader.otherFields(tape) { try statement.bind(others, at: place) } else { try statement.bindNull(at: place) }
  }

  /// Changes the table for all of the records, so that it is changed once for a page.
  private func evolve(for views: ArraySlice<JSONView>) throws {
    try table.evolve(LayoutNeeds(layout, for: views))
    layout = table.layout
    reader = RowReader(layout)
    statement = try table.insertStatement()
  }
}
