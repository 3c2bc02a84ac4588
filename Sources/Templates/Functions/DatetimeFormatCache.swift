internal import Dates
internal import Synchronization

/// Compiled date formats, kept for the next use: a template renders the same few formats for every record.
enum DatetimeFormatCache {
  /// Formats made from data could be many; then the cache starts afresh.
  private static let limit = 256
  private static let plain = Mutex<[String: DatetimeFormat]>([:])
  private static let manifest = Mutex<[String: DatetimeFormat]>([:])

  static func format(_ text: String, _ dialect: DatetimeFormat.Dialect = .manifest) -> DatetimeFormat {
    switch dialect {
    case .plain: plain.withLock { find(text, dialect, in: &$0) }
    case .manifest: manifest.withLock { find(text, dialect, in: &$0) }
    }
  }

  private static func find(
    _ text: String, _ dialect: DatetimeFormat.Dialect, in formats: inout [String: DatetimeFormat]
  ) -> DatetimeFormat {
    if let format = formats[text] { return format }
    let format = DatetimeFormat(text, dialect: dialect)
    if formats.count >= limit { formats.removeAll() }
    formats[text] = format
    return format
  }
}
