import AirbyteProtocol
import ConnectorKit
import Glibc
import HeadwaterTesting
import JSON
import Quirks
import Testing

@testable import AirbyteSource
@testable import Headwater

@Suite("What a read reports")
struct ReportingTests {
  @Test(
    "statuses of a stream pass in their order and not after the last one",
    arguments: [
      ([.started, .running, .running, .complete], 4), ([.incomplete], 1), ([.started, .complete, .running, .incomplete, .started], 2),
      ([.running, .started], 1), ([.started, .started], 1),
    ] as [([StreamStatusTrace.Status], Int)])
  func order(_ statuses: [StreamStatusTrace.Status], _ passing: Int) throws {
    let gate = StatusGate(isOpen: false)
    gate.select(["items"])
    var count = 0
    for status in statuses {
      gate.select(["items"])
      try gate.pass(status, of: "items") { count += 1 }
      try gate.pass(status, of: "others") { Issue.record("others is not selected") }
    }
    #expect(count == passing)
  }

  @Test("all statuses pass where the reference is followed")
  func open() throws {
    var count = 0
    for status in [StreamStatusTrace.Status.complete, .running] { try StatusGate(isOpen: true).pass(status, of: "x") { count += 1 } }
    #expect(count == 2)
  }

  @Test(
    "the closing error is the user's when all failures are, the makers' when any is, otherwise a matter of time",
    arguments: [
      ([.config], .config), ([.config, .config], .config), ([.transient], .transient), ([.config, .transient], .transient),
      ([.system], .system), ([.transient, .system, .config], .system),
    ] as [([SyncError.FailureType], SyncError.FailureType)])
  func closingType(_ types: [SyncError.FailureType], _ type: SyncError.FailureType) {
    let failures = types.enumerated().map { (streamName: "s\($0)", errors: [SyncError($1, "no")]) }
    #expect(ClosingError.error(failures, .none).failureType == type)
    #expect(ClosingError.error(failures, .reference).failureType == .config)
  }

  @Test("the closing error counts what happened more than once, and does not list without end")
  func closingText() {
    var error = SyncError(.system, "It broke.")
    error.occurrences = 500
    let many = (1...30).map { SyncError(.system, "Reason \($0)") }
    let text = ClosingError.error([("a", [error]), ("b", many)], .none).message
    #expect(text.contains("a: It broke. (500 times)\n") && text.contains("Reason 20; and 10 more failures"))
    #expect(!text.contains("Reason 21"))
  }

  @Test("warnings and errors that say the same are written once and counted, others always")
  func repetitions() {
    let repeated = RepeatedMessages()
    let news = (0..<3).map { _ in repeated.isNews(.warning, "a") } + [repeated.isNews(.error, "b")]
    #expect(news == [true, false, false, true])
    #expect(repeated.isNews(.info, "c") && repeated.isNews(.info, "c"))
    #expect(repeated.takeRepeated().map { "\($0.text) \($0.count)" } == ["a 3"] && repeated.takeRepeated().isEmpty)
  }

  private typealias Make = DifferenceManifest

  /// A stream of many slices, each of which fails in the same way.
  private static func manifest(_ more: JSONObject) -> JSONValue {
    Make.connector(
      Make.stream(
        more,
        retriever: [
          "partition_router": ["type": "ListPartitionRouter", "cursor_field": "p", "values": .array((1...40).map { .string("v\($0)") })]
        ]))
  }

  @Test("slices that fail alike are one error with a count, also in the closing one", arguments: [false, true])
  func failingSlices(_ compat: Bool) async throws {
    try await LoopbackServer.serving([LoopbackRoute("GET", "/items", answers: [.json(#"{"data": [{"id": 1}]}"#)])]) { server in
      let fields: JSONValue = [
        ["type": "AddFields", "fields": [["type": "AddedFieldDefinition", "path": ["x"], "value": "{{ record.id // 0 }}"]]]
      ]
      let result = try await CommandResult(
        "read", manifest: JSONText.compact(Self.manifest(["transformations": fields])), config: ["base": .string(server.baseURL)],
        catalog: Make.catalog(["items"]), quirks: compat ? .reference : .none)
      let errors = result.errors.compactMap { $0["message"]?.stringValue }
      #expect(result.exitCode == 1 && errors.count == (compat ? 41 : 2), "\(errors)")
      #expect(errors.last?.contains("(40 times)") == !compat)
      #expect(errors.last?.contains("`value` of stream `items` failed: ") == true, "\(errors)")
      #expect(result.errors.last?["failure_type"] == .string(compat ? "config_error" : "system_error"))
      #expect(result.statuses(of: "items") == ["STARTED", "INCOMPLETE"])
    }
  }

  @Test(
    "a connector with its manifest compiled in takes options before the command",
    arguments: [
      (["--debug", "spec"], 0), (["spec", "--debug"], 0), (["--config=none.json", "check"], 1), (["--debug"], 64), ([], 64),
      (["spec", "check"], 64),
    ] as [([String], Int32)])
  func compiledConnectors(_ arguments: [String], _ code: Int32) async {
    let program = ConnectorProgram(manifest: JSONText.compact(Make.connector(Make.stream())))
    let nowhere = Glibc.open("/dev/null", O_WRONLY)
    defer { Glibc.close(nowhere) }
    #expect(await program.run(arguments, writingTo: nowhere) == code)
  }
}
