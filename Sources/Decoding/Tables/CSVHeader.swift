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
  /// What is written before the values, one behind another: `{"id":`, `,"name":`.
  let openings: [UInt8]
  /// Where each of the ``openings`` ends.
  let openingEnds: [Int]
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
    var openings: [UInt8] = []
    openingEnds = blank.keys.enumerated().map { place, name in
      openings.append(UInt8(ascii: place == 0 ? "{" : ","))
      Array(name.utf8).withUnsafeBytes { JSONEscape.append($0, to: &openings) }
      openings.append(UInt8(ascii: ":"))
      return openings.count
    }
    self.openings = openings
  }
}
