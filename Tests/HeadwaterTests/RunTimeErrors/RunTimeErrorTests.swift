import ConnectorKit
import Foundation
import HeadwaterTesting
import JSON
import Testing

@Suite("Errors while a command runs")
struct RunTimeErrorTests {
  private static let cases = Result { try RunTimeErrorCase.all() }

  @Test("The files of cases can be read") func casesAreRead() throws {
    let cases = try Self.cases.get()
    #expect(cases.count >= 100)
    for test in cases { #expect(!test.errors.isEmpty || !test.log.isEmpty, "\(test.name)") }
  }

  @Test("Each error has this type and message", arguments: (try? cases.get()) ?? [])
  func message(_ test: RunTimeErrorCase) async throws {
    let routes = test.answers.map { endpoint, answers in
      LoopbackRoute(endpoint.method, endpoint.path) { request, turn in
        Self.answer(answers[min(turn, answers.count - 1)], request.headers["host"] ?? "")
      }
    }
    try await LoopbackServer.serving(routes) { server in
      var config = test.config
      config["base"] = config["base"] ?? .string(server.baseURL)
      let result = try await CommandResult(
        test.verb, manifest: test.manifest.text, config: .object(config), catalog: DifferenceManifest.catalog(test.streams),
        state: test.state, files: test.files, retries: test.retries)
      let host = server.baseURL.replacing("http://", with: "")
      let errors = Self.errors(result).map { Self.withoutPlaces($0, host) }
      #expect(errors == test.errors, "\(errors.joined(separator: "\n"))\n\(result.text)")
      let log = Self.log(result).map { Self.withoutPlaces($0, host) }
      for line in test.log { #expect(log.contains(line), "\(log.joined(separator: "\n"))") }
    }
  }

  /// The answer with `{base}` in its body replaced by where the server is.
  private static func answer(_ answer: LoopbackAnswer, _ host: String) -> LoopbackAnswer {
    guard let body = String(validating: answer.body, as: UTF8.self), body.contains("{base}") else { return answer }
    var answer = answer
    answer.body = Array(body.replacing("{base}", with: "http://\(host)").utf8)
    return answer
  }

  private static func errors(_ result: CommandResult) -> [String] {
    let traces = result.errors.map { "\($0["failure_type"]?.stringValue ?? "") \($0["message"]?.stringValue ?? "")" }
    let status = result.messages.compactMap { $0["connectionStatus"] }.filter { $0["status"] == "FAILED" }
    return traces.filter { !$0.contains("During the sync, these streams did not sync successfully") }
      + status.map { "FAILED \($0["message"]?.stringValue ?? "")" }
  }

  private static func log(_ result: CommandResult) -> [String] {
    result.messages.compactMap { $0["log"] }.map { "\($0["level"]?.stringValue ?? "") \($0["message"]?.stringValue ?? "")" }
  }

  /// The text without what differs from run to run.
  private static func withoutPlaces(_ text: String, _ host: String) -> String {
    let text = text.replacing(host, with: "HOST")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("headwater-test-").path
    guard let range = text.range(of: folder) else { return text }
    let end = text.index(range.upperBound, offsetBy: 36, limitedBy: text.endIndex) ?? text.endIndex
    return withoutPlaces(text.replacingCharacters(in: range.lowerBound..<end, with: "DIR"), host)
  }
}
