import Document
import Foundation
import TestSupport
import Testing
import YAML

@testable import Manifest

@Suite struct FormatterTests {
  @Test(arguments: cases) func layout(_ example: Case) throws {
    let formatted = try ManifestFormatter.format(example.before, file: "manifest.yaml")
    #expect(formatted == example.after)
    #expect(try ManifestFormatter.format(formatted, file: "manifest.yaml") == formatted)
  }

  @Test(arguments: [
    ("a: 1\r\nb:\r\n    - |\r\n      text\r\n    - x # c\r\n", "a: 1\nb:\n  - |\n    text\n  - x # c\n"),
    ("\u{FEFF}a:   1", "a: 1\n"),
    ("a: 1\t# tab\n", "a: 1 # tab\n"),
    ("a: |+\n  x\n\n", "a: |+\n  x\n\n"),
    ("a:   \n  - 1   \n# c   \n", "a:\n  - 1\n# c\n"),
    ("", ""),
    ("\n\n", ""),
    (" ---x", "\"---x\"\n"),
    ("--- # c\n&a", "# c\n&a\n"),
    ("--- # c\ntext", "# c\ntext\n"),
    ("[a\u{2028}b, 'c\u{2029} d']", "- \"a\\U00002028b\"\n- \"c\\U00002029d\"\n"),
    ("a: |\n  b\u{2028}  c\n", "a: \"b\\U00002028c\\n\"\n"),
  ])
  func lineEnds(_ before: String, _ after: String) throws {
    #expect(try ManifestFormatter.format(before, file: "manifest.yaml") == after)
  }

  /// A line of brackets is broken from one character above the width on.
  @Test func widthOfBrackets() throws {
    let filling = String(repeating: "x", count: ManifestFormatter.lineWidth - "key: [a, ]".count)
    #expect(try ManifestFormatter.format("key: [a,\(filling)]", file: "f") == "key: [a, \(filling)]\n")
    #expect(try ManifestFormatter.format("key: [a,x\(filling)]", file: "f") == "key:\n  - a\n  - x\(filling)\n")
  }

  @Test(arguments: ["a: [1", "a: 1\na b", "- *none", "a: \u{1}"]) func brokenTextIsRefused(_ text: String) {
    #expect(throws: Diagnostic.self) { try ManifestFormatter.format(text, file: "manifest.yaml") }
  }

  /// What the formatter checks itself by tells these apart.
  @Test(arguments: [
    ("a: 1", "a: 1.0"), ("a: x", "a: y"), ("a: yes", "a: 'yes'"), ("a: 2024-01-01", "a: '2024-01-01'"), ("[1, 2]", "[2, 1]"),
    ("{a: 1}", "{a: 1, b: 2}"), ("{1: a}", "{2: a}"), ("a:", "a: ''"),
  ])
  func differentValues(_ left: String, _ right: String) throws {
    let (first, second) = (try YAMLReader.read(left, file: "l").root, try YAMLReader.read(right, file: "r").root)
    #expect(!first.isEquivalent(to: second))
    #expect(first.isEquivalent(to: first))
  }

  @Test func orderOfKeysSaysNothing() throws {
    let (first, second) = (try YAMLReader.read("{a: 1, b: [2]}", file: "l").root, try YAMLReader.read("{b: [2], a: 1}", file: "r").root)
    #expect(first.isEquivalent(to: second))
  }

  // MARK: Whole manifests

  static let ownManifests = (try? FileTree.files([PackageFiles.url("Manifests").path])) ?? []

  @Test(arguments: ownManifests) func ownManifestsAreLaidOut(_ path: String) throws {
    try Self.checkLayout(path)
    let bytes = try TextFile.bytes(path)
    #expect(Array(try ManifestFormatter.format(bytes, file: path).utf8) == bytes, "run `headwater fmt Manifests`")
  }

  @Test(.enabled(if: !OpenConnectorTests.names.isEmpty), arguments: OpenConnectorTests.names) func openManifests(_ name: String) throws {
    let path = OpenConnectorTests.folder.appendingPathComponent("\(name)/manifest.yaml").path
    guard FileManager.default.fileExists(atPath: path) else { return }
    try Self.checkLayout(path)
  }

  /// The value stays, and a second run changes nothing.
  private static func checkLayout(_ path: String) throws {
    let before = try YAMLReader.read(path: path, dialect: .tolerant).root
    let formatted = try ManifestFormatter.format(try TextFile.bytes(path), file: path)
    #expect(try YAMLReader.read(formatted, file: path, dialect: .tolerant).root.isEquivalent(to: before))
    #expect(try ManifestFormatter.format(formatted, file: path) == formatted)
  }
}
