/// What tells a manifest from other YAML files before it is read.
enum ManifestMarks {
  /// Whether a text has the marks of a manifest at the start of its lines: its type, or a check beside streams.
  static func areIn(_ text: [UInt8]) -> Bool {
    var hasCheck = false
    var hasStreams = false
    for line in text.split(separator: UInt8(ascii: "\n")) {
      guard let first = line.first, first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") || (0x61...0x7A).contains(first) else {
        continue
      }
      let words = String(decoding: line.prefix(64), as: UTF8.self).filter { $0 != "\"" && $0 != "'" && $0 != " " && $0 != "\r" }
      if words.hasPrefix("type:DeclarativeSource") { return true }
      if words.hasPrefix("check:") { hasCheck = true }
      if words.hasPrefix("streams:") || words.hasPrefix("dynamic_streams:") { hasStreams = true }
      if hasCheck, hasStreams { return true }
    }
    return false
  }
}
