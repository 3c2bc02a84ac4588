import PythonRules

/// Matches a text against a plan, trying for each directive the longer readings first and going back when the rest fails.
///
/// `Unit` is a byte for ASCII texts and a Unicode scalar's value for others.
struct StrptimeMatcher<Unit: UnsignedInteger & FixedWidthInteger> {
  let steps: UnsafeBufferPointer<StrptimePlan.Step>
  let text: UnsafeBufferPointer<Unit>
  var fields = StrptimeFields()
  /// Where the successful match ended.
  var end = 0
  /// The place of the offset from UTC in the text; read once everything has matched.
  var offsetRange = 0..<0

  init(steps: UnsafeBufferPointer<StrptimePlan.Step>, text: UnsafeBufferPointer<Unit>) {
    self.steps = steps
    self.text = text
  }

  mutating func match(_ step: Int = 0, at place: Int = 0) -> Bool {
    var step = step
    var place = place
    while step < steps.count {
      switch steps[step] {
      case .literal(let expected):
        guard place < text.count, CaseFolding.folded(UInt32(text[place])) == expected else { return false }
        place += 1
        step += 1
      case .whitespace: return matchSpaces(step, at: place)
      case .directive(let directive): return match(directive, step, at: place)
      }
    }
    end = place
    return true
  }

  private mutating func matchSpaces(_ step: Int, at place: Int) -> Bool {
    var stop = place
    while stop < text.count, PythonCharacter.isSpace(UInt32(text[stop])) { stop += 1 }
    while stop > place {
      if match(step + 1, at: stop) { return true }
      stop -= 1
    }
    return false
  }

  private mutating func match(_ directive: StrptimePlan.Directive, _ step: Int, at place: Int) -> Bool {
    switch directive {
    case .year: number(digits: 4, step, place) { $0.year = $1 }
    case .isoYear: number(digits: 4, step, place) { $0.isoYear = $1 }
    case .yearOfCentury: number(digits: 2, step, place) { $0.year = $1 <= 68 ? 2000 + $1 : 1900 + $1 }
    case .month: number(1...12, alone: 1...9, anyScript: 0, step, place) { $0.month = $1 }
    case .day: day(step, place)
    case .hour:
      number(0...23, alone: 0...9, anyScript: 0b11, step, place) {
        $0.hour = $1
        $0.isHour12 = false
      }
    case .hour12:
      number(1...12, alone: 1...9, anyScript: 0, step, place) {
        $0.hour = $1
        $0.isHour12 = true
      }
    case .minute: number(0...59, alone: 0...9, anyScript: 0b11_1111, step, place) { $0.minute = $1 }
    case .second: number(0...61, alone: 0...9, anyScript: 0b11_1111, step, place) { $0.second = $1 }
    case .microsecond: microsecond(step, place)
    case .weekFromSunday: week(startsMonday: false, step, place)
    case .weekFromMonday: week(startsMonday: true, step, place)
    case .isoWeek: number(1...53, alone: 0...9, anyScript: 0b1_1110, step, place) { $0.isoWeek = $1 }
    case .weekdayFromSunday: single(0...6, step, place) { $0.weekday = ($1 + 6) % 7 }
    case .weekdayFromMonday: single(1...7, step, place) { $0.weekday = $1 - 1 }
    case .dayOfYear: dayOfYear(step, place)
    case .offset: offset(step, place)
    case .weekday: name(DateNames.weekdays, step, place) { $0.weekday = $1 }
    case .shortWeekday: name(DateNames.weekdays, length: 3, step, place) { $0.weekday = $1 }
    case .monthName: name(DateNames.months, step, place) { $0.month = $1 + 1 }
    case .shortMonthName: name(DateNames.months, length: 3, step, place) { $0.month = $1 + 1 }
    case .half: name(DateNames.halves, step, place) { $0.isAfternoon = $1 == 1 }
    case .zone: name(DateNames.zones, step, place) { _, _ in }
    }
  }

  // MARK: Numbers

  /// A digit of any script, or of ASCII only.
  @inline(__always)
  private func digit(_ place: Int, anyScript: Bool) -> Int? {
    guard place < text.count else { return nil }
    let value = UInt32(text[place])
    if value &- 48 < 10 { return Int(value &- 48) }
    return anyScript && value >= 128 ? PythonCharacter.digit(value) : nil
  }

  /// Exactly as many digits, of any script.
  @inline(__always)
  private mutating func number(digits: Int, _ step: Int, _ place: Int, store: (inout StrptimeFields, Int) -> Void) -> Bool {
    var value = 0
    for offset in 0..<digits {
      guard let digit = digit(place + offset, anyScript: true) else { return false }
      value = value * 10 + digit
    }
    store(&fields, value)
    return match(step + 1, at: place + digits)
  }

  /// Two digits within a range, or one within another. `anyScript` has a bit for each tens digit behind which the second
  /// digit may be of any script, and allows it for a digit alone unless zero.
  @inline(__always)
  private mutating func number(
    _ range: ClosedRange<Int>, alone: ClosedRange<Int>, anyScript: Int, _ step: Int, _ place: Int,
    store: (inout StrptimeFields, Int) -> Void
  ) -> Bool {
    if let tens = digit(place, anyScript: false), let ones = digit(place + 1, anyScript: anyScript >> tens & 1 == 1),
      range.contains(tens * 10 + ones)
    {
      store(&fields, tens * 10 + ones)
      if match(step + 1, at: place + 2) { return true }
    }
    guard let value = digit(place, anyScript: anyScript != 0), alone.contains(value) else { return false }
    store(&fields, value)
    return match(step + 1, at: place + 1)
  }

