internal import JSON
internal import Sync

/// The columns that a table has for the fields of records.
package struct TableLayout: Sendable, Equatable {
  package struct Column: Sendable, Equatable {
    package let field: String
    package let name: String
    package var type: ColumnType
    /// Whether the type comes from values, so that others may widen it.
    package var isInferred: Bool

    package init(field: String, name: String, type: ColumnType, isInferred: Bool) {
      self.field = field
      self.name = name
      self.type = type
      self.isInferred = isInferred
    }
  }

  /// The columns of every table, before those of fields.
  package enum Meta {
    package static let rawID = "_airbyte_raw_id"
    package static let extractedAt = "_airbyte_extracted_at"
    package static let meta = "_airbyte_meta"
    package static let generationID = "_airbyte_generation_id"
    package static let all = [rawID, extractedAt, meta, generationID]
    /// The fields for which a table has no room, as one JSON object.
    package static let otherFields = "_headwater_other_fields"
  }

  package private(set) var columns: [Column] = []
  /// Whether there are more fields than columns can be had.
  package private(set) var hasOtherFields = false
  private let limits: NameLimits
  private var names: Set<String> = []
  private var positions: [String: Int] = [:]

  /// - Parameters:
  ///   - columns: those that the table has.
  ///   - hasOtherFields: whether it also has the column for the rest.
  package init(_ columns: [Column] = [], hasOtherFields: Bool = false, limits: NameLimits) {
    self.limits = limits
    for column in columns { append(column) }
    self.hasOtherFields = hasOtherFields
  }

  private mutating func append(_ column: Column) {
    positions[column.field] = columns.count
    columns.append(column)
    names.insert(limits.folded(column.name))
  }

  /// The position of a field's column.
  package func position(of field: String) -> Int? { positions[field] }

  package subscript(field: String) -> Column? { positions[field].map { columns[$0] } }

  /// Adds a column for a field that has none.
  ///
  /// - Returns: the new column; nil when the field goes into the column for the rest.
  package mutating func add(_ field: String, _ type: ColumnType, isInferred: Bool) -> Column? {
    guard columns.count < limits.columnCount else {
      hasOtherFields = true
      return nil
    }
    let column = Column(field: field, name: limits.name(for: field, except: names), type: type, isInferred: isInferred)
    append(column)
    return column
  }

  /// Adds and widens what records need.
  package mutating func apply(_ needs: LayoutNeeds) -> Changes {
    var changes = Changes()
    for (field, type) in needs.added where self[field] == nil {
      if let column = add(field, type, isInferred: true) { changes.added.append(column) }
    }
    for (position, type) in needs.widened {
      columns[position].type = type
      changes.widened.append(position)
    }
    return changes
  }

  /// What has to be done to a table before it fits a schema.
  package struct Changes: Equatable {
    package var added: [Column] = []
    /// The positions of columns whose type is wider now.
    package var widened: [Int] = []

    package init() {}
  }

  /// Takes over the fields that a schema declares, and the key and cursor fields. Columns of other fields stay; those whose type the schema
  /// has changed are widened.
  package mutating func adopt(_ stream: TargetStream) -> Changes {
    var changes = Changes()
    for (field, schema) in stream.schema["properties"]?.objectValue ?? [:] {
      guard let type = ColumnType(schema: schema) else { continue }
      adopt(field, type, &changes)
    }
    for field in stream.primaryKey.compactMap(\.first) + [stream.cursorField].compactMap({ $0 }) where self[field] == nil {
      if let column = add(field, .string, isInferred: true) { changes.added.append(column) }
    }
    return changes
  }

  private mutating func adopt(_ field: String, _ type: ColumnType, _ changes: inout Changes) {
    guard let position = positions[field] else {
      if let column = add(field, type, isInferred: false) { changes.added.append(column) }
      return
    }
    let column = columns[position]
    guard column.type != type else { return columns[position].isInferred = false }
    let wide = column.type.widened(to: type)
    columns[position].isInferred = false
    guard wide != column.type else { return }
    columns[position].type = wide
    changes.widened.append(position)
  }
}

/// What names and how many columns a kind of database takes.
package struct NameLimits: Sendable, Equatable {
  /// The bytes of a name.
  package let length: Int
  /// The columns of a table that are left for fields.
  package let columnCount: Int
  /// Whether names that differ only in case are the same name.
  package let ignoresCase: Bool
  /// Beginnings of names that the database keeps for itself.
  package let reservedPrefixes: [String]

  package init(length: Int, columnCount: Int, ignoresCase: Bool, reservedPrefixes: [String] = []) {
    self.length = length
    self.columnCount = columnCount
    self.ignoresCase = ignoresCase
    self.reservedPrefixes = reservedPrefixes
  }

  package func folded(_ name: String) -> String { ignoresCase ? name.lowercased() : name }

  /// A name as near to the wanted one as may be: shortened where it is too long, and numbered where it is taken.
  ///
  /// - Parameter taken: the names in use, ``folded(_:)``.
  package func name(for wanted: String, except taken: Set<String>) -> String {
    var base = String(wanted.unicodeScalars.map { $0.value == 0 ? "_" : Character($0) })
    if base.isEmpty { base = "_" }
    let isReserved = (["_airbyte_", "_headwater_"] + reservedPrefixes).contains { base.lowercased().hasPrefix($0) }
    if isReserved { base = "field_\(base)" }
    var number = 1
    var name = Self.shortened(base, to: length)
    while taken.contains(folded(name)) {
      number += 1
      let suffix = "_\(number)"
      name = Self.shortened(base, to: length - suffix.utf8.count) + suffix
    }
    return name
  }

  private static func shortened(_ name: String, to length: Int) -> String {
    guard name.utf8.count > length else { return name }
    var short = name
    while short.utf8.count > length { short.removeLast() }
    return short
  }
}
