/// Tells formats that write a literal mark of UTC, such as the `Z` of `%Y-%m-%dT%H:%M:%SZ`, from those that do not.
enum UTCMark {
  /// In upper case; none is the beginning of another but `+00`.
  private static let marks = ["Z", "UTC", "GMT", "+00:00", "+0000", "+00", "-00:00", "-0000"].map { Array($0.utf8) }

  /// Whether the format says that its dates are in UTC: a mark stands at its end, apart from blanks and punctuation, or right behind a
  /// time of day. A format that writes the date's own offset or zone says something else.
  static func isWritten(by directives: [StrftimeDirective]) -> Bool {
    if directives.contains(where: writesZone) { return false }
    guard let last = directives.indices.last, directives.contains(where: { !isLiteral($0) }) else { return false }
    for (place, directive) in directives.enumerated() {
      guard case .literal(let bytes) = directive else { continue }
      let text = bytes.map(upperCase)
      if place > 0, isTimeOfDay(directives[place - 1]), starts(text) { return true }
      if place == last, ends(text, isBehindDirective: place > 0) { return true }
    }
    return false
  }

  /// Whether a text begins with a mark, apart from blanks, that does not go on as another word or number.
  private static func starts(_ text: [UInt8]) -> Bool {
    let rest = text.drop { $0 == UInt8(ascii: " ") }
    return marks.contains { mark in
      guard rest.starts(with: mark) else { return false }
      guard let next = rest.dropFirst(mark.count).first else { return true }
      return !isLetter(next) && !isDigit(next) && next != UInt8(ascii: ":")
    }
  }

  /// Whether a text ends with a mark, apart from blanks and punctuation, that is not the end of another word or number.
  private static func ends(_ text: [UInt8], isBehindDirective: Bool) -> Bool {
    let end = text.lastIndex { isLetter($0) || isDigit($0) }.map { $0 + 1 } ?? 0
    return marks.contains { mark in
      guard text[..<end].suffix(mark.count).elementsEqual(mark) else { return false }
      guard let before = text[..<(end - mark.count)].last else { return isBehindDirective }
      if isLetter(mark[0]) { return !isLetter(before) }
      return isDigit(before) || before == UInt8(ascii: " ")
    }
  }

  private static func writesZone(_ directive: StrftimeDirective) -> Bool {
    switch directive {
    case .offset, .zoneName: true
    case .group(let pieces, _, _, _): pieces.contains(where: writesZone)
    default: false
    }
  }

  private static func isLiteral(_ directive: StrftimeDirective) -> Bool {
    if case .literal = directive { true } else { false }
  }

  private static func isTimeOfDay(_ directive: StrftimeDirective) -> Bool {
    switch directive {
    case .number(.hour, _, _, _), .number(.hour12, _, _, _), .number(.minute, _, _, _), .number(.second, _, _, _): true
    case .microsecond, .name(.half, _, _, _): true
    case .group(let pieces, _, _, _): pieces.last.map(isTimeOfDay) ?? false
    default: false
    }
  }

  private static func upperCase(_ byte: UInt8) -> UInt8 { (97...122).contains(byte) ? byte - 32 : byte }
  private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xDF) || byte >= 0x80 }
  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
