internal import ConnectorKit
internal import Dates
internal import JSON

/// How far a stream ordered by a date has been read.
struct DatetimeCursor: Cursor {
  /// What stays the same during the life of a cursor. A class, so that a cursor is small and cheap to hand on.
  final class Settings: Sendable {
    let streamName: String
    let field: String
    /// The names of a window's boundaries in slices.
    let startKey: String
    let endKey: String
    let format: CursorDateFormat
    let slicing: DatetimeSlicing
    /// Where the sync ends; may move with the clock.
    let end: @Sendable () throws -> DateTime
    let warning: CursorWarning
    /// Whether records behind the end of a window leave the state where it is, and do not end a feed.
    let keepsToWindows: Bool
    let behindWindow: StreamNotice
    let behindEnd: StreamNotice

    init(
      _ setup: CursorSetup, field: String, startKey: String, endKey: String, format: CursorDateFormat, slicing: DatetimeSlicing,
      end: @escaping @Sendable () throws -> DateTime
    ) {
      streamName = setup.streamName
      warning = CursorWarning(streamName: streamName, field: field, log: setup.run.log)
      keepsToWindows = !setup.run.follows(.movesCursorsPastWindows)
      behindWindow = StreamNotice("behind window", streamName: streamName, run: setup.run)
      behindEnd = StreamNotice("behind end", streamName: streamName, run: setup.run)
      self.field = field
      self.startKey = startKey
      self.endKey = endKey
      self.format = format
      self.slicing = slicing
      self.end = end
    }
  }

  private let settings: Settings
  /// Where this sync takes up: the value of the state, or the declared start.
  private let resumePoint: DateTime
  private var ranges: DatetimeRangeState
  /// Members of the saved state that the cursor does not know.
  private let rest: JSONObject
  /// The end as it was when the windows were made.
  private var knownEnd: DateTime?
  let stateError: SyncError?

  init(_ settings: Settings, _ saved: SavedDatetimeState) {
    self.settings = settings
    resumePoint = saved.resumePoint
    ranges = DatetimeRangeState(saved.ranges, granularity: settings.slicing.granularity)
    rest = saved.rest
    stateError =
      saved.lacksRanges
      ? SyncError(
        .system,
        "The saved state of stream \(settings.streamName) consists of ranges but has none, which the quirk `refusesOddStates` refuses.")
      : nil
  }

  var state: JSONObject {
    var state = rest
    if let value = ranges.completedUntil { state[settings.field] = .string(settings.format.format(value)) }
    return state
  }

  mutating func slices() throws -> AnySequence<JSONObject> {
    if let stateError { throw stateError }
    let end = try settings.end()
    knownEnd = end
    do throws(DateError) {
      let stretches = try settings.slicing.stretches(between: ranges.ranges, until: end)
      let windows = DatetimeWindows(settings.slicing, stretches, until: end)
      try Self.check(windows, until: end)
      let settings = settings
      return AnySequence { () -> AnyIterator<JSONObject> in
        var windows = windows
        return AnyIterator { (try? windows.next()).flatMap { $0 }.map { Self.slice($0, settings) } }
      }
    } catch {
      throw failure("cannot be divided into windows: \(error.message)")
    }
  }

  /// Boundaries that cannot be computed are reported before anything is read. They only occur at the end of the calendar and
  /// with steps that no date can make, which show at once.
  private static func check(_ windows: DatetimeWindows, until end: DateTime) throws(DateError) {
    var windows = windows
    let isNearTheEnd = end.year > 9900
    while try windows.next() != nil, isNearTheEnd {}
  }

  private static func slice(_ window: DatetimeWindow, _ settings: Settings) -> JSONObject {
    [
      settings.startKey: .string(settings.format.format(window.start)), settings.endKey: .string(settings.format.format(window.end)),
    ]
  }

  func observation() -> any CursorObservation { observation(limit: nil) }

  func observation(for cursorSlice: JSONObject) -> any CursorObservation {
    guard settings.keepsToWindows, let end = cursorSlice[settings.endKey] else { return observation() }
    return observation(limit: try? settings.format.parse(end))
  }

