/// Walking over UTF-8 that is known to be valid.
extension RegexMatcher {
  /// The position behind the character here.
  func after(_ position: Int) -> Int {
    let byte = text[position]
    return position + (byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4)
  }

  /// The position of the character in front of here.
  func before(_ position: Int) -> Int {
    var position = position - 1
    while text[position] & 0xC0 == 0x80 { position -= 1 }
    return position
  }

  func scalar(at position: Int) -> UInt32 {
    let first = UInt32(text[position])
    if first < 0x80 { return first }
    let second = UInt32(text[position + 1] & 0x3F)
    if first < 0xE0 { return (first & 0x1F) << 6 | second }
    let third = UInt32(text[position + 2] & 0x3F)
    if first < 0xF0 { return (first & 0x0F) << 12 | second << 6 | third }
    return (first & 0x07) << 18 | second << 12 | third << 6 | UInt32(text[position + 3] & 0x3F)
  }

  /// The position behind the character here when it passes, else -1.
  @inline(__always)
  func step(_ single: RegexSingle, _ position: Int) -> Int {
    guard position < text.count else { return -1 }
    let byte = text[position]
    switch single {
    case .byte(let expected): return byte == expected ? position + 1 : -1
    case .allButNewline: return byte == 0x0A ? -1 : after(position)
    case .anything: return after(position)
    case .scalar(let expected): return byte >= 0x80 && scalar(at: position) == expected ? after(position) : -1
    case .set(let number):
      if byte < 0x80 { return asciiSets[number].contains(byte) ? position + 1 : -1 }
      return sets[number].contains(scalar(at: position)) ? after(position) : -1
    }
  }

  func holds(_ assertion: RegexAssertion, _ position: Int) -> Bool {
    switch assertion {
    case .textStart: position == 0
    case .textEnd: position == text.count
    case .lineStart: position == 0 || text[position - 1] == 0x0A
    case .lineEnd: position == text.count || text[position] == 0x0A
    case .lastLineEnd: position == text.count || position == text.count - 1 && text[position] == 0x0A
    case .wordBoundary(let ascii): isBoundary(position, ascii)
    case .noWordBoundary(let ascii): text.count > 0 && !isBoundary(position, ascii)
    }
  }

  private func isBoundary(_ position: Int, _ ascii: Bool) -> Bool {
    let left = position > 0 && RegexCategory.word.contains(scalar(at: before(position)), ascii: ascii)
    let right = position < text.count && RegexCategory.word.contains(scalar(at: position), ascii: ascii)
    return left != right
  }

  /// The position behind the same text as a group took; nil when it is not here or the group took no part.
  func backreference(_ group: Int, _ rule: RegexCaseRule, _ position: Int) -> Int? {
    let (start, end) = (registers[group * 2], registers[group * 2 + 1])
    guard start >= 0, end >= start else { return nil }
    var (place, position) = (start, position)
    while place < end {
      guard position < text.count else { return nil }
      let (expected, found) = (scalar(at: place), scalar(at: position))
      guard expected == found || RegexCaseFolding.fold(expected, rule) == RegexCaseFolding.fold(found, rule) else { return nil }
      place = after(place)
      position = after(position)
    }
    return position
  }
}
