extension RegexParser {
  /// What an escape stands for.
  private enum Escape {
    case scalar(UInt32)
    case category(RegexCategory, isNegated: Bool)
  }

  /// An escape outside of brackets; the backslash has been taken.
  mutating func parseEscape(_ start: Int) throws(RegexError) -> RegexNode {
    guard let character = next, let scalar = Unicode.Scalar(character) else {
      throw error("bad escape (end of pattern)", at: start)
    }
    let ascii = flags.contains(.ascii)
    switch scalar {
    case "A", "Z", "b", "B":
      place += 1
      switch scalar {
      case "A": return .assertion(.textStart)
      case "Z": return .assertion(.textEnd)
      case "b": return .assertion(.wordBoundary(ascii: ascii))
      default: return .assertion(.noWordBoundary(ascii: ascii))
      }
    case "0":
      return literal(takeOctal(atMost: 3))
    case "1"..."9":
      return try parseNumberEscape(start)
    default:
      switch try parseCommonEscape(start) {
      case .scalar(let value): return literal(value)
      case .category(let category, let isNegated):
        return .set(RegexCharacterSet([.category(category, isNegated: isNegated, ascii: ascii)]))
      }
    }
  }

  /// A back reference, or a character in three octal digits.
  private mutating func parseNumberEscape(_ start: Int) throws(RegexError) -> RegexNode {
    func digit(_ offset: Int, upTo last: UInt32) -> UInt32? {
      let place = start + offset
      guard place < pattern.count, pattern[place] >= 0x30, pattern[place] <= last else { return nil }
      return pattern[place] - 0x30
    }
    if let first = digit(1, upTo: 0x37), let second = digit(2, upTo: 0x37), let third = digit(3, upTo: 0x37) {
      place = start + 4
      let value = first * 64 + second * 8 + third
      if value > 0o377 {
        throw error("octal escape value \(text(start, place)) outside of range 0-0o377", at: start)
      }
      return literal(value)
    }
    var group = Int(digit(1, upTo: 0x39) ?? 0)
    place = start + 2
    if let second = digit(2, upTo: 0x39) {
      group = group * 10 + Int(second)
      place = start + 3
    }
    guard group <= groupCount else { throw error("invalid group reference \(group)", at: start + 1) }
    return try backreference(group, start)
  }

  func backreference(_ group: Int, _ start: Int) throws(RegexError) -> RegexNode {
    if openGroups.contains(group) { throw error("cannot refer to an open group", at: start) }
    try checkLookbehind(group)
    return .backreference(group, caseRule)
  }

  func checkLookbehind(_ group: Int) throws(RegexError) {
    if let lookbehindStart, group > lookbehindStart {
      throw error("cannot refer to group defined in the same lookbehind subpattern", at: place)
    }
  }

  private mutating func parseCommonEscape(_ start: Int) throws(RegexError) -> Escape {
    guard let character = next, let scalar = Unicode.Scalar(character) else {
      throw error("bad escape (end of pattern)", at: start)
    }
    place += 1
    switch scalar {
    case "d": return .category(.digit, isNegated: false)
    case "D": return .category(.digit, isNegated: true)
    case "s": return .category(.space, isNegated: false)
    case "S": return .category(.space, isNegated: true)
    case "w": return .category(.word, isNegated: false)
    case "W": return .category(.word, isNegated: true)
    case "a": return .scalar(0x07)
    case "f": return .scalar(0x0C)
    case "n": return .scalar(0x0A)
    case "r": return .scalar(0x0D)
    case "t": return .scalar(0x09)
    case "v": return .scalar(0x0B)
    case "x": return .scalar(try takeHexadecimal(2, start))
    case "u": return .scalar(try takeHexadecimal(4, start))
    case "U":
      let value = try takeHexadecimal(8, start)
      if value > 0x10FFFF { throw badEscape(start) }
      return .scalar(value)
    case "N": return .scalar(try takeName(start))
    case "a"..."z", "A"..."Z": throw badEscape(start)
    default: return .scalar(character)
    }
  }

  private func badEscape(_ start: Int) -> RegexError { error("bad escape \(text(start, place))", at: start) }

  private mutating func takeOctal(atMost count: Int) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = next, digit >= 0x30, digit <= 0x37 else { break }
      value = value * 8 + digit - 0x30
      place += 1
    }
    return value
  }

  private mutating func takeHexadecimal(_ count: Int, _ start: Int) throws(RegexError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = next.flatMap(Unicode.Scalar.init), digit.isASCII, let number = Character(digit).hexDigitValue else {
        throw error("incomplete escape \(text(start, place))", at: start)
      }
      value = value << 4 | UInt32(number)
      place += 1
    }
    return value
  }

  private mutating func takeName(_ start: Int) throws(RegexError) -> UInt32 {
    guard take("{") else { throw error("missing {", at: place) }
    let nameStart = place
    while next != nil, !isNext("}") { place += 1 }
    let name = text(nameStart, place)
    if name.isEmpty { throw error("missing character name", at: nameStart) }
    guard take("}") else { throw error("missing }, unterminated name", at: nameStart) }
    let capitals = name.uppercased()
    // Rare enough that searching all characters costs less than keeping an index of names.
    for value in UInt32(0)...0x10FFFF {
      guard let properties = Unicode.Scalar(value)?.properties else { continue }
      if properties.name == capitals || properties.nameAlias == capitals { return value }
    }
    throw error("undefined character name '\(name)'", at: start)
  }

  // MARK: Brackets

  /// A set; the opening bracket has been taken.
  mutating func parseSet(_ start: Int) throws(RegexError) -> RegexCharacterSet {
    var items: [RegexCharacterSet.Item] = []
    let isNegated = take("^")
    while true {
      let itemStart = place
      let first = try takeMember(setStart: start)
      if first.isClosing, !items.isEmpty { break }
      guard take("-") else {
        items.append(first.item)
        continue
      }
      let second = try takeMember(setStart: start)
      if second.isClosing {
        items += [first.item, .scalar(0x2D)]
        break
      }
      guard case .scalar(let low) = first.item, case .scalar(let high) = second.item, low <= high else {
        throw error("bad character range \(text(itemStart, place))", at: itemStart)
      }
      items.append(.range(low...high))
    }
    return RegexCharacterSet(items, isNegated: isNegated, caseRule: caseRule)
  }

  private mutating func takeMember(setStart: Int) throws(RegexError) -> (item: RegexCharacterSet.Item, isClosing: Bool) {
    guard let character = next else { throw error("unterminated character set", at: setStart) }
    let start = place
    place += 1
    guard character == 0x5C else { return (.scalar(character), character == 0x5D) }
    switch next {
    case nil: throw error("bad escape (end of pattern)", at: start)
    case 0x62:
      place += 1
      return (.scalar(0x08), false)
    case .some(0x30...0x37):
      let value = takeOctal(atMost: 3)
      if value > 0o377 { throw error("octal escape value \(text(start, place)) outside of range 0-0o377", at: start) }
      return (.scalar(value), false)
    case .some(0x38...0x39):
      place += 1
      throw badEscape(start)
    default: break
    }
    switch try parseCommonEscape(start) {
    case .scalar(let value): return (.scalar(value), false)
    case .category(let category, let isNegated):
      return (.category(category, isNegated: isNegated, ascii: flags.contains(.ascii)), false)
    }
  }
}
