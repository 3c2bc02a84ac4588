/// Reads a date as people write it, token by token.
struct LenientDateReader {
  typealias Failure = LenientDateParts.Failure

  private static let jumps: Set<String> = [
    " ", ".", ",", ";", "-", "/", "'", "at", "on", "and", "ad", "m", "t", "of", "st", "nd", "rd", "th",
  ]
  private static let utcNames: Set<String> = ["utc", "gmt", "z"]

  let tokens: [String]
  private let today: CalendarDate
  var place = 0
  var parts = LenientDateParts()
  var hour: Int?
  var minute: Int?
  var second: Int?
  var microsecond: Int?
  private var weekday: Int?
  private var zoneName: String?
  private var zoneOffset: Int?
  /// A sign behind a zone's name counts the other way round: `GMT+3` is three hours behind.
  private var reversesSign = false

  init(_ text: String, today: CalendarDate) {
    tokens = LenientDateTokens.split(text)
    self.today = today
  }

  mutating func read() throws(DateError) -> DateTime {
    let date: (year: Int?, month: Int?, day: Int?)
    do throws(Failure) {
      while place < tokens.count {
        try readToken()
        place += 1
      }
      date = try parts.resolved()
    } catch {
      throw DateError(.value, "not a date")
    }
    return try build(date.year, date.month, date.day)
  }

  // MARK: Tokens

  func token(_ place: Int) throws(Failure) -> String {
    guard tokens.indices.contains(place) else { throw Failure() }
    return tokens[place]
  }

  func isJump(_ token: String) -> Bool { Self.jumps.contains(token.lowercased()) }

  private static func index(of token: String, in names: [[UInt8]], alsoShort: Bool = true) -> Int? {
    let lower = Array(token.lowercased().utf8)
    return names.firstIndex { name in
      let full = name.map { $0 | 32 }
      return lower == full || lower == Array(full.prefix(3))
    }
  }

  func month(_ token: String) -> Int? {
    if token.lowercased() == "sept" { return 9 }
    return Self.index(of: token, in: DateNames.months).map { $0 + 1 }
  }

  /// 0 for hours, 1 for minutes, 2 for seconds.
  func unit(_ token: String) -> Int? {
    switch token.lowercased() {
    case "h", "hour", "hours": 0
    case "m", "minute", "minutes": 1
    case "s", "second", "seconds": 2
    default: nil
    }
  }

  /// Whether a word means the afternoon; nil for other words.
  func isAfternoon(_ token: String) -> Bool? {
    switch token.lowercased() {
    case "am", "a": false
    case "pm", "p": true
    default: nil
    }
  }

  func hour(_ hour: Int, isAfternoon: Bool) -> Int {
    if isAfternoon { return hour < 12 ? hour + 12 : hour }
    return hour == 12 ? 0 : hour
  }

  private mutating func readToken() throws(Failure) {
    let token = tokens[place]
    if let first = token.utf8.first, (48...57).contains(first) {
      try readNumber(token)
    } else if let index = Self.index(of: token, in: DateNames.weekdays) {
      weekday = index
    } else if let month = month(token) {
      try readMonth(month)
    } else if let isAfternoon = isAfternoon(token) {
      guard let hour, (0...12).contains(hour) else { throw Failure() }
      self.hour = self.hour(hour, isAfternoon: isAfternoon)
    } else if couldBeZone(token) {
      readZone(token)
    } else if hour != nil, token == "+" || token == "-" {
      try readOffset(isNegative: (token == "-") != reversesSign)
    } else if !isJump(token) {
      throw Failure()
    }
  }

