internal import Destinations
internal import Sync

/// Texts of numbers and tables, as people read them.
enum SyncTable {
  /// A table with its columns aligned; those in `right` to the right.
  static func text(_ rows: [[String]], right: Set<Int>) -> String {
    guard let first = rows.first else { return "" }
    let widths = first.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return right.contains(column) ? padding + row[column] : row[column] + padding
      }
      var line = cells.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// What came of a sync, a line for each stream.
  static func report(_ runs: [StreamRun]) -> String {
    let header = ["STREAM", "MODE", "RECORDS", "SIZE", "REQUESTS", "TIME", "RESULT"]
    return text([header] + runs.map(row), right: [2, 3, 4, 5])
  }

  /// The cells of a stream in ``report(_:)``.
  static func row(_ run: StreamRun) -> [String] {
    [
      run.stream.description, run.mode.protocolName, number(run.records), size(run.bytes), number(run.requests),
      duration(run.ended - run.started), run.outcome.rawValue,
    ]
  }

  /// A count with commas between thousands.
  static func number(_ value: Int) -> String {
    var digits = Array(String(value))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return String(digits)
  }

  static func size(_ bytes: Int) -> String {
    if bytes < 1000 { return "\(bytes) B" }
    let units = ["kB", "MB", "GB", "TB"]
    var value = Double(bytes) / 1000
    var unit = 0
    while value >= 999.95, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    return "\((value * 10).rounded() / 10) \(units[unit])"
  }

  static func duration(_ seconds: Double) -> String {
    if seconds < 60 { return "\((max(0, seconds) * 10).rounded() / 10)s" }
    let whole = Int(seconds.rounded())
    if whole < 3600 { return "\(whole / 60)m\(whole % 60)s" }
    return "\(whole / 3600)h\(whole % 3600 / 60)m"
  }
}
