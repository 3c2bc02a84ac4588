internal import JSON

/// The columns of a table, ready to make records of its rows.
package final class CSVHeader: Sendable {
  /// The name under which the fields beyond the last column are collected in a list, as the reference writes it.
  package static let surplusKey = "null"

  /// What is written before a value: a brace or a comma, the key, a colon.
  struct Member {
    /// Where it starts in ``CSVHeader/openings``.
    let start: Int
    let length: Int
    /// Whether the key is written with escapes.
    let isEscaped: Bool
  }

  /// The names in the first row, in order; a name may occur twice.
  package let columns: [String]
  /// For each member of a record, the column it comes from: of columns with one name, the last.
  let sources: [Int]
  /// A record of nulls: rows share its keys.
  let blank: JSONObject
  let members: [Member]
  /// The text of the ``members``, and room to read eight bytes at its end.
  let openings: [UInt8]
  let nullTexts: [[UInt8]]
  /// The ``nullTexts`` as JSON.
  private let writtenNullTexts: [[UInt8]]
  /// The ``lengthBit(_:)`` of all ``nullTexts`` as JSON.
  let nullLengths: UInt64

  init(columns: [String], valuesReadAsNull: [String]) {
    self.columns = columns
    nullTexts = valuesReadAsNull.map { Array($0.utf8) }
    writtenNullTexts = valuesReadAsNull.map { Array(JSONText.compact(.string($0)).utf8) }
    nullLengths = writtenNullTexts.reduce(0) { $0 | Self.lengthBit($1.count) }
    var blank = JSONObject()
    var sources: [Int] = []
    for (place, name) in columns.enumerated() {
      if let member = blank.position(of: name) {
        sources[member] = place
      } else {
        blank[name] = JSONValue.null
        sources.append(place)
      }
    }
    self.blank = blank
    self.sources = sources
    var openings: [UInt8] = []
    members = blank.keys.map { name in
      let key = JSONText.compact(.string(name)).utf8
      defer { openings += [UInt8(ascii: openings.isEmpty ? "{" : ",")] + key + [UInt8(ascii: ":")] }
      return Member(start: openings.count, length: key.count + 2, isEscaped: key.count > name.utf8.count + 2)
    }
    self.openings = openings + [UInt8](repeating: 0, count: 8)
  }

  /// A bit for each length, so that few texts have to be compared.
  @inline(__always)
  static func lengthBit(_ length: Int) -> UInt64 { 1 &<< UInt64(truncatingIfNeeded: min(length, 63)) }

  /// Whether a string, written as JSON, stands for null.
  func isNull(json text: UnsafeBufferPointer<UInt8>) -> Bool {
    writtenNullTexts.contains { $0.count == text.count && text.elementsEqual($0) }
  }
}
