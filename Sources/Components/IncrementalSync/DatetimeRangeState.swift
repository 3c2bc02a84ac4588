internal import Dates

/// A stretch of time that has been read, and the furthest cursor value seen in it.
struct DatetimeRange: Sendable, Equatable {
  var start: DateTime
  var end: DateTime
  /// Nil when no record with a cursor value was seen.
  var mostRecent: DateTime?
  /// Whether the range only says where a sync takes up: its end has to be read again.
  var isResumePoint = false
}

/// The stretches of time that have been read, ascending, with gaps between them.
struct DatetimeRangeState: Sendable {
  private(set) var ranges: [DatetimeRange]
  /// Ranges that lie no further apart than this are one.
  private let tolerance: ISODuration

  private static let millisecond = ISODuration.fixed(TimeDelta.millisecond)

  /// - Parameter granularity: the smallest step of the cursor; a millisecond when it has none.
  init(_ ranges: [DatetimeRange], granularity: ISODuration?) {
    self.ranges = ranges
    tolerance = granularity ?? Self.millisecond
    merge()
  }

  mutating func insert(_ range: DatetimeRange) {
    ranges.append(range)
    merge()
  }

  /// The value before which everything has been read: the furthest one of the first range.
  var completedUntil: DateTime? { ranges.first.map { $0.mostRecent ?? $0.start } }

  private mutating func merge() {
    guard ranges.count > 1 else { return }
    ranges.sort { $0.start < $1.start || ($0.start == $1.start && $0.end < $1.end) }
    var merged = [ranges[0]]
    merged.reserveCapacity(ranges.count)
    for range in ranges.dropFirst() {
      let last = merged.count - 1
      if merged[last].isResumePoint ? merged[last].end >= range.start : touches(merged[last].end, range.start) {
        merged[last].isResumePoint = merged[last].isResumePoint && range.isResumePoint
        if range.end > merged[last].end { merged[last].end = range.end }
        merged[last].mostRecent = Self.later(range.mostRecent, merged[last].mostRecent)
      } else {
        merged.append(range)
      }
    }
    ranges = merged
  }

  /// Nothing lies beyond the last date there is, so a range that ends there touches whatever follows.
  private func touches(_ end: DateTime, _ start: DateTime) -> Bool {
    guard let reach = try? end.adding(tolerance) else { return true }
    return reach >= start
  }

  private static func later(_ left: DateTime?, _ right: DateTime?) -> DateTime? {
    guard let left, let right else { return left ?? right }
    return right > left ? right : left
  }
}
