package import Document

/// The texts that mutations start from, and the words they put in.
package struct SeedCorpus: Sendable {
  private let manifests: [String]
  private let texts: [String]
  private let values: [String]
  private let templates: [String]
  private let expressions: [String]

  /// Reads a folder of seeds: `manifests/*.yaml`, `texts/*.yaml`, `values/*.yaml` (for reading only), `templates.txt` (one a line),
  /// `expressions.txt` (a pattern a line).
  ///
  /// Files in `findings` are inputs that broke something once; they are seeds for every subject.
  package init(folder: String) throws(Diagnostic) {
    let findings = try Self.texts(in: "\(folder)/findings")
    manifests = try Self.texts(in: "\(folder)/manifests") + findings
    texts = try Self.texts(in: "\(folder)/texts") + findings
    values = try Self.texts(in: "\(folder)/values")
    templates = try Self.lines(of: "\(folder)/templates.txt") + findings
    expressions = try Self.lines(of: "\(folder)/expressions.txt").map { "\($0)\naaa-123 Foo_bar éé\n\n2024-01-31" } + findings
  }

  /// The inputs that broke something once, and the seeds themselves.
  package func seeds(for subject: FuzzSubject) -> [String] {
    switch subject {
    case .reader: texts + manifests + values
    case .layout: texts + manifests
    case .manifest: manifests
    case .template: templates
    case .expression: expressions
    }
  }

  /// Short words of the seeds, and some that are often trouble.
  func words(for subject: FuzzSubject) -> [String] {
    let odd = subject == .manifest || subject == .reader || subject == .layout ? Self.oddValues : Self.oddTerms
    var found: Set<String> = []
    for seed in seeds(for: subject) {
      for word in seed.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "," }) where word.count < 40 { found.insert(String(word)) }
    }
    return found.sorted() + Array(repeating: odd, count: 1 + found.count / 4 / odd.count).flatMap(\.self)
  }

  private static let oddValues = [
    "$ref: \"#/definitions/requester\"", "\"#/definitions\"", "$ref: \"#/\"", "\"#/streams/0\"", "'#/streams/0/retriever/requester'",
    "<<: *a1", "<<: [*a1, *a2]", "null", "~", "[]", "{}", "\"\"", "1e400", "-0", "0x7fffffffffffffff", "99999999999999999999999999",
    "1:60:60",
    "2024-02-30", "2024-01-01", "-1", "0", ".nan", ".inf", "true", "P1D", "PT0S", "P99999999999Y", "%Y-%m-%d", "%s_as_float",
    "{{ config['a'] }}",
    "'{{ 1 / 0 }}'", "\"{{ '9' * 99999 }}\"", "[a, b]", "{type: HttpRequester}", "$parameters: {name: x, path: y}",
    "type: DeclarativeSource",
    "!!binary aGk=", "!!set {a, b}", "? a", "*", "**", "[*]", "(", "class_name: x.Y",
  ]

  private static let oddTerms = [
    "{{", "}}", "{%", "%}", "{#", "#}", "| ", " if ", " else ", "%}", "{% for x in range(99999) %}", "{% endfor %}", "{% if x %}",
    "{% endif %}", "{% set a = 1 %}", "{% raw %}", "loop", "loop.index", "range(1000000000)", "9 ** 9 ** 9", "'x' * 999999999", "~", "//",
    "%",
    "[::-1]", "[1:2]", "(((", ")))", "\"", "'", "\\", "not ", " and ", " or ", " in ", " is ", "defined", "none", "0.0", "1e308", "-1",
    "(a+)+$", "(?P<n>", "(?=", "(?<!", "\\1", "[^", "]", "{999999}", "{0,99999}", "*?", "\\b", "\\d+", "|", "^", "$", ".", "\u{0}", "ß",
    "\u{130}",
  ]

  private static func texts(in folder: String) throws(Diagnostic) -> [String] {
    var texts: [String] = []
    guard let files = try? FileTree.files([folder], endings: [".yaml", ".txt"]) else { return [] }
    for file in files { texts.append(String(decoding: try TextFile.bytes(file), as: UTF8.self)) }
    return texts
  }

  private static func lines(of file: String) throws(Diagnostic) -> [String] {
    String(decoding: try TextFile.bytes(file), as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
