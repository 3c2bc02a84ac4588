/// Writes one date by a compiled format.
struct StrftimeWriter {
  private let value: DateTime
  private let date: CalendarDate
  private let year: Int
  private let month: Int
  private let day: Int
  private let timeOfDay: Int
  var out: DateText

  init(_ value: DateTime, into out: DateText = DateText()) {
    self.value = value
    date = value.date
    (year, month, day) = date.components
    timeOfDay = value.timeOfDay
    self.out = out
  }

  mutating func write(_ directives: [StrftimeDirective]) {
    for directive in directives { write(directive) }
  }

  private mutating func write(_ directive: StrftimeDirective) {
    switch directive {
    case .literal(let bytes): out.bytes.append(contentsOf: bytes)
    case .number(let field, let digits, let fill, let width): write(number(field), digits: digits, fill: fill, width: width)
    case .microsecond: out.append(timeOfDay % 1_000_000, width: 6)
    case .offset: if let offset = value.offset { out.append(offset: offset, separator: "") }
    case .zoneName: out.append(value.zoneName)
    case .name(let name, let letterCase, let fill, let width):
      let start = out.bytes.count
      out.bytes.append(contentsOf: text(name))
      finish(from: start, letterCase, fill: fill, width: width)
    case .wallClockSeconds(let fill, let width):
      let start = out.bytes.count
      out.append(String(CivilCalendar.floorDivide(value.wallClock, CivilCalendar.microsecondsPerSecond)))
      finish(from: start, .asIs, fill: fill, width: width)
    case .group(let pieces, let letterCase, let fill, let width):
      let start = out.bytes.count
      write(pieces)
      finish(from: start, letterCase, fill: fill, width: width)
    }
  }

  private mutating func write(_ number: Int, digits: Int, fill: StrftimeDirective.Fill, width: Int) {
    switch fill {
    case .standard, .zeros: out.append(number, width: max(digits, width))
    case .spaces: out.append(number, width: max(digits, width), fill: UInt8(ascii: " "))
    case .none: out.append(number, width: max(1, width), fill: UInt8(ascii: " "))
    }
  }

  /// Changes the case of what was written since `start` and fills it up in front.
  private mutating func finish(from start: Int, _ letterCase: StrftimeDirective.LetterCase, fill: StrftimeDirective.Fill, width: Int) {
    if letterCase != .asIs {
      for place in start..<out.bytes.count {
        let byte = out.bytes[place]
        switch letterCase {
        case .upper where (97...122).contains(byte): out.bytes[place] = byte - 32
        case .lower where (65...90).contains(byte): out.bytes[place] = byte + 32
        default: break
        }
      }
    }
    let missing = width - (out.bytes.count - start)
    guard missing > 0 else { return }
    let byte = UInt8(ascii: fill == .zeros ? "0" : " ")
    out.bytes.insert(contentsOf: repeatElement(byte, count: missing), at: start)
  }

  private func text(_ name: StrftimeDirective.Name) -> ArraySlice<UInt8> {
    switch name {
    case .weekday: DateNames.weekdays[date.weekday][...]
    case .shortWeekday: DateNames.weekdays[date.weekday].prefix(3)
    case .month: DateNames.months[month - 1][...]
    case .shortMonth: DateNames.months[month - 1].prefix(3)
    case .half: DateNames.halves[timeOfDay / 43_200_000_000][...]
    }
  }

  private func number(_ field: StrftimeDirective.Field) -> Int {
    switch field {
    case .year: year
    case .century: year / 100
    case .yearOfCentury: year % 100
    case .month: month
    case .day: day
    case .hour: timeOfDay / 3_600_000_000
    case .hour12: (timeOfDay / 3_600_000_000 + 11) % 12 + 1
    case .minute: timeOfDay / 60_000_000 % 60
    case .second: timeOfDay / 1_000_000 % 60
    case .dayOfYear: date.dayOfYear
    case .weekdayFromSunday: (date.weekday + 1) % 7
    case .weekdayFromMonday: date.isoWeekday
    case .weekFromSunday: (date.dayOfYear + 6 - (date.weekday + 1) % 7) / 7
    case .weekFromMonday: (date.dayOfYear + 6 - date.weekday) / 7
    case .isoWeek: date.isoWeekDate.week
    case .isoYear: date.isoWeekDate.year
    case .isoYearOfCentury: date.isoWeekDate.year % 100
    }
  }
}
