import Cryptography
import JSON
import Testing
import Templates

/// What the manual says of templates is complete and true.
@Suite struct TemplateGuideTests {
  static let environment = TemplateEnvironment(
    host: TemplateHost(
      now: { (1_768_435_200, 0) }, digest: HashFunctions.digest, hmac: HashFunctions.hmac,
      randomBytes: { [UInt8](repeating: 7, count: $0) }))

  static let entries = TemplateGuide.filters + TemplateGuide.tests + TemplateGuide.functions

  @Test func namesAreThoseOfTheEngine() {
    #expect(TemplateGuide.filters.map(\.name) == Self.environment.filters.keys.sorted())
    #expect(TemplateGuide.tests.map(\.name) == Self.environment.tests.keys.sorted())
    #expect(TemplateGuide.functions.map(\.name) == Self.environment.functions.keys.sorted())
  }

  @Test func everyEntryUsesWhatItExplains() {
    for entry in Self.entries {
      #expect(entry.meaning.hasSuffix("."), "\(entry.name)")
      #expect(entry.example.contains(entry.name), "the example of \(entry.name)")
    }
  }

  @Test(arguments: entries.indices) func exampleGivesWhatTheManualSays(_ place: Int) throws {
    let entry = Self.entries[place]
    let template = InterpolatedString(entry.example, environment: Self.environment)
    let value = try template.evaluate(ExampleScope())
    guard let result = entry.result else { return }
    #expect(value.json == (try JSONValue.parse(result)), "\(entry.example)")
  }
}

private struct ExampleScope: TemplateContext {
  func value(of variable: TemplateVariable) -> TemplateValue? {
    variable.name == "config" ? .dict(TemplateDict(["shop": "north"])) : nil
  }
}
