internal import Document
internal import ManifestTools
internal import JSON
internal import Manifest
internal import RegularExpressions
internal import Templates
internal import YAML

/// A promise that an input broke.
package struct FuzzFinding: Error, CustomStringConvertible, Sendable {
  package var description: String
}

/// A part of the house that takes text from outside. None may crash, hang or take all memory, whatever the text.
package enum FuzzSubject: String, CaseIterable, Sendable {
  /// Reading YAML in both dialects.
  case reader
  /// Laying YAML out: what can be read says the same afterwards, and a second run changes nothing.
  case layout
  /// Resolving, validating and mending manifests.
  case manifest
  /// Parsing and running templates.
  case template
  /// Compiling and matching regular expressions: a pattern, a line break, a text.
  case expression

  /// Gives the input to the part. Errors that a user would read are fine.
  ///
  /// - Throws: a promise that was broken.
  package func run(_ input: String) throws(FuzzFinding) {
    switch self {
    case .reader:
      _ = try? YAMLReader.read(input, file: "input")
      _ = try? YAMLReader.read(input, file: "input", dialect: .tolerant)
    case .layout: try Self.layout(input)
    case .manifest: try Self.manifest(input)
    case .template: Self.template(input)
    case .expression: Self.expression(input)
    }
  }

  private static func layout(_ input: String) throws(FuzzFinding) {
    let formatted: String
    do {
      formatted = try ManifestFormatter.format(input, file: "input")
    } catch {
      if error.code == .formatUnsafe { throw FuzzFinding(description: "the layout does not say the same") }
      return
    }
    guard let again = try? ManifestFormatter.format(formatted, file: "input") else {
      throw FuzzFinding(description: "the layout cannot be laid out again")
    }
    if again != formatted { throw FuzzFinding(description: "a second run changes the layout") }
  }

  private static func manifest(_ input: String) throws(FuzzFinding) {
    _ = ManifestChecker.validate(input, file: "input")
    guard let loaded = try? ManifestLoader.load(text: input, file: "input") else { return }
    guard let fixed = try? ManifestFixer.fix(Array(input.utf8), file: "input") else { return }
    guard !fixed.applied.isEmpty else { return }
    let text = String(decoding: fixed.bytes, as: UTF8.self)
    guard let again = try? ManifestLoader.load(text: text, file: "input") else {
      throw FuzzFinding(description: "a fixed manifest cannot be loaded")
    }
    if again.root["streams"]?.json != loaded.root["streams"]?.json { throw FuzzFinding(description: "a fix changed the streams") }
  }

  private static let environment = TemplateEnvironment(
    host: TemplateHost(
      now: { (1_767_225_600, 123_456) }, digest: { _, bytes in Array(bytes.prefix(4)) }, hmac: { _, _, bytes in Array(bytes.prefix(4)) },
      randomBytes: { [UInt8](repeating: 7, count: $0) }),
    options: TemplateOptions(fuel: 200_000, outputLimit: 4 << 20))

  private static let values: [(name: String, value: JSONValue)] = {
    let entries = (try? YAMLReader.read(variables, file: "variables"))?.root.mapping?.entries ?? []
    return entries.map { ($0.key.keyText, $0.value.json) }
  }()

  private static var context: DictionaryContext {
    DictionaryContext(Dictionary(values.map { ($0.name, TemplateValue($0.value)) }) { $1 })
  }

  private static let variables = """
    {"config": {"start_date": "2024-01-01T00:00:00Z", "key": "a b", "n": 5, "list": [1, 2.5, "x", null], "flag": true},
     "record": {"id": 1, "tags": ["a", "b"], "nested": {"x": {"y": 1}}, "text": "caf\\u00e9", "big": 123456789012345678901234567890},
     "response": {"next": "https://x.test/?page=2", "items": [], "total": 17, "a.b": "c"},
     "headers": {"link": "<https://x.test>; rel=\\"next\\""}, "parameters": {"name": "orders"},
     "stream_slice": {"start_time": "2024-01-01", "end_time": "2024-02-01"}, "next_page_token": {"next_page_token": 3},
     "last_record": {"id": 9}, "last_page_size": 2, "last_page_token_value": 4}
    """

  private static func template(_ input: String) {
    let context = context
    // One rendering for each input: each has limits of its own.
    switch input.utf8.count % 3 {
    case 0: _ = try? InterpolatedBoolean(input, environment: environment).evaluate(context)
    case 1: _ = try? InterpolatedString(input, environment: environment).evaluate(context, as: .string)
    default: _ = try? InterpolatedString(input, environment: environment).evaluate(context)
    }
  }

  private static func expression(_ input: String) {
    let parts = input.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard let expression = try? PythonRegex(String(parts[0])) else { return }
    let text = parts.count > 1 ? String(parts[1]) : input
    switch input.utf8.count % 3 {
    case 0: _ = try? expression.search(text)
    case 1: _ = try? expression.fullMatch(text)
    default: _ = try? expression.replacingMatches(in: text, with: "<\\g<0>>")
    }
  }
}
