internal import ConnectorKit
internal import Destinations
internal import Glibc
internal import JSON
internal import Sync

/// Writes records as rows in the text format of COPY.
struct RowEncoder {
  private let layout: TableLayout
  private var reader: RowReader
  private let ids = RecordIDs()
  private var notes: MisfitNotes
  private let tail: [UInt8]

  /// - Parameters:
  ///   - time: when the records were read, as ISO 8601.
  ///   - generation: the stream's.
  init(_ layout: TableLayout, _ notes: MisfitNotes, time: String, generation: Int) {
    self.layout = layout
    self.notes = notes
    reader = RowReader(layout)
    head = Array("\t\(time)\t".utf8)
    tail = Array("\t\(generation)".utf8)
  }

  private let head: [UInt8]

  /// The notes, which know what was reported.
  var misfitNotes: MisfitNotes { notes }

  /// Writes the row of a record.
  ///
  /// - Returns: false when the table lacks columns for it; nothing is written then.
  mutating func write(_ view: JSONView, to buffer: inout JSONBuffer) -> Bool {
    let tape = view.tape
    reader.read(tape, view.index)
    if reader.needsOtherLayout(layout, tape) { return false }
    var misfits: [(column: TableLayout.Column, value: JSONView)] = []
    // The columns of fields come first, so that what did not fit is known when the others are written.
    for position in layout.columns.indices {
      let column = layout.columns[position]
      if !write(tape, reader.cells[position], as: column.type, to: &buffer) {
        Self.writeNull(to: &buffer)
        misfits.append((column, JSONView(tape: tape, index: reader.cells[position])))
      }
      buffer.append(UInt8(ascii: "\t"))
    }
    if layout.hasOtherFields {
      if var others = reader.otherFields(tape) {
        others.withUTF8 { Self.writeJSON($0, to: &buffer) }
      } else {
        Self.writeNull(to: &buffer)
      }
      buffer.append(UInt8(ascii: "\t"))
    }
    ids.withNext { buffer.append(UnsafeRawBufferPointer($0)) }
    buffer.append(head)
    if misfits.isEmpty {
      buffer.append(MisfitNotes.nothing)
    } else {
      var meta = notes.meta(misfits)
      meta.withUTF8 { Self.writeJSON($0, to: &buffer) }
    }
    buffer.append(tail)
    buffer.append(UInt8(ascii: "\n"))
    withExtendedLifetime(tape) {}
    return true
  }

  /// The columns in the order in which they are written.
  static func columns(_ layout: TableLayout) -> [String] {
    layout.columns.map(\.name) + (layout.hasOtherFields ? [TableLayout.Meta.otherFields] : []) + TableLayout.Meta.all
  }

  private static func writeNull(to buffer: inout JSONBuffer) {
    buffer.append(UInt8(ascii: "\\"))
    buffer.append(UInt8(ascii: "N"))
  }

  /// - Returns: false when the column cannot hold the value; nothing is written then.
  private func write(_ tape: JSONTape, _ index: Int, as type: ColumnType, to buffer: inout JSONBuffer) -> Bool {
    switch CellValue(tape, index, as: type) {
    case .null: Self.writeNull(to: &buffer)
    case .integer(let value): buffer.append(digitsOf: value)
    case .number(let digits): buffer.append(UnsafeRawBufferPointer(digits))
    case .boolean(let value): buffer.append(UInt8(ascii: value ? "t" : "f"))
    case .text(let bytes):
      guard Self.fits(bytes, type) else { return false }
      buffer.append(UnsafeRawBufferPointer(bytes))
    case .string(var text):
      // PostgreSQL's texts have no character of the code 0.
      if text.utf8.contains(0) { text = String(text.map { $0 == "\0" ? "\u{fffd}" : $0 }) }
      return text.withUTF8 { bytes in
        guard Self.fits(bytes, type) else { return false }
        Self.writeEscaped(bytes, to: &buffer)
        return true
      }
    case .json(let bytes): Self.writeJSON(bytes, to: &buffer)
    case .misfit: return false
    }
    return true
  }

  private static func fits(_ bytes: UnsafeBufferPointer<UInt8>, _ type: ColumnType) -> Bool {
    switch type {
    case .date: DateText.isDate(bytes)
    case .timestampWithTimezone, .timestampWithoutTimezone: DateText.isTimestamp(bytes)
    case .timeWithTimezone, .timeWithoutTimezone: DateText.isTime(bytes)
    case .integer, .number, .boolean, .string, .json: true
    }
  }

  /// Writes JSON for a column of type jsonb, which refuses some of what JSON can escape: the code 0 and halves of characters.
  private static func writeJSON(_ bytes: UnsafeBufferPointer<UInt8>, to buffer: inout JSONBuffer) {
    guard hasUnicodeEscape(bytes), let value = try? JSONTape(Array(bytes), options: JSONOptions(maximumDepth: 1 << 16)).root.value else {
      return writeEscaped(bytes, to: &buffer)
    }
    var text = JSONText.compact(value.withoutZeros)
    text.withUTF8 { writeEscaped($0, to: &buffer) }
  }

  private static func hasUnicodeEscape(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = bytes.baseAddress else { return false }
    var place = 0
    while let found = memchr(start + place, Int32(UInt8(ascii: "\\")), bytes.count - place) {
      let next = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - start + 1
      guard next < bytes.count else { return false }
      if bytes[next] == UInt8(ascii: "u") { return true }
      // What a backslash stands before is no backslash that begins something.
      place = next + 1
    }
    return false
  }

  /// Writes a text with the escapes of the format.
  private static func writeEscaped(_ bytes: UnsafeBufferPointer<UInt8>, to buffer: inout JSONBuffer) {
    // Nearly all texts are written as they are.
    guard bytes.contains(where: { $0 == UInt8(ascii: "\\") || ($0 < 0x20 && ($0 == 0x09 || $0 == 0x0a || $0 == 0x0d)) }) else {
      return buffer.append(UnsafeRawBufferPointer(bytes))
    }
    var start = 0
    for place in bytes.indices {
      let escape: UInt8
      switch bytes[place] {
      case UInt8(ascii: "\\"): escape = UInt8(ascii: "\\")
      case 0x09: escape = UInt8(ascii: "t")
      case 0x0a: escape = UInt8(ascii: "n")
      case 0x0d: escape = UInt8(ascii: "r")
      default: continue
      }
      buffer.append(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start..<place])))
      buffer.append(UInt8(ascii: "\\"))
      buffer.append(escape)
      start = place + 1
    }
    buffer.append(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start...])))
  }
}

extension JSONValue {
  /// The value with U+FFFD for characters of the code 0.
  fileprivate var withoutZeros: JSONValue {
    switch self {
    case .string(let text): .string(text.withoutZeros)
    case .array(let elements): .array(elements.map(\.withoutZeros))
    case .object(let object): .object(JSONObject(object.map { ($0.key.withoutZeros, $0.value.withoutZeros) }))
    default: self
    }
  }
}

extension String {
  fileprivate var withoutZeros: String { utf8.contains(0) ? String(map { $0 == "\0" ? "\u{fffd}" : $0 }) : self }
}
