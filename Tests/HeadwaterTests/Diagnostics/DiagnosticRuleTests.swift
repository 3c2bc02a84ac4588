import Foundation
import Manifest
import Testing

@Suite struct DiagnosticRuleTests {
  static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")

  /// The codes that stand in the sources where diagnostics are made.
  static let usedCodes: Set<String> = {
    var codes: Set<String> = []
    let paths = (FileManager.default.enumerator(atPath: sources.path)?.allObjects as? [String]) ?? []
    for path in paths where path.hasSuffix(".swift") {
      guard let text = try? String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8) else { continue }
      for match in text.matches(of: /code: "([a-z-]+)"/) { codes.insert(String(match.1)) }
      if path.contains("ValidationWalk") || path.contains("ManifestValidator") {
        for match in text.matches(of: /"([a-z]+-[a-z]+(?:-[a-z]+)*)"/) { codes.insert(String(match.1)) }
      }
      if path.contains("/Lint/Rules/") {
        for match in text.matches(of: /(?:report\.add|add)\(\s*"([a-z-]+)"/) { codes.insert(String(match.1)) }
      }
    }
    return codes
  }()

  @Test func everyCodeIsDocumented() {
    let known = Set(DiagnosticRule.all.map(\.code))
    #expect(Self.usedCodes.count > 80)
    let missing = Self.usedCodes.subtracting(known)
    #expect(missing.isEmpty, "add rules for \(missing.sorted())")
    let unused = known.subtracting(Self.usedCodes)
    #expect(unused.isEmpty, "no diagnostic has the codes \(unused.sorted())")
  }

  @Test func codesAreDistinctAndExplained() {
    #expect(Set(DiagnosticRule.all.map(\.code)).count == DiagnosticRule.all.count)
    for rule in DiagnosticRule.all {
      #expect(rule.meaning.hasSuffix(".") && rule.advice.hasSuffix("."), "\(rule.code)")
    }
  }

  /// Every mistake that a lint rule looks for is among the broken manifests.
  @Test func everyLintRuleIsTested() {
    let tested = Set(BrokenManifest.all.map(\.code))
    let groups: Set<DiagnosticRule.Group> = [.declarations, .references, .templates, .streams, .requests]
    let elsewhere: Set<String> = ["manifest-limit", "components-unusable"]
    let wanted = DiagnosticRule.all.filter { groups.contains($0.group) && !elsewhere.contains($0.code) }.map(\.code)
    #expect(Set(wanted).subtracting(tested).isEmpty, "no broken manifest for \(Set(wanted).subtracting(tested).sorted())")
  }
}
