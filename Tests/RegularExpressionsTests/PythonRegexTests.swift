import Testing
import RegularExpressions

@Suite struct PythonRegexTests {
  @Test func searchesAsPythonDoes() throws {
    for (pattern, text, expected) in RegexTable.searches {
      let regex = try PythonRegex(pattern)
      let match = try regex.search(text)
      let groups = match.map { match in (0...match.groupCount).map { match.group($0) } }
      #expect(groups == expected, "\(pattern) on \(text)")
      #expect(try regex.occurs(in: text) == (expected != nil))
    }
  }

  @Test func refusesWhatPythonRefuses() {
    for (pattern, message) in RegexTable.errors {
      let error = #expect(throws: RegexError.self, "\(pattern)") { _ = try PythonRegex(pattern) }
      #expect(error?.description == message, "\(pattern)")
      #expect(error?.kind == .badPattern)
    }
  }

  @Test func replacesAsPythonDoes() throws {
    for (pattern, replacement, text, expected) in RegexTable.replacements {
      let regex = try PythonRegex(pattern)
      if expected.hasPrefix("!") {
        let error = #expect(throws: RegexError.self, "\(replacement)") { try regex.replacingMatches(in: text, with: replacement) }
        #expect(error?.kind == .badReplacement || error?.kind == .unknownGroup)
        #expect(error.map { "!" + $0.description } == expected, "\(replacement)")
      } else {
        #expect(try regex.replacingMatches(in: text, with: replacement) == expected, "\(pattern) \(replacement)")
      }
    }
  }

  @Test func findsAllMatches() throws {
    for (pattern, text, expected) in RegexTable.matches {
      let found = try PythonRegex(pattern).matches(in: text).compactMap(\.ranges[0]).map { range in
        [range.lowerBound, range.upperBound].map { String(decoding: Array(text.utf8).prefix($0), as: UTF8.self).unicodeScalars.count }
      }
      #expect(found == expected, "\(pattern) on \(text)")
    }
  }

  @Test func wholeAndLeadingMatches() throws {
    let regex = try PythonRegex("a|ab")
    #expect(try regex.fullMatch("ab")?.group(0) == "ab")
    #expect(try regex.match("abc")?.group(0) == "a")
    #expect(try regex.match("xa") == nil)
    #expect(try regex.fullMatch("abc") == nil)
    #expect(try PythonRegex("(?P<first>a)(?P<second>b)").groupNames == ["first": 1, "second": 2])
  }

  @Test(arguments: ["(a+)+$", "(a|aa)+$", "(.*)*x", "(?:a?){40}a{40}b", "(a*)*b"])
  func patternsThatNeverEndAreStopped(pattern: String) throws {
    var regex = try PythonRegex(pattern)
    regex.stepLimit = 200_000
    let limited = regex
    let text = String(repeating: "a", count: 5000) + "!"
    let error = #expect(throws: RegexError.self) { _ = try limited.search(text) }
    #expect(error?.kind == .tooComplex)
  }

  @Test func longTextsDoNotExhaustTheStack() throws {
    let text = String(repeating: "ab", count: 200_000)
    #expect(try PythonRegex("(?:a|b)*").search(text)?.group(0)?.utf8.count == 400_000)
    #expect(try PythonRegex("(?:ab)*?$").search(text)?.group(0)?.utf8.count == 400_000)
    #expect(try PythonRegex(".*b").search(text)?.group(0)?.utf8.count == 400_000)
    let nested = String(repeating: "(", count: 5000) + String(repeating: ")", count: 5000)
    #expect(throws: RegexError.self) { _ = try PythonRegex(nested) }
  }

  @Test func composedAndDecomposedLettersDiffer() throws {
    #expect(try !PythonRegex("\u{E9}").occurs(in: "e\u{301}"))
    #expect(try PythonRegex("e").occurs(in: "e\u{301}"))
    #expect(try PythonRegex.cached("\u{E9}").occurs(in: "\u{E9}"))
    #expect(try !PythonRegex.cached("e\u{301}").occurs(in: "\u{E9}"))
    #expect(try PythonRegex("\r").occurs(in: "\r\n"))
  }
}