  private mutating func readMonth(_ month: Int) throws(Failure) {
    try parts.append(month, .month)
    guard place + 1 < tokens.count else { return }
    let separator = tokens[place + 1]
    if separator == "-" || separator == "/" {
      try parts.append(digits: token(place + 2))
      if place + 3 < tokens.count, tokens[place + 3] == separator {
        try parts.append(digits: token(place + 4))
        place += 2
      }
      place += 2
    } else if place + 4 < tokens.count, separator == " ", tokens[place + 3] == " ", tokens[place + 2].lowercased() == "of" {
      if let year = Int(tokens[place + 4]) { try parts.append(digits: String(withCentury(year)), .year) }
      place += 4
    }
  }

  // MARK: Zones

  private func couldBeZone(_ token: String) -> Bool {
    guard hour != nil, zoneName == nil, zoneOffset == nil else { return false }
    return isZoneName(token)
  }

  private func isZoneName(_ token: String) -> Bool {
    token == "z" || (token.unicodeScalars.count <= 5 && token.utf8.allSatisfy { (65...90).contains($0) })
  }

  private mutating func readZone(_ token: String) {
    zoneName = token
    zoneOffset = token == "z" ? 0 : nil
    guard place + 1 < tokens.count, tokens[place + 1] == "+" || tokens[place + 1] == "-" else { return }
    reversesSign = true
    zoneOffset = nil
    if Self.utcNames.contains(token.lowercased()) { zoneName = nil }
  }

  private mutating func readOffset(isNegative: Bool) throws(Failure) {
    reversesSign = false
    let digits = try token(place + 1)
    let hours: Int?
    var minutes: Int? = 0
    let length = digits.unicodeScalars.count
    if length == 4 {
      hours = Int(digits.prefix(2))
      minutes = Int(digits.dropFirst(2))
    } else if place + 2 < tokens.count, tokens[place + 2] == ":" {
      hours = Int(digits)
      minutes = Int(try token(place + 3))
      place += 2
    } else {
      guard length <= 2 else { throw Failure() }
      hours = Int(digits)
    }
    guard let hours, let minutes, hours < 1000, minutes < 100_000 else { throw Failure() }
    zoneOffset = (hours * 3600 + minutes * 60) * (isNegative ? -1 : 1)
    // The zone's name may follow in brackets.
    if place + 5 < tokens.count, isJump(tokens[place + 2]), tokens[place + 3] == "(", tokens[place + 5] == ")",
      tokens[place + 4].count >= 3, zoneName == nil, isZoneName(tokens[place + 4])
    {
      zoneName = tokens[place + 4]
      place += 4
    }
    place += 1
  }

  // MARK: Result

  /// Two digits mean the year within fifty years of today.
  private func withCentury(_ year: Int) -> Int {
    guard year < 100 else { return year }
    let current = today.year
    let guess = current / 100 * 100 + year
    if guess >= current + 50 { return guess - 100 }
    return guess < current - 50 ? guess + 100 : guess
  }

  private func build(_ year: Int?, _ month: Int?, _ day: Int?) throws(DateError) -> DateTime {
    let found: [Any?] = [year, month, day, hour, minute, second, microsecond, weekday, zoneName, zoneOffset]
    guard found.contains(where: { $0 != nil }) else { throw DateError(.value, "no date") }
    let fullYear = year.map { parts.hasCentury ? $0 : withCentury($0) } ?? today.year
    let fullMonth = month ?? today.month
    guard (1...12).contains(fullMonth) else { throw DateError(.value, "no such month") }
    var fullDay = day ?? today.day
    if day == nil { fullDay = min(fullDay, CivilCalendar.daysInMonth(fullYear, fullMonth)) }
    let isUTC = zoneName.map { Self.utcNames.contains($0.lowercased()) } ?? false
    let value = try DateTime(
      year: fullYear, month: fullMonth, day: fullDay, hour: hour ?? 0, minute: minute ?? 0, second: second ?? 0,
      microsecond: microsecond ?? 0, offset: isUTC ? 0 : (zoneOffset ?? 0) * 1_000_000)
    guard let weekday, day == nil || day == 0 else { return value }
    return try value.adding(TimeDelta(validDays: (weekday - value.date.weekday + 7) % 7))
  }
}
