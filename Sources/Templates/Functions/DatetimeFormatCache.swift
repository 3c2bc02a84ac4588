internal import Dates
internal import Synchronization

/// Compiled date formats, kept for the next use: a template renders the same few formats for every record.
enum DatetimeFormatCache {
  /// Formats made from data could be many; then the cache starts afresh.
  private static let limit = 256
  private static let plain = Mutex<[String: DatetimeFormat]>([:])
  private static let manifest = Mutex<[String: DatetimeFormat]>([:])
  private static let plainWithMark = Mutex<[String: DatetimeFormat]>([:])
  private static let manifestWithMark = Mutex<[String: DatetimeFormat]>([:])

  /// - Parameter honorsUTCMark: whether the format converts to UTC where it writes a literal mark of it.
  static func format(
    _ text: String, _ dialect: DatetimeFormat.Dialect = .manifest, honorsUTCMark: Bool = false
  ) -> DatetimeFormat {
    switch (dialect, honorsUTCMark) {
    case (.plain, false): plain.withLock { find(text, dialect, honorsUTCMark, in: &$0) }
    case (.manifest, false): manifest.withLock { find(text, dialect, honorsUTCMark, in: &$0) }
    case (.plain, true): plainWithMark.withLock { find(text, dialect, honorsUTCMark, in: &$0) }
    case (.manifest, true): manifestWithMark.withLock { find(text, dialect, honorsUTCMark, in: &$0) }
    }
  }

  private static func find(
    _ text: String, _ dialect: DatetimeFormat.Dialect, _ honorsUTCMark: Bool, in formats: inout [String: DatetimeFormat]
  ) -> DatetimeFormat {
    if let format = formats[text] { return format }
    let format = DatetimeFormat(text, dialect: dialect, honorsUTCMark: honorsUTCMark)
    if formats.count >= limit { formats.removeAll() }
    formats[text] = format
    return format
  }
}
