/// Reads Python's regular expression syntax.
struct RegexParser {
  struct Flags: OptionSet {
    let rawValue: UInt8
    static let ignoreCase = Flags(rawValue: 1)
    static let multiline = Flags(rawValue: 2)
    static let dotAll = Flags(rawValue: 4)
    static let verbose = Flags(rawValue: 8)
    static let ascii = Flags(rawValue: 16)
  }

  /// What stands before a repetition sign decides whether it may.
  private enum Last { case nothing, assertion, repetition, item }

  static let maximumDepth = 200

  let pattern: [UInt32]
  var place = 0
  var flags: Flags
  var names: [String: Int] = [:]
  var groupCount = 0
  var openGroups: Set<Int> = []
  /// Widths of the groups that are closed.
  var widths: [Int: (least: Int, most: Int)] = [:]
  /// The number of groups there were when the outermost look-behind began.
  var lookbehindStart: Int?
  /// Conditions on groups that may still come, with their places.
  var laterGroups: [(group: Int, place: Int)] = []
  var depth = 0

  private init(_ pattern: String, flags: Flags) {
    self.pattern = pattern.unicodeScalars.map(\.value)
    self.flags = flags
  }

  /// Makes a pattern ready, and tells the names of its groups.
  static func compile(_ pattern: String) throws(RegexError) -> (program: RegexProgram, names: [String: Int]) {
    var parser = RegexParser(pattern, flags: [])
    do {
      return try parser.parseAll()
    } catch {
      // A verbose flag found at the start holds for the pattern from its first character on.
      guard parser.flags.contains(.verbose), parser.sawGlobalVerbose else { throw error }
      var verbose = RegexParser(pattern, flags: .verbose)
      return try verbose.parseAll()
    }
  }

  var sawGlobalVerbose = false

  private mutating func parseAll() throws(RegexError) -> (RegexProgram, [String: Int]) {
    let node = try parseAlternation(isTop: true)
    if place < pattern.count { throw error("unbalanced parenthesis", at: place) }
    for (group, place) in laterGroups where group > groupCount { throw error("invalid group reference \(group)", at: place) }
    return (RegexCompiler.compile(node, groups: groupCount, widths: widths), names)
  }

  // MARK: Characters

  var next: UInt32? { place < pattern.count ? pattern[place] : nil }

  func isNext(_ character: Unicode.Scalar) -> Bool { next == character.value }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard isNext(character) else { return false }
    place += 1
    return true
  }

  func error(_ message: String, at place: Int) -> RegexError { RegexError(.badPattern, message, at: place) }

  /// The pattern's text between two places, for messages.
  func text(_ start: Int, _ end: Int) -> String {
    String(String.UnicodeScalarView(pattern[start..<min(end, pattern.count)].compactMap(Unicode.Scalar.init)))
  }

  var caseRule: RegexCaseRule { !flags.contains(.ignoreCase) ? .exact : flags.contains(.ascii) ? .ascii : .unicode }

  // MARK: Structure

  mutating func parseAlternation(isTop: Bool = false) throws(RegexError) -> RegexNode {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth { throw error("groups nest more than \(Self.maximumDepth) levels deep, which is the limit", at: place) }
    var branches = [try parseSequence(isFirst: isTop)]
    while take("|") { branches.append(try parseSequence(isFirst: false)) }
    return branches.count == 1 ? branches[0] : .alternation(branches)
  }

  mutating func parseSequence(isFirst: Bool) throws(RegexError) -> RegexNode {
    var parts: [RegexNode] = []
    var last = Last.nothing
    while let character = next, character != 0x7C, character != 0x29 {
      if flags.contains(.verbose), skipVerbose(character) { continue }
      let start = place
      place += 1
      switch Unicode.Scalar(character) {
      case "*", "+", "?", "{":
        if let bounds = try parseBounds(character, start) {
          try applyRepeat(bounds, to: &parts, last: last, start)
          last = .repetition
          continue
        }
        parts.append(literal(character))
      case ".": parts.append(.any(withNewline: flags.contains(.dotAll)))
      case "^": parts.append(.assertion(flags.contains(.multiline) ? .lineStart : .textStart))
      case "$": parts.append(.assertion(flags.contains(.multiline) ? .lineEnd : .lastLineEnd))
      case "[": parts.append(.set(try parseSet(start)))
      case "\\": parts.append(try parseEscape(start))
      case "(":
        guard let group = try parseGroup(start, mayBeGlobal: isFirst && parts.isEmpty) else { continue }
        parts.append(group)
      default: parts.append(literal(character))
      }
      if case .assertion = parts[parts.count - 1] { last = .assertion } else { last = .item }
    }
    return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
  }

  func literal(_ scalar: UInt32) -> RegexNode {
    if caseRule == .exact || RegexCaseFolding.variants(of: scalar, caseRule).allSatisfy({ $0 == scalar }) { return .scalar(scalar) }
    return .set(RegexCharacterSet([.scalar(scalar)], caseRule: caseRule))
  }

  /// Skips white space and comments of verbose patterns.
  private mutating func skipVerbose(_ character: UInt32) -> Bool {
    if character == 0x20 || (0x09...0x0D).contains(character) {
      place += 1
      return true
    }
    guard character == 0x23 else { return false }
    while let other = next {
      place += 1
      if other == 0x0A { break }
    }
    return true
  }

  // MARK: Repetition

  /// The bounds after `*`, `+`, `?` or `{`; nil for a brace that is an ordinary character.
  private mutating func parseBounds(_ character: UInt32, _ start: Int) throws(RegexError) -> ClosedRange<Int>? {
    switch Unicode.Scalar(character) {
    case "*": return 0...Int.max
    case "+": return 1...Int.max
    case "?": return 0...1
    default: break
    }
    if isNext("}") { return nil }
    let low = try takeCount(start)
    var high = low
    if take(",") { high = try takeCount(start) ?? Int.max } else if low == nil { high = nil }
    guard let high, take("}") else {
      place = start + 1
      return nil
    }
    if high < low ?? 0 { throw error("min repeat greater than max repeat", at: start + 1) }
    return (low ?? 0)...high
  }

  private mutating func takeCount(_ start: Int) throws(RegexError) -> Int? {
    var count: Int?
    while let digit = next, digit >= 0x30, digit <= 0x39 {
      count = (count ?? 0) * 10 + Int(digit - 0x30)
      if count ?? 0 >= 0xFFFF_FFFF { throw RegexError(.overflow, "the repetition number is too large") }
      place += 1
    }
    return count
  }

  private mutating func applyRepeat(
    _ bounds: ClosedRange<Int>, to parts: inout [RegexNode], last: Last, _ start: Int
  ) throws(RegexError) {
    switch last {
    case .nothing, .assertion: throw error("nothing to repeat", at: start)
    case .repetition: throw error("multiple repeat", at: start)
    case .item: break
    }
    guard let body = parts.popLast() else { throw error("nothing to repeat", at: start) }
    let mode: RegexRepeatMode = take("?") ? .lazy : take("+") ? .possessive : .greedy
    parts.append(.repeat(body, minimum: bounds.lowerBound, maximum: bounds.upperBound, mode))
  }
}
