extension LenientDateReader {
  /// A decimal number, exact.
  private struct Decimal {
    let whole: Int
    let fraction: Int
    let unit: Int

    init(_ text: String) throws(Failure) {
      let pieces = text.split(separator: ".", omittingEmptySubsequences: false)
      guard pieces.count <= 2, let whole = Int(pieces[0]) else { throw Failure() }
      self.whole = whole
      let digits = pieces.count == 2 ? pieces[1].prefix(16) : ""
      guard let fraction = digits.isEmpty ? 0 : Int(digits) else { throw Failure() }
      self.fraction = fraction
      unit = digits.reduce(1) { unit, _ in unit * 10 }
    }

    var sixtieths: Int { 60 * fraction / unit }
  }

  mutating func readNumber(_ text: String) throws(Failure) {
    let value = try Decimal(text)
    let length = text.utf8.count
    let next = place + 1 < tokens.count ? tokens[place + 1] : nil
    let bytes = Array(text.utf8)
    func digits(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    if parts.count == 3, length == 2 || length == 4, hour == nil, next.map({ $0 != ":" && unit($0) == nil }) ?? true {
      hour = try whole(digits(0..<2))
      if length == 4 { minute = try whole(digits(2..<4)) }
    } else if length == 6 || (length > 6 && bytes.firstIndex(of: UInt8(ascii: ".")) == 6) {
      if parts.count == 0, !bytes.contains(UInt8(ascii: ".")) {
        for start in [0, 2, 4] { try parts.append(digits: digits(start..<start + 2)) }
      } else {
        hour = try whole(digits(0..<2))
        minute = try whole(digits(2..<4))
        try readSeconds(digits(4..<length))
      }
    } else if length == 8 || length == 12 || length == 14 {
      try parts.append(digits: digits(0..<4), .year)
      try parts.append(digits: digits(4..<6))
      try parts.append(digits: digits(6..<8))
      if length > 8 {
        hour = try whole(digits(8..<10))
        minute = try whole(digits(10..<12))
      }
      if length > 12 { second = try whole(digits(12..<14)) }
    } else if let unitPlace = unitPlace() {
      try readUnit(value, text, at: unitPlace)
    } else if place + 2 < tokens.count, next == ":" {
      try readTime(value)
    } else if let separator = next, separator == "-" || separator == "/" || separator == "." {
      try readSeparatedDate(text, separator)
    } else if next.map(isJump) ?? true {
      if place + 2 < tokens.count, let isAfternoon = isAfternoon(tokens[place + 2]) {
        hour = hour(value.whole, isAfternoon: isAfternoon)
        place += 1
      } else {
        try parts.append(value.whole)
      }
      place += 1
    } else if let next, let isAfternoon = isAfternoon(next), value.whole < 24 {
      hour = hour(value.whole, isAfternoon: isAfternoon)
      place += 1
    } else if value.fraction == 0, parts.couldBeDay(value.whole) {
      try parts.append(value.whole)
    } else {
      throw Failure()
    }
  }

  private func whole(_ digits: String) throws(Failure) -> Int {
    guard let value = Int(digits), value >= 0 else { throw Failure() }
    return value
  }

  private mutating func readSeconds(_ text: String) throws(Failure) {
    let pieces = text.split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count <= 2 else { throw Failure() }
    second = try whole(String(pieces[0]))
    guard pieces.count == 2 else {
      microsecond = 0
      return
    }
    let digits = pieces[1].prefix(6)
    microsecond = try whole(digits + String(repeating: "0", count: 6 - digits.count))
  }

  /// `12:30`, `12:30:45.5`, `12:30.5`.
  private mutating func readTime(_ hours: Decimal) throws(Failure) {
    hour = hours.whole
    let minutes = try Decimal(tokens[place + 2])
    minute = minutes.whole
    second = minutes.fraction == 0 ? nil : minutes.sixtieths
    if place + 4 < tokens.count, tokens[place + 3] == ":" {
      try readSeconds(tokens[place + 4])
      place += 2
    }
    place += 2
  }

  /// `01-02-2003`, `1.Feb.2003`, `1/2`.
  private mutating func readSeparatedDate(_ text: String, _ separator: String) throws(Failure) {
    try parts.append(digits: text)
    if place + 2 < tokens.count, !isJump(tokens[place + 2]) {
      try append(tokens[place + 2])
      if place + 3 < tokens.count, tokens[place + 3] == separator {
        try append(token(place + 4))
        place += 2
      }
      place += 1
    }
    place += 1
  }

  private mutating func append(_ token: String) throws(Failure) {
    if let month = month(token) {
      try parts.append(month, .month)
    } else {
      try parts.append(digits: token)
    }
  }

  /// Where the unit of the number at hand stands: behind it, or before it when a larger unit was already given (`12h04`).
  private func unitPlace() -> Int? {
    func isUnit(_ index: Int) -> Bool { tokens.indices.contains(index) && unit(tokens[index]) != nil }
    if isUnit(place + 1) { return place + 1 }
    if place + 2 < tokens.count, tokens[place + 1] == " ", isUnit(place + 2) { return place + 2 }
    if isUnit(place - 1) { return place - 1 }
    if place > 1, place == tokens.count - 1, tokens[place - 1] == " ", isUnit(place - 2) { return place - 2 }
    return nil
  }

  private mutating func readUnit(_ value: Decimal, _ text: String, at unitPlace: Int) throws(Failure) {
    guard let found = unit(tokens[unitPlace]) else { throw Failure() }
    let unit = unitPlace > place ? found : found + 1
    if unitPlace > place { place = unitPlace }
    switch unit {
    case 0:
      hour = value.whole
      if value.fraction != 0 { minute = value.sixtieths }
    case 1:
      minute = value.whole
      second = value.fraction == 0 ? nil : value.sixtieths
    case 2: try readSeconds(text)
    default: break
    }
  }
}
