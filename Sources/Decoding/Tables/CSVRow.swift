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

  /// Appends the row as one line of compact JSON, with a line break: what ``object`` is, without making it.
  public func appendJSONLine(to output: inout [UInt8]) {
    bytes.withUnsafeBytes { fields in
      var isFirst = true
      for (opening, source) in zip(header.openings, header.sources) {
        output += opening
        isFirst = false
        if isNull(source) {
          output.append(contentsOf: "null".utf8)
        } else {
          JSONEscape.append(UnsafeRawBufferPointer(rebasing: fields[range(source)]), to: &output)
        }
      }
      if count > header.columns.count {
        output.append(contentsOf: (isFirst ? "{\"null\":" : ",\"null\":").utf8)
        for place in header.columns.count..<count {
          output.append(place == header.columns.count ? UInt8(ascii: "[") : UInt8(ascii: ","))
          JSONEscape.append(UnsafeRawBufferPointer(rebasing: fields[range(place)]), to: &output)
        }
        output.append(UInt8(ascii: "]"))
      } else if isFirst {
        output.append(UInt8(ascii: "{"))
      }
    }
    output.append(UInt8(ascii: "}"))
    output.append(UInt8(ascii: "\n"))
  }

  private func isNull(_ place: Int) -> Bool {
    guard place < count else { return true }
    guard !header.nullTexts.isEmpty else { return false }
    let field = bytes[range(place)]
    return header.nullTexts.contains { $0.count == field.count && field.elementsEqual($0) }
  }

  private func range(_ place: Int) -> Range<Int> { (place == 0 ? 0 : ends[place - 1])..<ends[place] }
}
