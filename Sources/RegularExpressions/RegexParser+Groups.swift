extension RegexParser {
  /// A group; the opening parenthesis has been taken. Gives nil for comments and flags, which are no items.
  mutating func parseGroup(_ start: Int, mayBeGlobal: Bool) throws(RegexError) -> RegexNode? {
    guard take("?") else { return try parseCapture(named: nil, start) }
    guard let character = next, let sign = Unicode.Scalar(character) else {
      throw error("unexpected end of pattern", at: place)
    }
    place += 1
    switch sign {
    case "P": return try parseNamed(start)
    case ":": return try parseBody(start)
    case ">": return .atomic(try parseBody(start))
    case "=", "!": return .look(try parseBody(start), isAhead: true, isNegative: sign == "!")
    case "<": return try parseLookbehind(start)
    case "(": return try parseConditional(start)
    case "#":
      while let other = next {
        place += 1
        if other == 0x29 { return nil }
      }
      throw error("missing ), unterminated comment", at: start)
    default: return try parseFlags(sign, start, mayBeGlobal: mayBeGlobal)
    }
  }

  /// What stands between here and the closing parenthesis, with flags that hold only inside.
  private mutating func parseBody(_ start: Int, flags inner: Flags? = nil) throws(RegexError) -> RegexNode {
    let outer = flags
    if let inner { flags = inner }
    defer { flags = outer }
    let body = try parseAlternation()
    guard take(")") else { throw error("missing ), unterminated subpattern", at: start) }
    // Wrapped so that what is inside does not decide how a repetition sign behind the group is read.
    return .sequence([body])
  }

  private mutating func parseCapture(named name: (text: String, place: Int)?, _ start: Int) throws(RegexError) -> RegexNode {
    groupCount += 1
    let group = groupCount
    if let name {
      if let previous = names[name.text] {
        throw error("redefinition of group name '\(name.text)' as group \(group); was group \(previous)", at: name.place)
      }
      names[name.text] = group
    }
    openGroups.insert(group)
    let body = try parseBody(start)
    openGroups.remove(group)
    widths[group] = body.width(widths)
    return .group(group, body)
  }

  private mutating func parseNamed(_ start: Int) throws(RegexError) -> RegexNode {
    if take("<") {
      let name = try takeName(until: ">")
      guard isIdentifier(name.text) else { throw badName(name) }
      return try parseCapture(named: name, start)
    }
    if take("=") {
      let name = try takeName(until: ")")
      guard isIdentifier(name.text) else { throw badName(name) }
      guard let group = names[name.text] else { throw error("unknown group name '\(name.text)'", at: name.place) }
      return try backreference(group, name.place)
    }
    guard next != nil else { throw error("unexpected end of pattern", at: place) }
    throw error("unknown extension ?P\(text(place, place + 1))", at: start + 1)
  }

  private mutating func parseLookbehind(_ start: Int) throws(RegexError) -> RegexNode {
    guard let character = next else { throw error("unexpected end of pattern", at: place) }
    guard character == 0x3D || character == 0x21 else {
      throw error("unknown extension ?<\(text(place, place + 1))", at: start + 1)
    }
    place += 1
    let outer = lookbehindStart
    if outer == nil { lookbehindStart = groupCount }
    let body = try parseBody(start)
    lookbehindStart = outer
    let width = body.width(widths)
    if width.least != width.most { throw RegexError(.badPattern, "look-behind requires fixed-width pattern") }
    return .look(body, isAhead: false, isNegative: character == 0x21)
  }

  private mutating func parseConditional(_ start: Int) throws(RegexError) -> RegexNode {
    let name = try takeName(until: ")")
    let group: Int
    if isIdentifier(name.text) {
      guard let known = names[name.text] else { throw error("unknown group name '\(name.text)'", at: name.place) }
      group = known
    } else {
      guard name.text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { throw badName(name) }
      guard let number = Int(name.text), number < 1 << 30 else { throw error("invalid group reference", at: name.place) }
      if number == 0 { throw error("bad group number", at: name.place) }
      group = number
      laterGroups.append((number, name.place))
    }
    try checkLookbehind(group)
    let yes = try parseSequence(isFirst: false)
    var no = RegexNode.empty
    if take("|") {
      no = try parseSequence(isFirst: false)
      if isNext("|") { throw error("conditional backref with more than two branches", at: place) }
    }
    guard take(")") else { throw error("missing ), unterminated subpattern", at: start) }
    return .conditional(group, yes, no)
  }

  // MARK: Flags

  private mutating func parseFlags(_ first: Unicode.Scalar, _ start: Int, mayBeGlobal: Bool) throws(RegexError) -> RegexNode? {
    place -= 1
    guard first == "-" || "aiLmsux".unicodeScalars.contains(first) else {
      throw error("unknown extension ?\(text(place, place + 1))", at: start + 1)
    }
    let (added, hasUnicode) = try takeFlags()
    if take(")") {
      if !mayBeGlobal { throw error("global flags not at the start of the expression", at: start) }
      let isVerbose = flags.contains(.verbose)
      flags.formUnion(added)
      if added.contains(.verbose), !isVerbose {
        sawGlobalVerbose = true
        throw error("verbose flag", at: start)
      }
      return nil
    }
    var removed: Flags = []
    if take("-") {
      removed = try takeRemovedFlags()
    }
    guard take(":") else { throw error("missing :", at: place) }
    if !added.isDisjoint(with: removed) { throw error("bad inline flags: flag turned on and off", at: place - 1) }
    var inner = flags
    if hasUnicode { inner.remove(.ascii) }
    return try parseBody(start, flags: inner.union(added).subtracting(removed))
  }

  private mutating func takeFlags() throws(RegexError) -> (flags: Flags, hasUnicode: Bool) {
    var taken: Flags = []
    var hasUnicode = false
    while let sign = next.flatMap(Unicode.Scalar.init) {
      switch sign {
      case "i": taken.insert(.ignoreCase)
      case "m": taken.insert(.multiline)
      case "s": taken.insert(.dotAll)
      case "x": taken.insert(.verbose)
      case "a", "u", "L":
        if sign == "L" { throw error("bad inline flags: cannot use 'L' flag with a str pattern", at: place + 1) }
        if sign == "a" { taken.insert(.ascii) } else { hasUnicode = true }
        if hasUnicode, taken.contains(.ascii) {
          throw error("bad inline flags: flags 'a', 'u' and 'L' are incompatible", at: place + 1)
        }
      case ")", "-", ":": return (taken, hasUnicode)
      default:
        throw error(sign.properties.isAlphabetic ? "unknown flag" : "missing -, : or )", at: place)
      }
      place += 1
    }
    throw error("missing -, : or )", at: place)
  }

  private mutating func takeRemovedFlags() throws(RegexError) -> Flags {
    var taken: Flags = []
    while let sign = next.flatMap(Unicode.Scalar.init), sign != ":" {
      switch sign {
      case "i": taken.insert(.ignoreCase)
      case "m": taken.insert(.multiline)
      case "s": taken.insert(.dotAll)
      case "x": taken.insert(.verbose)
      case "a", "u", "L": throw error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", at: place + 1)
      default:
        if sign.properties.isAlphabetic { throw error("unknown flag", at: place) }
        throw error(taken.isEmpty ? "missing flag" : "missing :", at: place)
      }
      place += 1
    }
    if taken.isEmpty { throw error("missing flag", at: place) }
    return taken
  }

  // MARK: Names

  private mutating func takeName(until end: Unicode.Scalar) throws(RegexError) -> (text: String, place: Int) {
    let start = place
    while next != nil, !isNext(end) { place += 1 }
    let name = text(start, place)
    guard take(end) else {
      throw error(name.isEmpty ? "missing group name" : "missing \(end), unterminated name", at: start)
    }
    if name.isEmpty { throw error("missing group name", at: start) }
    return (name, start)
  }

  private func badName(_ name: (text: String, place: Int)) -> RegexError {
    error("bad character in group name '\(name.text)'", at: name.place)
  }

  func isIdentifier(_ name: String) -> Bool { RegexParser.isIdentifier(name) }

  /// Whether a text may name a group.
  static func isIdentifier(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first == "_" || first.properties.isXIDStart else { return false }
    return name.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
  }
}
