import Components
import ConnectorKit
import Document
import Foundation
import Testing
import Manifest

@Suite struct ManifestFixerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    /// The requester's fields, two spaces to the right of `requester:`.
    var before: String
    var after: String
    /// How many old spellings are left.
    var left = 0
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "the URL, quotes and comment kept", before: "'url_base':   https://x.test # why", after: "'url':   https://x.test # why"),
    Case(
      name: "a URL that another one would override", before: "url_base: https://x.test\nurl: https://y.test",
      after: "url_base: https://x.test\nurl: https://y.test", left: 1),
    Case(name: "an empty URL", before: "url: https://x.test\nurl_base: ''\nname: a", after: "url: https://x.test\nname: a"),
    Case(
      name: "a form", before: "url: u\nrequest_body_data: # form\n  a: 1\n  # c\n  b: |\n    x\n\n    y\n\n# after\npath: p",
      after:
        "url: u\nrequest_body:\n  type: RequestBodyUrlEncodedForm\n  value: # form\n    a: 1\n    # c\n    b: |\n      x\n\n      y\n\n"
        + "# after\npath: p"),
    Case(
      name: "a text", before: "url: u\nrequest_body_data:  \"{{ 1 }}\"",
      after: "url: u\nrequest_body:\n  type: RequestBodyPlainText\n  value:  \"{{ 1 }}\""),
    Case(
      name: "JSON in brackets", before: "url: u\nrequest_body_json: {a: [1,\n    2]}",
      after: "url: u\nrequest_body:\n  type: RequestBodyJsonObject\n  value: {a: [1,\n      2]}"),
    Case(
      name: "JSON that is a template", before: "url: u\nrequest_body_json: '{{ x }}'", after: "url: u\nrequest_body_json: '{{ x }}'",
      left: 1),
    Case(
      name: "a body that the new one overrides",
      before: "url: u\nrequest_body_json: {a: 1}\nrequest_body: {type: RequestBodyJsonObject, value: {b: 1}}",
      after: "url: u\nrequest_body: {type: RequestBodyJsonObject, value: {b: 1}}"),
    Case(name: "no old spelling", before: "url:    u\n# c\n\n\npath:   p", after: "url:    u\n# c\n\n\npath:   p"),
  ]

  static func manifest(_ requester: String) -> String {
    let fields = requester.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "        \($0)" }
    return """
      version: 7.0.0
      type: DeclarativeSource
      check: {type: CheckStream, stream_names: [a]}
      streams:
        - type: DeclarativeStream
          name:   a
          retriever:
            type: SimpleRetriever
            record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
            requester:
              type: HttpRequester
      """ + "\n" + fields.joined(separator: "\n") + "\n"
  }

  @Test(arguments: cases) func safeFixes(_ example: Case) throws {
    let before = Self.manifest(example.before)
    let result = try ManifestFixer.fix(Array(before.utf8), file: "manifest.yaml")
    #expect(String(decoding: result.bytes, as: UTF8.self) == Self.manifest(example.after))
    #expect(result.left.count == example.left)
    #expect(result.applied.isEmpty == (example.before == example.after))
    #expect(try ManifestFixer.fix(result.bytes, file: "manifest.yaml").applied.isEmpty)
  }

  @Test func componentsInBrackets() throws {
    let text = Self.manifest("url: u")
    let old = "{type: HttpRequester, url_base: \"u\", request_body_json: {a: 1}}"
    let new = "{type: HttpRequester, url: \"u\", request_body: {type: RequestBodyJsonObject, value: {a: 1}}}"
    let before = text.replacingOccurrences(of: "requester:\n        type: HttpRequester\n        url: u", with: "requester: \(old)")
    let result = try ManifestFixer.fix(Array(before.utf8), file: "manifest.yaml")
    #expect(String(decoding: result.bytes, as: UTF8.self) == before.replacingOccurrences(of: old, with: new))
  }

  /// A definition that two streams share is renamed once, unless that would let another field win.
  @Test func sharedDefinitions() throws {
    let text = """
      type: DeclarativeSource
      check: {type: CheckStream, stream_names: [a]}
      definitions:
        plain: {type: HttpRequester, url_base: https://a.test}
        overridden: {type: HttpRequester, url_base: https://b.test}
      streams:
        - {type: DeclarativeStream, name: a, retriever: {type: SimpleRetriever, requester: {$ref: "#/definitions/plain"}}}
        - {type: DeclarativeStream, name: b, retriever: {type: SimpleRetriever, requester: {$ref: "#/definitions/plain", path: b}}}
        - {type: DeclarativeStream, name: c, retriever: {type: SimpleRetriever, requester: {$ref: "#/definitions/overridden", url: c}}}
      """
    let result = try ManifestFixer.fix(Array(text.utf8), file: "manifest.yaml")
    let expected = text.replacingOccurrences(of: "url_base: https://a.test", with: "url: https://a.test")
    #expect(String(decoding: result.bytes, as: UTF8.self) == expected)
    #expect(result.applied.count == 1 && result.left.count == 1)
  }

  @Test func lineEndsAndMarksStay() throws {
    let before = "\u{FEFF}" + Self.manifest("url_base: u # c").replacingOccurrences(of: "\n", with: "\r\n")
    let result = try ManifestFixer.fix(Array(before.utf8), file: "manifest.yaml")
    #expect(result.bytes == Array(before.replacingOccurrences(of: "url_base", with: "url").utf8))
    let body = Self.manifest("url: u\nrequest_body_json:\n  a: 1").replacingOccurrences(of: "\n", with: "\r\n")
    let fixed = String(decoding: try ManifestFixer.fix(Array(body.utf8), file: "manifest.yaml").bytes, as: UTF8.self)
    #expect(fixed.hasSuffix("  request_body:\r\n          type: RequestBodyJsonObject\r\n          value:\r\n            a: 1\r\n"))
  }

  static func problems(_ text: String) -> [Diagnostic] {
    do {
      return ManifestValidator(catalog: .standard).problems(in: try ManifestLoader.load(text: text, file: "manifest.yaml").resolved)
    } catch {
      return error.diagnostics
    }
  }

  @Test func guessesAreMadeOnRequestOnly() throws {
    let wanted = Self.manifest("url: https://x.test\nhttp_method: \"GET\"")
    let broken = wanted.replacingOccurrences(of: "SimpleRetriever", with: "SimpleRetreiver")
      .replacingOccurrences(of: "requester:", with: "requestr:").replacingOccurrences(of: "\"GET\"", with: "\"get\"")
    #expect(try ManifestFixer.fix(Array(broken.utf8), file: "manifest.yaml").bytes == Array(broken.utf8))
    let result = try ManifestFixer.fix(Array(broken.utf8), file: "manifest.yaml", guessing: Self.problems)
    #expect(String(decoding: result.bytes, as: UTF8.self) == wanted)
    #expect(result.applied.count == 3)
  }

  @Test func referencesAreGuessed() throws {
    let wanted = "definitions: {base: {a: 1}}\n" + Self.manifest("$ref: \"#/definitions/base\"\nurl: u")
    let broken = wanted.replacingOccurrences(of: "definitions/base", with: "definitions/bse")
    #expect(throws: DiagnosticList.self) { try ManifestFixer.fix(Array(broken.utf8), file: "manifest.yaml") }
    let result = try ManifestFixer.fix(Array(broken.utf8), file: "manifest.yaml", guessing: Self.problems)
    #expect(String(decoding: result.bytes, as: UTF8.self) == wanted)
  }

  @Test(.enabled(if: !OpenConnectorTests.names.isEmpty)) func openManifests() throws {
    for place in stride(from: 0, to: OpenConnectorTests.names.count, by: 7) {
      let path = OpenConnectorTests.folder.appendingPathComponent("\(OpenConnectorTests.names[place])/manifest.yaml").path
      guard FileManager.default.fileExists(atPath: path) else { continue }
      let result = try ManifestFixer.fix(try TextFile.bytes(path), file: path)
      let again = try ManifestFixer.fix(result.bytes, file: path)
      #expect(again.applied.isEmpty && again.bytes == result.bytes, "\(path)")
      #expect(again.left.count == result.left.count, "\(path)")
    }
  }
}
