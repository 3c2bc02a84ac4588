import Document
import Foundation
import Testing
import Manifest

/// One thing that is wrong, and what is said of it.
struct Fault: Sendable, CustomTestStringConvertible {
  var old: String
  var new: String
  var code: String
  var place: String
  var words: String

  init(_ old: String, _ new: String, _ code: String, _ place: String, _ words: String) {
    (self.old, self.new, self.code, self.place, self.words) = (old, new, code, place, words)
  }

  var testDescription: String { "\(old) -> \(new)" }
}

@Suite struct ManifestValidatorTests {
  static let requesterEnd = "        http_method: GET"

  static func inRequester(_ lines: String) -> String {
    ([requesterEnd] + lines.split(separator: "\n").map { "        " + $0 }).joined(separator: "\n")
  }

  static let faults: [Fault] = [
    Fault("version: 7.0.0\n", "", "missing-field", "1:1", "missing field `version`"),
    Fault("version: 7.0.0", "version: 7", "wrong-type", "1:10", "`version` must be text, got an integer"),
    Fault("version: 7.0.0", "zzz: 1\nversion: 7.0.0", "unknown-field", "1:1", "unknown field `zzz`"),
    Fault("version: 7.0.0", "strems: []\nversion: 7.0.0", "unknown-field", "1:1", "did you mean `streams`?"),
    Fault("type: DeclarativeSource", "type: Other", "unknown-type", "2:7", "`Other`"),
    Fault("type: CheckStream", "type: CheckStreem", "unknown-type", "3:15", "did you mean `CheckStream`?"),
    Fault("type: CheckStream", "type: HttpRequester", "wrong-component", "3:15", "the component HttpRequester is not allowed in `check`"),
    Fault("stream_names: [items]", "stream_names: items", "wrong-type", "3:42", "must be a list, got text"),
    Fault("stream_names: [items]", "stream_names: [1]", "wrong-type", "3:43", "`stream_names[0]` must be text"),
    Fault("name: items", "name: 5", "wrong-type", "6:11", "`name` must be text"),
    Fault("name: items", "name: null", "wrong-type", "6:11", "got null"),
    Fault("name: items", "name: 2024-01-01", "wrong-type", "6:11", "got a date"),
    Fault("primary_key: id", "primary_key: [a, 1]", "wrong-type", "7:22", "`primary_key[1]` must be text"),
    Fault("primary_key: id", "primary_key: 1", "wrong-type", "7:18", "must be text or a list"),
    Fault("http_method: GET", "http_method: get", "wrong-value", "13:22", "did you mean `GET`?"),
    Fault("http_method: GET", "http_method: PUT", "wrong-value", "13:22", "must be one of `GET`, `POST`"),
    Fault(requesterEnd, inRequester("read_timeout_in_seconds: 0"), "out-of-bounds", "14:34", "greater than 0"),
    Fault(requesterEnd, inRequester("use_cache: 'yes'"), "wrong-type", "14:20", "true or false"),
    Fault(requesterEnd, inRequester("request_headers: {a: true}"), "wrong-type", "14:30", "`request_headers.a` must be"),
    Fault(requesterEnd, inRequester("request_body: {type: RequestBodyGraphQL}"), "missing-field", "14:23", "`value`"),
    Fault(requesterEnd, inRequester("authenticator: {type: NoAuht}"), "unknown-type", "14:31", "did you mean `NoAuth`?"),
    Fault(requesterEnd, inRequester("authenticator: {type: BearerAuthenticator}"), "missing-field", "14:24", "`api_token`"),
    Fault(requesterEnd, inRequester("authenticator: {type: CustomAuthenticator}"), "missing-field", "14:24", "`class_name`"),
    Fault(requesterEnd, inRequester("authenticator: text"), "wrong-type", "14:24", "must be a component"),
    Fault(
      requesterEnd, inRequester("error_handler:\n  type: DefaultErrorHandler\n  response_filters: [{http_codes: ['1']}]"), "wrong-type",
      "16:44", "`http_codes[0]` must be an integer"),
    Fault(
      requesterEnd, inRequester("error_handler:\n  type: DefaultErrorHandler\n  response_filters: [{http_codes: [1, 1]}]"), "out-of-bounds",
      "16:43", "duplicates"),
    Fault(
      requesterEnd,
      inRequester(
        "error_handler: {type: DefaultErrorHandler, backoff_strategies: [{type: ConstantBackoffStrategy, backoff_time_in_seconds: -1}]}"),
      "out-of-bounds", "14:130", "at least 0"),
    Fault("field_path: [data]", "field_pth: [data]", "missing-field", "16:43", "did you mean it where you wrote `field_pth`?"),
    Fault("field_path: [data]", "field_path: data", "wrong-type", "16:55", "`field_path` must be a list, got text"),
    Fault("connection_specification: {type: object, properties: {}}", "x: 1", "missing-field", "18:3", "`connection_specification`"),
    Fault("name: items", "name: items\n    transformations: [{type: Nope}]", "unknown-type", "7:30", "`Nope`"),
    Fault("name: items", "name: items\n    file_uploader: {type: FileUploader}", "missing-field", "7:20", "missing field"),
  ]

