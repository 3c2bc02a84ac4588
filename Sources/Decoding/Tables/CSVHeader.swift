internal import JSON

/// The columns of a table, ready to make records of its rows.
public final class CSVHeader: Sendable {
  /// The name under which the fields beyond the last column are collected in a list, as the reference writes it.
  public static let surplusKey = "null"

  /// The names in the first row, in order; a name may occur twice.
  public let columns: [String]
  /// For each member of a record, the column it comes from: of columns with one name, the last.
  let sources: [Int]
  /// A record of nulls: rows share its keys.
  let blank: JSONObject
  /// For each member, what is written before its value: `{"id":`, `,"name":`.
  let openings: [[UInt8]]
  let nullTexts: [[UInt8]]

  init(columns: [String], valuesReadAsNull: [String]) {
    self.columns = columns
    nullTexts = valuesReadAsNull.map { Array($0.utf8) }
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
    openings = blank.keys.enumerated().map { place, name in
      var text = [place == 0 ? UInt8(ascii: "{") : UInt8(ascii: ",")]
      Array(name.utf8).withUnsafeBytes { JSONEscape.append($0, to: &text) }
      text.append(UInt8(ascii: ":"))
      return text
    }
  }
}
