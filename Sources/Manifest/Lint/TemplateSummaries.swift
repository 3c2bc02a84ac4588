internal import Synchronization
internal import Templates

/// What is known of the texts of a manifest as templates; each text is read once.
final class TemplateSummaries: Sendable {
  private let environment: TemplateEnvironment
  private let known = Mutex<[String: TemplateSummary]>([:])

  init(environment: TemplateEnvironment) { self.environment = environment }

  /// The names of all filters, tests and functions.
  var filters: [String] { environment.filters.keys.sorted() }
  var tests: [String] { environment.tests.keys.sorted() }
  var functions: [String] { environment.functions.keys.sorted() }

  /// Whether a condition without variables holds; nil when it fails.
  func constantTruth(of text: String) -> Bool? {
    try? InterpolatedBoolean(text, environment: environment).evaluate(DictionaryContext())
  }

  /// What a template without variables gives; nil when it fails.
  func constantValue(of text: String) -> TemplateValue? {
    try? InterpolatedString(text, environment: environment).evaluate(DictionaryContext())
  }

  /// nil for a text that holds no template.
  func summary(of text: String) -> TemplateSummary? {
    guard Self.mayBeTemplate(text) else { return nil }
    if let summary = known.withLock({ $0[text] }) { return summary }
    let summary = TemplateSummary(of: text, environment: environment)
    known.withLock { $0[text] = summary }
    return summary
  }

  static func mayBeTemplate(_ text: String) -> Bool {
    var isBrace = false
    for byte in text.utf8 {
      if isBrace, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "#") { return true }
      isBrace = byte == UInt8(ascii: "{")
    }
    return false
  }
}
