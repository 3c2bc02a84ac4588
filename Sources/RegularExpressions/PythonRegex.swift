internal import Synchronization

/// A regular expression with the syntax and the meaning of Python's `re` on text.
///
/// A search takes a limited number of steps, so a pattern that backtracks without end gives an error and not a hang.
package struct PythonRegex: Sendable {
  /// One match: the whole and its groups.
  package struct Match: Sendable {
    /// Byte offsets into the UTF-8 of the text, the whole match first; nil for groups that took no part.
    package let ranges: [Range<Int>?]
    private let text: String

    init(registers: [Int], groups: Int, text: String) {
      ranges = (0...groups).map { group in
        let (start, end) = (registers[group * 2], registers[group * 2 + 1])
        return start >= 0 && end >= start ? start..<end : nil
      }
      self.text = text
    }

    /// The number of groups, not counting the whole match.
    package var groupCount: Int { ranges.count - 1 }

    /// The text of a group, the whole match being group 0; nil when it took no part.
    package func group(_ number: Int) -> String? {
      guard let range = ranges[number] else { return nil }
      let utf8 = text.utf8
      let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
      return String(text.unicodeScalars[start..<utf8.index(start, offsetBy: range.count)])
    }
  }

  /// The number of steps one call may take; reached only by patterns that backtrack without end.
  package static let stepLimit = 20_000_000

  /// The limit in force; lower in tests.
  package var stepLimit = PythonRegex.stepLimit
  /// Told the number of steps that each call took.
  package var stepsTaken: StepCount?

  package final class StepCount: Sendable {
    private let value = Atomic(0)

    package var count: Int { value.load(ordering: .relaxed) }

    package init() {}

    func add(_ steps: Int) { value.add(steps, ordering: .relaxed) }
  }

  package let pattern: String
  /// The numbers of named groups.
  package let groupNames: [String: Int]
  private let program: RegexProgram

  package var groupCount: Int { program.groupCount }

  /// - Throws: ``RegexError`` when the pattern does not follow Python's syntax.
  package init(_ pattern: String) throws(RegexError) {
    self.pattern = pattern
    (program, groupNames) = try RegexParser.compile(pattern)
  }

  /// The first match anywhere in a text.
  /// - Throws: ``RegexError`` when the search takes too many steps.
  package func search(_ text: String) throws(RegexError) -> Match? {
    try find(text) { matcher throws(RegexError) in try matcher.search(from: 0) }
  }

  /// The match at the start of a text.
  package func match(_ text: String) throws(RegexError) -> Match? {
    try find(text) { matcher throws(RegexError) in try matcher.match(at: 0) }
  }

  /// The match that takes a whole text.
  package func fullMatch(_ text: String) throws(RegexError) -> Match? {
    try find(text, isWhole: true) { matcher throws(RegexError) in try matcher.match(at: 0) }
  }

  /// Whether the pattern occurs in a text; cheaper than ``search(_:)`` where the groups do not matter.
  package func occurs(in text: String) throws(RegexError) -> Bool {
    try withMatcher(text) { matcher throws(RegexError) in try matcher.search(from: 0) }
  }

  /// All matches, each beginning where the one before ended or later.
  package func matches(in text: String) throws(RegexError) -> [Match] {
    try withMatcher(text) { matcher throws(RegexError) in
      var matches: [Match] = []
      try forEachMatch(&matcher) { (registers) throws(RegexError) in
        matches.append(Match(registers: registers, groups: groupCount, text: text))
      }
      return matches
    }
  }

  /// The text with every match replaced.
  /// - Parameter replacement: Python's syntax: `\1`, `\g<name>`, `\n` and so on.
  /// - Parameter sizeLimit: a result with more bytes is an error.
  package func replacingMatches(in text: String, with replacement: String, sizeLimit: Int = .max) throws(RegexError) -> String {
    let template = try RegexReplacement(replacement, groups: groupCount, names: groupNames)
    return try withMatcher(text) { matcher throws(RegexError) in
      var output: [UInt8] = []
      var position = 0
      let source = matcher.text
      try forEachMatch(&matcher) { (registers) throws(RegexError) in
        output += source[position..<registers[0]]
        for part in template.parts {
          switch part {
          case .text(let literal): output += literal.utf8
          case .group(let group):
            let (start, end) = (registers[group * 2], registers[group * 2 + 1])
            if start >= 0, end >= start { output += source[start..<end] }
          }
        }
        position = registers[1]
        if output.count > sizeLimit {
          throw RegexError(.tooComplex, "the replacement makes more than \(sizeLimit) bytes, which is the limit")
        }
      }
      if output.isEmpty, position == 0 { return text }
      output += source[position...]
      return String(decoding: output, as: UTF8.self)
    }
  }

  /// An empty match directly behind another empty one does not count; behind a longer one it does.
  private func forEachMatch(
    _ matcher: inout RegexMatcher, _ body: ([Int]) throws(RegexError) -> Void
  ) throws(RegexError) {
    var position = 0
    var mayBeEmpty = true
    while try matcher.search(from: position, mayBeEmptyAtStart: mayBeEmpty) {
      try body(matcher.registers)
      mayBeEmpty = matcher.registers[0] != matcher.registers[1]
      position = matcher.registers[1]
    }
  }

  private func find(
    _ text: String, isWhole: Bool = false, _ body: (inout RegexMatcher) throws(RegexError) -> Bool
  ) throws(RegexError) -> Match? {
    try withMatcher(text, isWhole: isWhole) { matcher throws(RegexError) in
      guard try body(&matcher) else { return nil }
      return Match(registers: matcher.registers, groups: groupCount, text: text)
    }
  }

  private func withMatcher<Output>(
    _ text: String, isWhole: Bool = false, _ body: (inout RegexMatcher) throws(RegexError) -> Output
  ) throws(RegexError) -> Output {
    var text = text
    let outcome = text.withUTF8 { bytes in
      program.instructions.withUnsafeBufferPointer { instructions in
        program.asciiSets.withUnsafeBufferPointer { asciiSets in
          var matcher = RegexMatcher(
            program, instructions: instructions, asciiSets: asciiSets, text: bytes, stepLimit: stepLimit, isWhole: isWhole)
          defer { stepsTaken?.add(stepLimit - max(0, matcher.steps)) }
          do throws(RegexError) {
            return Result<Output, RegexError>.success(try body(&matcher))
          } catch {
            return .failure(error)
          }
        }
      }
    }
    return try outcome.get()
  }
}

extension PythonRegex {
  private static let cacheLimit = 512
  /// Longer patterns are not worth the memory.
  private static let cachedLength = 4096
  private static let cache = Mutex<[String: PythonRegex]>([:])

  /// The expression for a pattern, compiled once and kept. For patterns that are only known while records flow.
  package static func cached(_ pattern: String) throws(RegexError) -> PythonRegex {
    if let known = cache.withLock({ $0[pattern] }), known.pattern.utf8.elementsEqual(pattern.utf8) { return known }
    let fresh = try PythonRegex(pattern)
    guard pattern.utf8.count <= cachedLength else { return fresh }
    cache.withLock { cache in
      if cache.count >= cacheLimit { cache.removeAll(keepingCapacity: true) }
      cache[pattern] = fresh
    }
    return fresh
  }
}