  @inline(__always)
  private mutating func single(
    _ range: ClosedRange<Int>, _ step: Int, _ place: Int, store: (inout StrptimeFields, Int) -> Void
  ) -> Bool {
    guard let value = digit(place, anyScript: false), range.contains(value) else { return false }
    store(&fields, value)
    return match(step + 1, at: place + 1)
  }

  private mutating func week(startsMonday: Bool, _ step: Int, _ place: Int) -> Bool {
    number(0...53, alone: 0...9, anyScript: 0b1_1111, step, place) {
      $0.week = $1
      $0.weekStartsMonday = startsMonday
    }
  }

  /// A space may stand in the place of the day's first digit.
  private mutating func day(_ step: Int, _ place: Int) -> Bool {
    if number(1...31, alone: 1...9, anyScript: 0b110, step, place, store: { $0.day = $1 }) { return true }
    guard place < text.count, text[place] == 32 else { return false }
    return single(1...9, step, place + 1) { $0.day = $1 }
  }

  private mutating func dayOfYear(_ step: Int, _ place: Int) -> Bool {
    for length in [3, 2, 1] {
      var value = 0
      var fits = true
      for offset in 0..<length {
        guard let digit = digit(place + offset, anyScript: offset > 0) else {
          fits = false
          break
        }
        value = value * 10 + digit
      }
      guard fits, (1...366).contains(value) else { continue }
      fields.dayOfYear = value
      if match(step + 1, at: place + length) { return true }
    }
    return false
  }

  private mutating func microsecond(_ step: Int, _ place: Int) -> Bool {
    var length = 0
    while length < 6, digit(place + length, anyScript: false) != nil { length += 1 }
    while length > 0 {
      var value = 0
      for offset in 0..<6 { value = value * 10 + (offset < length ? Int(text[place + offset]) - 48 : 0) }
      fields.microsecond = value
      if match(step + 1, at: place + length) { return true }
      length -= 1
    }
    return false
  }

  // MARK: Names and offsets

  @inline(__always)
  private mutating func name(
    _ names: [[UInt8]], length: Int? = nil, _ step: Int, _ place: Int, store: (inout StrptimeFields, Int) -> Void
  ) -> Bool {
    for (index, name) in names.enumerated() {
      let count = length ?? name.count
      guard place + count <= text.count else { continue }
      let fits = (0..<count).allSatisfy { CaseFolding.folded(UInt32(text[place + $0])) == UInt32(name[$0] | 32) }
      guard fits else { continue }
      store(&fields, index)
      return match(step + 1, at: place + count)
    }
    return false
  }

  /// `Z`, or a sign, hours, minutes, and perhaps seconds and a fraction of them.
  private mutating func offset(_ step: Int, _ place: Int) -> Bool {
    guard place < text.count else { return false }
    if text[place] == 90 {
      offsetRange = place..<place + 1
      return match(step + 1, at: place + 1)
    }
    guard text[place] == 43 || text[place] == 45, digit(place + 1, anyScript: true) != nil, digit(place + 2, anyScript: true) != nil,
      let afterMinutes = sixty(after: place + 3)
    else { return false }
    if let afterSeconds = sixty(after: afterMinutes) {
      if afterSeconds < text.count, text[afterSeconds] == 46 {
        var stop = afterSeconds + 1
        while stop < text.count, stop <= afterSeconds + 6, digit(stop, anyScript: true) != nil { stop += 1 }
        while stop > afterSeconds + 1 {
          offsetRange = place..<stop
          if match(step + 1, at: stop) { return true }
          stop -= 1
        }
      }
      offsetRange = place..<afterSeconds
      if match(step + 1, at: afterSeconds) { return true }
    }
    offsetRange = place..<afterMinutes
    return match(step + 1, at: afterMinutes)
  }

  /// The end of an optional colon and a number from 00 to 59, or nil.
  private func sixty(after place: Int) -> Int? {
    let start = place < text.count && text[place] == 58 ? place + 1 : place
    guard let tens = digit(start, anyScript: false), tens < 6, digit(start + 1, anyScript: true) != nil else { return nil }
    return start + 2
  }

  /// The offset that was matched, in microseconds; nil when the text or its use of colons is inconsistent.
  func readOffset() -> Int? {
    guard text[offsetRange.lowerBound] != 90 else { return 0 }
    let isNegative = text[offsetRange.lowerBound] == 45
    var numbers: [Int] = []
    var colons: [Bool] = []
    var place = offsetRange.lowerBound + 1
    while place < offsetRange.upperBound, text[place] != 46 {
      let hasColon = text[place] == 58
      if hasColon { place += 1 }
      guard let tens = digit(place, anyScript: true), let ones = digit(place + 1, anyScript: true) else { return nil }
      colons.append(hasColon)
      numbers.append(tens * 10 + ones)
      place += 2
    }
    guard colons.count < 3 || colons[1] == colons[2] else { return nil }
    var microseconds = 0
    var unit = 100_000
    for offset in place + 1..<max(place + 1, offsetRange.upperBound) {
      microseconds += (digit(offset, anyScript: true) ?? 0) * unit
      unit /= 10
    }
    let seconds = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
    let total = seconds * 1_000_000 + microseconds
    return isNegative ? -total : total
  }
}
