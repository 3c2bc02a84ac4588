package import JSON

/// One row of a table: its fields by column, or as a record.
package struct CSVRow: Sendable {
  package let header: CSVHeader
  let bytes: [UInt8]
  let ends: [Int]

  /// The number of fields, which may differ from the number of columns.
  package var count: Int { ends.count }

  /// The text of a field, before nulls are put in.
  package subscript(place: Int) -> String { String(decoding: bytes[range(place)], as: UTF8.self) }

  /// The row as an object: a missing field is null, fields beyond the last column are a list under ``CSVHeader/surplusKey``.
  package var object: JSONObject {
    var values: [JSONValue] = []
    values.reserveCapacity(header.sources.count)
    for source in header.sources { values.append(isNull(source) ? .null : .string(self[source])) }
    var object = header.blank.replacingValues(values)
    if count > header.columns.count {
      object[CSVHeader.surplusKey] = .array((header.columns.count..<count).map { .string(self[$0]) })
    }
    return object
  }

  /// Writes the row as a record: what ``object`` is, without making it.
  package func write(to tapes: inout RecordTapeWriter) {
    tapes.openRecord()
    let hasSurplus = count > header.columns.count
    var lacksSurplus = hasSurplus
    bytes.withUnsafeBufferPointer { fields in
      for (key, source) in zip(header.blank.keys, header.sources) {
        tapes.write(key: key)
        if hasSurplus, key == CSVHeader.surplusKey {
          writeSurplus(fields, to: &tapes)
          lacksSurplus = false
        } else if isNull(source) {
          tapes.writeNull()
        } else {
          tapes.write(UnsafeBufferPointer(rebasing: fields[range(source)]))
        }
      }
      if lacksSurplus {
        tapes.write(key: CSVHeader.surplusKey)
        writeSurplus(fields, to: &tapes)
      }
    }
    tapes.close()
  }

  private func writeSurplus(_ fields: UnsafeBufferPointer<UInt8>, to tapes: inout RecordTapeWriter) {
    tapes.openList()
    for place in header.columns.count..<count { tapes.write(UnsafeBufferPointer(rebasing: fields[range(place)])) }
    tapes.close()
  }

  private func isNull(_ place: Int) -> Bool {
    guard place < count else { return true }
    guard !header.nullTexts.isEmpty else { return false }
    let field = bytes[range(place)]
    return header.nullTexts.contains { $0.count == field.count && field.elementsEqual($0) }
  }

  private func range(_ place: Int) -> Range<Int> { (place == 0 ? 0 : ends[place - 1])..<ends[place] }
}
