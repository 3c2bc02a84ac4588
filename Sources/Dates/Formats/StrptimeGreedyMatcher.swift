/// Matches the common formats in one pass: numbers of date and time, fractions, offsets, literals.
///
/// Takes the first reading of each directive. When that leads to the end it is what ``StrptimeMatcher`` would find, which
/// tries the readings in the same order; when it does not, nothing is said and the other one has to look.
struct StrptimeGreedyMatcher {
  private let text: UnsafeBufferPointer<UInt8>
  private var place = 0
  private var year = 1900
  private var month = 1
  private var day = 1
  private var seconds = 0
  private var microsecond = 0
  private var offset: Int?

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  /// Whether all the steps of a plan are among the common ones.
  static func understands(_ steps: [StrptimePlan.Step]) -> Bool {
    steps.allSatisfy { step in
      switch step {
      case .literal(let value): value < 128
      case .whitespace: false
      case .directive(let directive):
        switch directive {
        case .year, .month, .day, .hour, .minute, .second, .microsecond, .offset: true
        default: false
        }
      }
    }
  }

  /// The date of a text that matches at the first try and names a date that exists; otherwise nil.
  mutating func match(_ steps: [StrptimePlan.Step]) -> DateTime? {
    for step in steps {
      switch step {
      case .literal(let expected):
        guard place < text.count, CaseFolding.folded(UInt32(text[place])) == expected else { return nil }
        place += 1
      case .whitespace: return nil
      case .directive(let directive): guard read(directive) else { return nil }
      }
    }
    guard place == text.count, (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= 28 || day <= CivilCalendar.daysInMonth(year, month)
    else { return nil }
    let days = CivilCalendar.days(year: year, month: month, day: day)
    return DateTime(validWallClock: days * CivilCalendar.microsecondsPerDay + seconds * 1_000_000 + microsecond, offset: offset)
  }

  private mutating func read(_ directive: StrptimePlan.Directive) -> Bool {
    switch directive {
    case .year:
      guard let century = twoDigits(0...99), let rest = twoDigits(0...99) else { return false }
      year = century * 100 + rest
    case .month:
      guard let value = twoDigits(1...12) else { return false }
      month = value
    case .day:
      guard let value = twoDigits(1...31) else { return false }
      day = value
    case .hour:
      guard let value = twoDigits(0...23) else { return false }
      seconds += value * 3600
    case .minute:
      guard let value = twoDigits(0...59) else { return false }
      seconds += value * 60
    case .second:
      guard let value = twoDigits(0...59) else { return false }
      seconds += value
    case .microsecond: return readFraction()
    case .offset: return readOffset()
    default: return false
    }
    return true
  }

  @inline(__always)
  private mutating func twoDigits(_ range: ClosedRange<Int>) -> Int? {
    guard place + 1 < text.count else { return nil }
    let (tens, ones) = (Int(text[place]) &- 48, Int(text[place + 1]) &- 48)
    guard 0...9 ~= tens, 0...9 ~= ones, range ~= tens * 10 + ones else { return nil }
    place += 2
    return tens * 10 + ones
  }

  private mutating func readFraction() -> Bool {
    var unit = 100_000
    let start = place
    while unit > 0, place < text.count, 48...57 ~= text[place] {
      microsecond += (Int(text[place]) - 48) * unit
      unit /= 10
      place += 1
    }
    return place > start
  }

  /// `Z`, `±HHMM` or `±HH:MM` at the end of the text.
  private mutating func readOffset() -> Bool {
    guard place < text.count else { return false }
    let sign = text[place]
    place += 1
    if sign == 90 {
      offset = 0
      return true
    }
    guard sign == 43 || sign == 45, let hours = twoDigits(0...23) else { return false }
    if place < text.count, text[place] == 58 { place += 1 }
    guard let minutes = twoDigits(0...59), place == text.count else { return false }
    let microseconds = (hours * 60 + minutes) * 60_000_000
    offset = sign == 45 ? -microseconds : microseconds
    return true
  }
}
