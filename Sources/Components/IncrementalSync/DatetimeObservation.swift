internal import ConnectorKit
internal import Dates
internal import JSON
internal import Synchronization

/// Watches the dates of one slice's records.
struct DatetimeObservation: CursorObservation {
  let field: String
  let format: CursorDateFormat
  let warning: CursorWarning
  /// The end of the window that was asked for; what lies behind it moves nothing. Nil when everything counts.
  let limit: DateTime?
  let notice: StreamNotice
  private(set) var latest: DateTime?
  /// A date that is known to lie behind the window.
  private var earliestBehind: DateTime?

  init(field: String, format: CursorDateFormat, warning: CursorWarning, limit: DateTime?, notice: StreamNotice) {
    self.field = field
    self.format = format
    self.warning = warning
    self.limit = limit
    self.notice = notice
  }

  var mostRecent: JSONValue? { latest.map { .string(format.format($0)) } }

  mutating func observe(_ records: [JSONRecord]) {
    for record in records {
      guard let date = format.date(of: record.field(field)) else {
        warning.write()
        continue
      }
      if latest.map({ $0 < date }) ?? true, isInWindow(date) { latest = date }
    }
  }

  /// Whether a date lies in the window as far as its boundaries tell: the end of days holds the whole last day.
  private mutating func isInWindow(_ date: DateTime) -> Bool {
    guard let limit, date > limit else { return true }
    if let earliestBehind, date >= earliestBehind { return false }
    guard format.asWritten(date) > limit else { return true }
    earliestBehind = date
    notice.write(
      .info,
      "a record has \(format.format(date)) in its cursor field `\(field)`, after the end of the window that was requested "
        + "(\(format.format(limit))). Such records do not move the state.")
    return false
  }
}

/// Says something once for a stream, however many cursors it has.
struct StreamNotice: Sendable {
  private let name: String
  private let streamName: String
  private let run: RunServices

  private final class Flag: Sendable { let wasWritten = Atomic(false) }

  /// - Parameter name: tells the stream's notices apart.
  init(_ name: String, streamName: String, run: RunServices) {
    self.name = name
    self.streamName = streamName
    self.run = run
  }

  func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
    let flag = run.shared.value(for: SharedKey("\(name) of stream \(streamName)")) { Flag() }
    guard !flag.wasWritten.exchange(true, ordering: .relaxed) else { return }
    run.log.write(level, "Stream \(streamName): \(message())")
  }
}

/// Says once for a stream that a record has no cursor value.
final class CursorWarning: Sendable {
  private let wasWritten = Atomic(false)
  private let log: any Log
  private let streamName: String
  private let field: String

  init(streamName: String, field: String, log: any Log) {
    self.streamName = streamName
    self.field = field
    self.log = log
  }

  func write() {
    guard !wasWritten.exchange(true, ordering: .relaxed) else { return }
    log.write(
      .warning,
      "Stream \(streamName): a record has no usable value in its cursor field `\(field)`. Such records are always delivered and do "
        + "not move the state.")
  }
}
