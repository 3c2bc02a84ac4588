internal import Destinations
internal import Glibc
internal import JSON
internal import Sync

/// How records are written in files.
enum RecordFormat: Sendable {
  case jsonLines, csv

  var fileExtension: String {
    switch self {
    case .jsonLines: "jsonl"
    case .csv: "csv"
    }
  }
}

/// Writes records as CSV, by RFC 4180: fields in quotes where they need them, lines that end with a line feed, NULL as an empty field and
/// an empty text as `""`.
struct CSVWriter {
  private(set) var layout: TableLayout
  private var reader: RowReader

  init(_ layout: TableLayout) {
    self.layout = layout
    reader = RowReader(layout)
  }

  /// The fields of records that have no column yet, with the types of their values.
  mutating func missingFields(_ records: JSONRecords) -> [(field: String, type: ColumnType)] {
    var missing: [(field: String, type: ColumnType)] = []
    for view in records.views {
      reader.read(view.tape, view.index)
      for key in reader.otherKeys {
        let value = JSONView(tape: view.tape, index: key + 1)
        guard !value.isNull, let field = JSONView(tape: view.tape, index: key).string else { continue }
        if !missing.contains(where: { $0.field == field }) { missing.append((field, .json)) }
      }
    }
    return missing
  }

  /// The first line of a file.
  func header() -> [UInt8] { Array((layout.columns.map { Self.quoted($0.name) }.joined(separator: ",") + "\n").utf8) }

  private static func quoted(_ text: String) -> String {
    text.contains(where: { ",\"\r\n".contains($0) })
      ? "\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\"" : text
  }

  mutating func write(_ records: JSONRecords, to buffer: inout JSONBuffer) {
    for view in records.views {
      reader.read(view.tape, view.index)
      for position in layout.columns.indices {
        if position > 0 { buffer.append(UInt8(ascii: ",")) }
        Self.write(view.tape, reader.cells[position], to: &buffer)
      }
      buffer.append(UInt8(ascii: "\n"))
      withExtendedLifetime(view.tape) {}
    }
  }

  private static func write(_ tape: JSONTape, _ index: Int, to buffer: inout JSONBuffer) {
    switch CellValue(tape, index, as: .string) {
    case .null, .misfit: break
    case .text(let bytes), .json(let bytes), .number(let bytes): write(bytes, to: &buffer)
    case .string(var text): text.withUTF8 { write($0, to: &buffer) }
    case .integer(let value): buffer.append(String(value))
    case .boolean(let value): buffer.append(value ? "true" : "false")
    }
  }

  private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to buffer: inout JSONBuffer) {
    let needsQuotes = bytes.isEmpty || bytes.contains { $0 == 0x22 || $0 == 0x2c || $0 == 0x0a || $0 == 0x0d }
    guard needsQuotes else { return buffer.append(UnsafeRawBufferPointer(bytes)) }
    buffer.append(UInt8(ascii: "\""))
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { buffer.append(byte) }
      buffer.append(byte)
    }
    buffer.append(UInt8(ascii: "\""))
  }
}
