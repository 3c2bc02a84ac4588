import Document
import Foundation
import JSON
import TestSupport
import Testing
import YAML

@Suite struct ErrorTests {
  private static func failure(_ text: String, limits: YAMLLimits = YAMLLimits()) -> Diagnostic? {
    do {
      _ = try YAMLReader.read(text, file: "f", limits: limits)
      return nil
    } catch {
      return error
    }
  }

  /// Text, place and code of the error, and words its message must hold.
  static let table: [(String, String, String, String)] = [
    ("a: [1, 2", "f:1:9", "yaml-syntax", "expected ',' or ']', but the text ends here"),
    ("a: {b: 1\nc", "f:2:2", "yaml-syntax", "expected ','"),
    ("a:\n  b: 1\n c: 2", "f:3:2", "yaml-syntax", "expected a key"), ("a: b: c", "f:1:5", "yaml-syntax", "cannot start a value"),
    ("a:\n  - b\n - c", "f:3:2", "yaml-syntax", "expected"), ("a: {{ x }}", "f:1:5", "yaml-value", "cannot be a key"),
    ("a: \"x", "f:1:6", "yaml-syntax", "closing quote"), ("a: 1\n\tb: 2", "f:2:1", "yaml-syntax", "tab"),
    ("a:\t1", "f:1:3", "yaml-syntax", "a tab may not separate"), ("a: b\tc", "f:1:5", "yaml-syntax", "tab"),
    ("a: [b?c]", "f:1:6", "yaml-syntax", "found '?'"), ("a: |#x\n", "f:1:5", "yaml-syntax", "space before the comment"),
    ("a: \"\\q\"", "f:1:6", "yaml-syntax", "escape"), ("a: @x", "f:1:4", "yaml-syntax", "quotes"),
    ("key\nb: 1", "f:2:2", "yaml-syntax", "cannot start a value"),
    ("a: *x", "f:1:4", "yaml-alias", "no anchor"), ("a: &x [*x]", "f:1:8", "yaml-alias", "a value that contains it"),
    ("a: &x 1\nb: &x 2", "f:2:4", "yaml-alias", "already taken"), ("a\n---\nb", "f:2:1", "yaml-syntax", "one document"),
    ("%BAD\na", "f:2:1", "yaml-syntax", "'---'"), ("a: !x 1", "f:1:4", "yaml-value", "tag '!x'"),
    ("a: 2020-13-01", "f:1:4", "yaml-value", "month 13"),
    ("a:\n  <<: 5", "f:2:7", "yaml-value", "to merge"), ("? [a]\n: b", "f:1:3", "yaml-value", "a list cannot be a key"),
    ("a: \u{7}", "f:1:4", "encoding", "U+0007"), ("\u{e9}: 1\nb: \u{7F}", "f:2:4", "encoding", "U+007F"),
  ]

  @Test("An error reports its line and column, its code and the cause", arguments: table)
  func isFoundInItsPlace(_ text: String, _ place: String, _ code: String, _ words: String) throws {
    let found = try #require(Self.failure(text))
    #expect(found.location?.description == place)
    #expect(found.code.rawValue == code)
    #expect("\(found)".contains(words), "\(found)")
  }

  /// Every kind of broken grammar is told in our words, none in those of libyaml.
  @Test(arguments: [
    "%", "%a!", "%YAML 1", "%YAML x", "%YAML 1.1", "%TAG", "%TAG x y", "%TAG ! ", "%YAML 2.0\n--- a", "!<", "!<x", "!%zz", "!a!b c", "&",
    "*", "? ? a\n- b",
    "- - a\n b", "a: |0\n x", "a: >x", "'a", "\"a", "\"\\x1\"", "\"\\uD800\"", "{a", "[a", "[a: b: c]", "]", "}", "a: - b", "a: ? b", "@",
    "a\n\tb: c",
    "- a\nb", "a: b\n- c", "[a]]", "{a: b}}", "'x\n---\ny'", "&a &b c", "!a !b c", "? a: b\n\t- c", "a:\n  - b\n c", "|\n x\n\ty: z",
  ]) func isToldInPlainWords(_ text: String) throws {
    let found = try #require(Self.failure(text))
    let words = ([found.message] + found.notes.map(\.message)).joined(separator: "\n")
    #expect(!words.contains("did not find") && !words.contains("while ") && !words.contains("found "), "\(words)")
  }

