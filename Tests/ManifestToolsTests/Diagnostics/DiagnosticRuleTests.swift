import Document
import Testing

@Suite struct DiagnosticRuleTests {
  @Test("Every code says in sentences what it means and what to do", arguments: DiagnosticCode.allCases)
  func codesAreExplained(_ code: DiagnosticCode) {
    #expect(code.rule.meaning.hasSuffix(".") && code.rule.advice.hasSuffix("."))
    #expect(code.rawValue.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "codes are written in kebab-case")
  }

  @Test("A diagnostic is as bad as its code says")
  func severityComesFromTheCode() {
    #expect(Diagnostic(code: .duplicateKey, "m").severity == .warning)
    #expect(Diagnostic(code: .twoBodies, "m").severity == .error)
  }

  @Test("Every mistake that a manifest can show is among the broken manifests")
  func everyCodeIsTested() {
    let tested = Set(BrokenManifest.all.map(\.code))
    let groups: Set<DiagnosticRule.Group> = [.declarations, .references, .templates, .streams, .requests]
    let elsewhere: Set<DiagnosticCode> = [.manifestLimit, .componentsUnusable]
    let wanted = DiagnosticCode.allCases.filter { groups.contains($0.rule.group) && !elsewhere.contains($0) }.map(\.rawValue)
    #expect(Set(wanted).subtracting(tested).isEmpty, "no broken manifest for \(Set(wanted).subtracting(tested).sorted())")
  }
}