  @Test func soundManifestHasNoProblems() throws { #expect(try ManifestText.problems(ManifestText.sound).isEmpty) }

  @Test(arguments: faults) func faultIsNamedWithItsPlace(_ fault: Fault) throws {
    let problems = try ManifestText.problems(replacing: fault.old, by: fault.new)
    let all = problems.map(\.description).joined(separator: "\n")
    let first = try #require(problems.first, "nothing found")
    #expect(first.code.rawValue == fault.code, "\(all)")
    #expect(first.description.contains(fault.words), "\(all)")
    #expect(first.location?.description == "m.yaml:\(fault.place)", "\(all)")
  }

  /// What is unusual and allowed.
  @Test(arguments: [
    ("name: items", "name: items\n    whatever: 1"),
    ("name: items", "name: items\n    primary_key: [[a, b], [c]]"),
    ("http_method: GET", "http_method: GET\n        request_parameters: \"{{ config['a'] }}\""),
    ("http_method: GET", "http_method: GET\n        read_timeout_in_seconds: 0.5"),
    ("http_method: GET", "http_method: GET\n        error_handler: {type: DefaultErrorHandler, max_retries: 3.0}"),
    ("http_method: GET", "http_method: GET\n        error_handler: {type: DefaultErrorHandler, max_retries: '3'}"),
    ("http_method: GET", "http_method: GET\n        authenticator: {class_name: source.components.Mine, anything: 1}"),
    ("primary_key: id", "schema_loader: [{type: InlineSchemaLoader, schema: {}}]"),
    ("spec:", "concurrency_level: {default_concurrency: 4}\nspec:"),
  ])
  func unusualIsAccepted(_ old: String, _ new: String) throws {
    let problems = try ManifestText.problems(replacing: old, by: new)
    #expect(problems.isEmpty, "\(problems.map(\.description))")
  }

  @Test func allProblemsAreReportedAtOnce() throws {
    let text = ManifestText.sound.replacingOccurrences(of: "name: items", with: "name: 5")
      .replacingOccurrences(of: "http_method: GET", with: "http_method: PUT")
      .replacingOccurrences(of: "field_path: [data]", with: "field_path: data")

    #expect(Set(try ManifestText.problems(text).compactMap { $0.location?.line }) == [6, 13, 16])
  }

  @Test func sharedDefinitionIsReportedOnce() throws {
    let text =
      ManifestText.sound.replacingOccurrences(
        of: "extractor: {type: DpathExtractor, field_path: [data]}", with: "extractor: '#/definitions/extractor'")
      + "\ndefinitions:\n  extractor: {type: DpathExtractor}\n"
    let streams = text.replacingOccurrences(of: "spec:\n", with: "dynamic_streams: []\nspec:\n")
    let problems = try ManifestText.problems(streams)
    #expect(problems.count == 1)
    #expect(problems.first?.location?.line == 22)
  }

  @Test func manifestWithoutStreamsIsRefused() throws {
    let problems = try ManifestText.problems("version: 1.0.0\ncheck: {type: CheckStream, stream_names: []}")
    #expect(problems.map(\.message) == ["the manifest has no streams"])
  }
}