  @Test("The error for an unclosed list has a note at its opening bracket") func startOfAnOpenListIsNoted() {
    #expect(Self.failure("a: [1, 2")?.notes.first?.location == SourceLocation(file: "f", line: 1, column: 4))
  }

  @Test(
    "Integers with too many digits are refused in their place, in every base",
    arguments: [
      ("9", 5_000), ("9", 1_000_000), ("-9", 5_000), ("0x", 5_000), ("0b", 20_000), ("0", 10_000), ("1:", 5_000),
    ])
  func longIntegersAreRefused(_ start: String, _ count: Int) throws {
    let digit = start == "0b" || start == "0" ? "1" : start == "1:" ? "0" : "9"
    let text = start == "1:" ? start + String(repeating: "00:", count: count) + "00" : start + String(repeating: digit, count: count)
    for written in ["a: \(text)", "a: !!int '\(text)'", "? \(text)\n: b"] {
      let found = try #require(Self.failure(written), "\(start)")
      #expect(found.location?.description.hasPrefix("f:1:") == true && found.code == .yamlValue)
      #expect(found.message.contains("digits, and the limit is") && found.message.utf8.count < 200, "\(found.message)")
    }
  }

  @Test("Long integers within the limit, and long numbers of other kinds, are read")
  func longNumbersAreRead() throws {
    let (nines, text) = (String(repeating: "9", count: 4300), String(repeating: "9", count: 300_000))
    let hexadecimal = "0x" + String(repeating: "f", count: 30)
    let written = "a: \(nines)\nb: '\(text)'\nc: 0.\(text)\nd: 1.5e+\(text)\ne: \(hexadecimal)"
    let root = try YAMLReader.read(written, file: "f").root
    #expect(root["a"]?.json == .bigInteger(nines) && root["b"]?.string == text)
    #expect(root["c"]?.json == .double(1) && root["d"]?.json == .double(.infinity))
    #expect(root["e"]?.json == .bigInteger("1329227995784915872903807060280344575"))
  }

  @Test("The number of nodes expanded from aliases is limited") func aliasBombsStop() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 { text += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n" }
    #expect(Self.failure(text)?.code == .yamlLimit)
    #expect(Self.failure("a: &a [1, 2]\nb: [*a, *a]", limits: YAMLLimits(aliasedNodes: 5))?.code == .yamlLimit)
    #expect(Self.failure("a: &a [1, 2]\nb: [*a, *a]", limits: YAMLLimits(aliasedNodes: 6)) == nil)
  }

  @Test("The depth and the number of nodes of a document are limited") func depthAndSizeStop() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(Self.failure(deep)?.code == .yamlLimit)
    #expect(Self.failure("[[1]]", limits: YAMLLimits(depth: 2)) == nil)
    #expect(Self.failure("[[[1]]]", limits: YAMLLimits(depth: 2))?.location?.column == 3)
    #expect(Self.failure("[1, 2, 3]", limits: YAMLLimits(nodes: 3))?.code == .yamlLimit)
  }

  @Test("A missing file, a directory and invalid UTF-8 have different error codes") func filesThatCannotBeReadSayWhy() throws {
    func code(_ path: String) -> String? {
      do {
        _ = try YAMLReader.read(path: path)
        return nil
      } catch {
        return error.code.rawValue
      }
    }
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let file = try folder.write(Data([0x61, 0x3A, 0x20, 0xC3, 0x28]), to: "m.yaml")
    #expect(code(folder.path) == "file-unreadable")
    #expect(code(folder.path("none.yaml")) == "file-missing")
    #expect(code(file) == "encoding")
    try folder.write("a: 1", to: "m.yaml")
    #expect(code(file) == nil)
  }
}
