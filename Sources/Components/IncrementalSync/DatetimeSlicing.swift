internal import Dates

/// A window of time to read; both ends belong to it.
struct DatetimeWindow: Sendable, Equatable {
  var start: DateTime
  var end: DateTime
}

/// How the time that is still to be read is cut into windows.
struct DatetimeSlicing: Sendable {
  /// Nothing before this is read.
  var start: DateTime
  /// The longest window; nil for one that reaches to the end. A zero length means the same for every stretch.
  var step: ISODuration?
  /// The smallest difference between cursor values; nil when windows share their boundaries.
  var granularity: ISODuration?
  /// How far before the last value read the next sync starts; nil for none.
  var lookback: ISODuration?
  var clamping = DatetimeClamping.none
  /// Whether the API refuses windows that start where they end.
  var isStrict = false

  /// A stretch that has not been read.
  struct DateWindow: Sendable, Equatable {
    var lower: DateTime
    var upper: DateTime
    /// Whether the upper end is where the sync ends, and not the beginning of a range that was read.
    var isLast: Bool
  }

  /// What lies before, between and behind the ranges that were read.
  func stretches(between ranges: [DatetimeRange], until end: DateTime) throws(DateError) -> [DateWindow] {
    guard let first = ranges.first, let last = ranges.last else { return [DateWindow(lower: start, upper: end, isLast: true)] }
    var stretches: [DateWindow] = []
    if start < first.start { stretches.append(DateWindow(lower: start, upper: first.start, isLast: false)) }
    for (before, after) in zip(ranges, ranges.dropFirst()) {
      let lower = if let granularity { try before.end.adding(granularity) } else { before.end }
      stretches.append(DateWindow(lower: lower, upper: after.start, isLast: false))
    }
    let lower = if let lookback { try last.end.subtracting(lookback) } else { last.end }
    stretches.append(DateWindow(lower: lower, upper: end, isLast: true))
    return stretches
  }
}

/// Makes the windows of stretches one after the other.
struct DatetimeWindows: Sendable {
  private let slicing: DatetimeSlicing
  private let stretches: [DatetimeSlicing.DateWindow]
  private let end: DateTime
  private var place = 0
  /// Where the next window of the present stretch starts; nil before its first one.
  private var position: DateTime?

  init(_ slicing: DatetimeSlicing, _ stretches: [DatetimeSlicing.DateWindow], until end: DateTime) {
    self.slicing = slicing
    self.stretches = stretches
    self.end = end
  }

  /// Throws when a boundary lies outside the years 1 to 9999, or the step has a fraction of a month.
  mutating func next() throws(DateError) -> DatetimeWindow? {
    while place < stretches.count {
      if let position {
        if let window = try advance(from: position, in: stretches[place]) { return window }
      } else if let window = try begin(stretches[place]) {
        return window
      }
    }
    return nil
  }

  /// The only window of a stretch; nil when it has none or several.
  private mutating func begin(_ stretch: DatetimeSlicing.DateWindow) throws(DateError) -> DatetimeWindow? {
    let upper = stretch.upper
    guard stretch.lower < upper || (stretch.lower == upper && slicing.granularity != nil), upper >= slicing.start else {
      place += 1
      return nil
    }
    // The start is moved before the first step is made: a step shorter than the period must not collapse the window.
    let lower = try slicing.clamping.up(slicing.start > stretch.lower ? slicing.start : stretch.lower)
    guard lower < upper || (lower == upper && !slicing.isStrict && stretch.isLast) else {
      place += 1
      return nil
    }
    if slicing.step?.isZero != true, try stepped(from: lower) < upper {
      position = lower
      return nil
    }
    place += 1
    guard let granularity = slicing.granularity else {
      return DatetimeWindow(start: lower, end: try slicing.clamping.up(upper))
    }
    // With a granularity the end of the sync is the last unit to read; moving it up would read beyond.
    return DatetimeWindow(start: lower, end: stretch.isLast ? upper : try slicing.clamping.up(upper).subtracting(granularity))
  }

  private mutating func advance(from position: DateTime, in stretch: DatetimeSlicing.DateWindow) throws(DateError) -> DatetimeWindow? {
    let reached = try stepped(from: position)
    let boundary = stretch.upper < reached ? stretch.upper : reached
    let upper = boundary == stretch.upper ? boundary : try slicing.clamping.up(boundary)
    let isDone = boundary >= stretch.upper || upper == stretch.upper
    let lower = try slicing.clamping.up(position)
    guard lower < upper else {
      leaveStretch()
      return nil
    }
    var window = DatetimeWindow(start: lower, end: upper)
    if let granularity = slicing.granularity, !stretch.isLast || !isDone { window.end = try upper.subtracting(granularity) }
    if isDone { leaveStretch() } else { self.position = upper }
    return window
  }

  private mutating func leaveStretch() {
    place += 1
    position = nil
  }

  /// A step that leads beyond the last date there is ends where the sync ends.
  private func stepped(from lower: DateTime) throws(DateError) -> DateTime {
    guard let step = slicing.step else { return end }
    do throws(DateError) {
      return try lower.adding(step)
    } catch {
      guard error.kind == .overflow else { throw error }
      return end
    }
  }
}
