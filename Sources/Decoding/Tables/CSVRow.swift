public import JSON

/// One row of a table: its fields by column, or as a record.
public struct CSVRow: Sendable {
  public let header: CSVHeader
  let bytes: [UInt8]
  let ends: [Int]

  /// The number of fields, which may differ from the number of columns.
  public var count: Int { ends.count }

  /// The text of a field, before nulls are put in.
  public subscript(place: Int) -> String { String(decoding: bytes[range(place)], as: UTF8.self) }

  /// The row as an object: a missing field is null, fields beyond the last column are a list under ``CSVHeader/surplusKey``.
  public var object: JSONObject {
    var values: [JSONValue] = []
    values.reserveCapacity(header.sources.count)
    for source in header.sources { values.append(isNull(source) ? .null : .string(self[source])) }
    var object = header.blank.replacingValues(values)
    if count > header.columns.count {
      object[CSVHeader.surplusKey] = .array((header.columns.count..<count).map { .string(self[$0]) })
    }
    return object
  }

  /// Writes the row as one line of compact JSON, with a line break: what ``object`` is, without making it.
  public func writeJSONLine(to writer: inout JSONWriter) {
    let sources = header.sources
    let openingEnds = header.openingEnds
    bytes.withUnsafeBufferPointer { fields in
      header.openings.withUnsafeBytes { openings in
        var start = 0
        for member in sources.indices {
          writer.writeRaw(UnsafeRawBufferPointer(rebasing: openings[start..<openingEnds[member]]))
          start = openingEnds[member]
          let source = sources[member]
          if isNull(source) { writer.writeNull() } else { writer.write(utf8: UnsafeBufferPointer(rebasing: fields[range(source)])) }
        }
      }
      if count > header.columns.count {
        writer.writeRaw(header.sources.isEmpty ? "{\"null\":" : ",\"null\":")
        for place in header.columns.count..<count {
          writer.writeRaw(UInt8(ascii: place == header.columns.count ? "[" : ","))
          writer.write(utf8: UnsafeBufferPointer(rebasing: fields[range(place)]))
        }
        writer.writeRaw(UInt8(ascii: "]"))
      } else if header.sources.isEmpty {
        writer.writeRaw(UInt8(ascii: "{"))
      }
    }
    writer.writeRaw("}\n" as StaticString)
  }

  private func isNull(_ place: Int) -> Bool {
    guard place < count else { return true }
    guard !header.nullTexts.isEmpty else { return false }
    let field = bytes[range(place)]
    return header.nullTexts.contains { $0.count == field.count && field.elementsEqual($0) }
  }

  private func range(_ place: Int) -> Range<Int> { (place == 0 ? 0 : ends[place - 1])..<ends[place] }
}
