internal import JSON

/// Copies the rows of a table that lie whole in a piece of text onto a tape.
///
/// Only rows as they nearly always are come through. Whatever else there is (a row that goes on in the next piece or is long, fields
/// beyond the last column, text behind a closing quote, a carriage return within quotes) stays where it is, for ``CSVParser``, which
/// knows every corner.
struct CSVRowCopier: Sendable {
  /// Longer rows are left to the parser, so that the room that a row may need is small.
  static let longestRow = 8 << 10
  /// A byte becomes six at most: `\u0000`.
  static let longestEscape = 6

  private let header: CSVHeader
  private let delimiter: UInt8
  private let longestRow: Int

  /// Nil when rows make records in another way than column by column, or fields are divided by more than a byte.
  init?(_ header: CSVHeader, delimiter: [UInt8], maximumRowBytes: Int) {
    guard delimiter.count == 1, header.sources.count == header.columns.count, !header.columns.isEmpty else { return nil }
    self.header = header
    self.delimiter = delimiter[0]
    longestRow = min(Self.longestRow, maximumRowBytes)
  }

  /// Copies rows from `at`, where one starts, to the first that is left to the parser, and counts their lines.
  func copyRows(
    _ text: UnsafeRawBufferPointer, from at: inout Int, line: inout Int, to tapes: inout RecordTapeWriter
  ) {
    guard let bytes = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let longest = min(longestRow, text.count)
    let tokens = 1 + 2 * header.members.count
    let roomForRow = longest * Self.longestEscape + header.openings.count + header.members.count * 8 + 64
    header.members.withUnsafeBufferPointer { members in
      header.openings.withUnsafeBufferPointer { openings in
        let layout = CSVRowCopy.Layout(
          members: members, openings: openings, delimiter: delimiter, nullLengths: header.nullLengths)
        while true {
          let start = CSVRowCopy(bytes, at, end: min(text.count, at + longest), into: tapes.room(bytes: roomForRow, tokens: tokens))
          guard let row = start.copied(layout, header) else { return }
          tapes.commit(row.room)
          at = row.at
          line += row.lines
        }
      }
    }
  }
}