  private func observation(limit: DateTime?) -> DatetimeObservation {
    DatetimeObservation(
      field: settings.field, format: settings.format, warning: settings.warning, limit: limit, notice: settings.behindWindow)
  }

  func shouldBeSynced(_ record: JSONRecord) throws -> Bool {
    guard let date = settings.format.date(of: record.field(settings.field)) else {
      settings.warning.write()
      return true
    }
    guard date >= lowestValue else { return false }
    // The end only moves forward, so the known one decides nearly always.
    if let knownEnd, date <= knownEnd { return true }
    let end = try settings.end()
    if date <= end { return true }
    if settings.keepsToWindows {
      settings.behindEnd.write(
        .warning,
        "skipped a record because its cursor field `\(settings.field)` is \(settings.format.format(date)), after the end of this "
          + "sync (\(settings.format.format(end))). A sync that ends later reads it.")
    }
    return false
  }

  func wasSynced(_ record: JSONRecord) throws -> Bool {
    guard settings.keepsToWindows else { return try !shouldBeSynced(record) }
    guard let date = settings.format.date(of: record.field(settings.field)) else { return false }
    return date < lowestValue
  }

  /// The lookback window is read again, but never from before the declared start.
  private var lowestValue: DateTime {
    guard let lookback = settings.slicing.lookback, let lower = try? resumePoint.subtracting(lookback) else { return resumePoint }
    let floor = settings.slicing.start < resumePoint ? settings.slicing.start : resumePoint
    return floor > lower ? floor : lower
  }

  mutating func close(_ cursorSlice: JSONObject, _ observation: any CursorObservation) throws -> Bool {
    var range = try range(of: cursorSlice)
    if let observation = observation as? DatetimeObservation {
      range.mostRecent = observation.latest
    } else {
      range.mostRecent = try observation.mostRecent.map { try settings.format.parse($0) }
    }
    ranges.insert(range)
    return true
  }

  /// The state is a date of the first range: what was read beyond a gap is read again from there.
  func covers(_ cursorSlice: JSONObject) -> Bool {
    guard let first = ranges.ranges.first, let range = try? range(of: cursorSlice) else { return false }
    return range.start >= first.start && range.end <= first.end
  }

  func split(_ cursorSlice: JSONObject, minimum: TimeDelta?) throws -> [JSONObject]? {
    guard case .fixed(let granularity)? = settings.slicing.granularity else { return nil }
    let range = try range(of: cursorSlice)
    guard range.start < range.end else { return nil }
    let span = try range.end.since(range.start)
    if let minimum, span <= minimum { return nil }
    let half = (span.quotient(by: granularity) + 1) / 2
    guard let half = Int(exactly: half), half > 0 else { return nil }
    let secondStart = try range.start.adding(granularity.multiplied(by: half))
    let firstEnd = try secondStart.subtracting(granularity)
    guard range.start <= firstEnd, firstEnd < secondStart, secondStart <= range.end else { return nil }
    return [DatetimeWindow(start: range.start, end: firstEnd), DatetimeWindow(start: secondStart, end: range.end)].map {
      Self.slice($0, settings)
    }
  }

  func narrowed(_ cursorSlice: JSONObject, by observation: any CursorObservation) throws -> JSONObject? {
    guard let mostRecent = observation.mostRecent else { return nil }
    return [settings.startKey: mostRecent, settings.endKey: cursorSlice[settings.endKey] ?? .null]
  }

  private func range(of slice: JSONObject) throws -> DatetimeRange {
    func boundary(_ key: String) throws -> DateTime {
      guard let value = slice[key] else { throw failure("has a window without its boundary `\(key)`") }
      do throws(DateError) {
        return try settings.format.parse(value)
      } catch {
        throw failure("has a window whose boundary `\(key)` cannot be read: \(error.message)")
      }
    }
    return DatetimeRange(start: try boundary(settings.startKey), end: try boundary(settings.endKey))
  }

  private func failure(_ text: String) -> SyncError {
    SyncError(.system, "Stream \(settings.streamName) \(text).", streamName: settings.streamName)
  }
}
