/// What the manual says of a filter, a test or a function of templates.
public struct TemplateGuideEntry: Sendable {
  public let name: String
  /// What it takes besides the value before it, with defaults; empty for nothing.
  public let parameters: String
  public let meaning: String
  /// A template that uses it.
  public let example: String
  /// What the template gives, as JSON; nil where that differs each time.
  public let result: String?

  init(_ name: String, _ parameters: String, _ meaning: String, example: String, gives result: String?) {
    self.name = name
    self.parameters = parameters
    self.meaning = meaning
    self.example = example
    self.result = result
  }
}

/// The filters, tests and functions of templates, in the order of their names.
public enum TemplateGuide {}
