internal import ConnectorKit
internal import Dates
internal import JSON
internal import Synchronization

/// Watches the dates of one slice's records.
struct DatetimeObservation: CursorObservation {
  let field: String
  let format: CursorDateFormat
  let warning: CursorWarning
  private(set) var latest: DateTime?

  init(field: String, format: CursorDateFormat, warning: CursorWarning) {
    self.field = field
    self.format = format
    self.warning = warning
  }

  var mostRecent: JSONValue? { latest.map { .string(format.format($0)) } }

  mutating func observe(_ records: [JSONRecord]) {
    for record in records {
      guard let date = format.date(of: record.field(field)) else {
        warning.write()
        continue
      }
      if latest.map({ $0 < date }) ?? true { latest = date }
    }
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
