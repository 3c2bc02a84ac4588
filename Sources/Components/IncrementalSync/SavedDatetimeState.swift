internal import ConnectorKit
internal import Dates
internal import JSON

/// A saved state of a cursor on dates, read: `{field: value}`, or ranges.
struct SavedDatetimeState: Sendable {
  /// Where the sync takes up.
  var resumePoint: DateTime
  var ranges: [DatetimeRange]
  /// What a state of the form `{field: value}` holds beside it.
  var rest: JSONObject
  /// Whether the state is one of ranges and holds none, where that is not tolerated: it cannot be gone on from.
  var lacksRanges = false
  /// Whether something stands in the place of ranges that is none, and counts as nothing.
  var hasOddRanges = false

  /// A value that cannot be read as a date.
  struct UnreadableValue: Error {
    let value: JSONValue
    let reason: String
  }

  /// - Parameters:
  ///   - start: the declared start; a state before it does not count.
  ///   - rules: whether a null or an empty list of ranges counts as no value, and ISO 8601 is read besides the declared formats.
  init(
    _ state: JSONObject, field: String, start: DateTime, format: CursorDateFormat, rules: SavedStateRules
  ) throws(UnreadableValue) {
    func date(_ value: JSONValue?) throws(UnreadableValue) -> DateTime? {
      try value.flatMap { value throws(UnreadableValue) in try Self.date(value, format, rules) }
    }
    guard let saved = Self.ranges(in: state) else {
      let value = try date(state[field])
      resumePoint = if let value, value >= start { value } else { start }
      ranges = [
        DatetimeRange(start: start, end: resumePoint, mostRecent: resumePoint, isResumePoint: rules.rereadsResumePoints)
      ]
      rest = state
      return
    }
    ranges = []
    hasOddRanges = state["slices"].map { $0.arrayValue == nil && !$0.isNull } ?? false
    if rules.refusesOddParts { try Self.check(state) }
    for range in saved {
      guard let first = try date(range["start"]), let last = try date(range["end"]) else {
        hasOddRanges = true
        continue
      }
      ranges.append(DatetimeRange(start: first, end: last, mostRecent: try date(range["most_recent_cursor_value"])))
    }
    lacksRanges = ranges.isEmpty && rules.refusesOddParts
    resumePoint = ranges.first.map { $0.mostRecent ?? $0.end } ?? start
    if ranges.isEmpty { ranges = [DatetimeRange(start: start, end: start, mostRecent: start)] }
    rest = [:]
  }

  /// What must be so for the reference to take a state of ranges; an empty one only fails later.
  private static func check(_ state: JSONObject) throws(UnreadableValue) {
    guard let saved = state["slices"], saved != .object([:]), saved != .string("") else { return }
    guard let ranges = saved.arrayValue, ranges.allSatisfy({ $0["start"] != nil && $0["end"] != nil }) else {
      throw UnreadableValue(value: saved, reason: "`slices` must be a list of objects with `start` and `end`")
    }
  }

  /// A lead that clocks and offsets from UTC can make.
  private static let smallLead = (try? TimeDelta(days: 1)) ?? .zero

  /// Takes what claims to have been read behind `horizon` for unread: by a day where the state is ahead by no more than that, which a
  /// clock or an offset from UTC may have done, otherwise from the beginning of the range.
  ///
  /// - Returns: the furthest date of the state when it was behind the horizon; nil when nothing changed.
  mutating func takeBack(behind horizon: DateTime, start: DateTime) -> DateTime? {
    // A declared start in the future is no fault of the state.
    let horizon = start > horizon ? start : horizon
    var latest: DateTime?
    for place in ranges.indices {
      let furthest = [ranges[place].start, ranges[place].end, ranges[place].mostRecent].compactMap { $0 }.max()
      guard let furthest, furthest > horizon else { continue }
      latest = max(latest ?? furthest, furthest)
      ranges[place].takeBack(behind: horizon, smallLead: Self.smallLead)
    }
    guard let latest else { return nil }
    ranges.removeAll { $0.start > horizon }
    if ranges.isEmpty { ranges = [DatetimeRange(start: start, end: start, mostRecent: start)] }
    resumePoint = ranges.map { $0.mostRecent ?? $0.end }.min() ?? start
    return latest
  }

  /// The ranges of a state that consists of them; nil for one of the form `{field: value}`.
  static func ranges(in state: JSONObject) -> [JSONValue]? {
    guard let type = state["state_type"]?.stringValue, type == "date-range" || type == "integer" else { return nil }
    return state["slices"]?.arrayValue ?? []
  }

  /// The date of a value; nil for a null where that is tolerated.
  static func date(_ value: JSONValue, _ format: CursorDateFormat, _ rules: SavedStateRules) throws(UnreadableValue) -> DateTime? {
    if !rules.refusesOddParts, value.isNull { return nil }
    do throws(DateError) {
      return try format.parse(value)
    } catch {
      if !rules.refusesUnlistedFormats, let text = value.stringValue, let date = try? DateTime(isoText: text) { return date.assumingUTC }
      throw UnreadableValue(value: value, reason: error.message)
    }
  }
}

extension DatetimeRange {
  fileprivate mutating func takeBack(behind horizon: DateTime, smallLead: TimeDelta) {
    if end > horizon {
      let isNear = (try? end.subtracting(smallLead)).map { $0 <= horizon } ?? false
      end = isNear ? max(start, (try? end.subtracting(smallLead)) ?? start) : start
    }
    if let last = mostRecent, last > horizon { mostRecent = end }
  }
}
