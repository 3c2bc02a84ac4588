import ConnectorKit
import Document
import JSON
import Synchronization
import Components

/// An API of canned answers that remembers what it was asked, with a clock that only moves when somebody sleeps.
final class ScriptedAPI: Transport, RunClock, RunReports {
  struct State {
    var requests: [HTTPRequest] = []
    var now = TestServices.now
    var slept: [Double] = []
    var secrets: [String] = []
    var configs: [JSONObject] = []
  }

  private let state = Mutex(State())
  private let answer: @Sendable (HTTPRequest, Int) -> (Int, JSONValue, HTTPHeaders)

  /// - Parameter answer: gets the request and how many requests went to the same address before.
  init(_ answer: @escaping @Sendable (HTTPRequest, Int) -> (Int, JSONValue, HTTPHeaders)) { self.answer = answer }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }
  var slept: [Double] { state.withLock { $0.slept } }
  var secrets: [String] { state.withLock { $0.secrets } }
  var configs: [JSONObject] { state.withLock { $0.configs } }

  func count(_ suffix: String) -> Int { requests.count { Address($0.url).path.hasSuffix(suffix) } }
  func body(_ place: Int) -> String { String(decoding: requests[place].body ?? [], as: UTF8.self) }

  func run(config: JSONObject = [:], compat: Bool = false) -> RunServices {
    RunServices(
      transport: self, clock: self, log: self, secrets: self, events: self, streams: NoStreams(), budget: UnlimitedBudget(), config: config,
      options: RunOptions(quirks: compat ? .reference : .none))
  }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let before = state.withLock { state in
      let before = state.requests.count { $0.url == request.url }
      state.requests.append(request)
      return before
    }
    // Lets other tasks come in between, as a network does.
    await Task.yield()
    let (status, body, headers) = answer(request, before)
    return HTTPResponse(
      head: HTTPResponseHead(status: status, headers: headers, url: request.url), body: Array(JSONText.python(body).utf8))
  }

  func open(_ request: HTTPRequest) async throws(TransportError) -> HTTPStreamingResponse {
    throw TransportError(.badRequest, "nothing is streamed here", location: "test")
  }

  func now() -> Int { state.withLock { $0.now } }
  func monotonicSeconds() -> Double { Double(now() - TestServices.now) / 1_000_000 }
  func sleep(seconds: Double) async throws {
    state.withLock {
      $0.slept.append(seconds)
      $0.now += Int((seconds * 1_000_000).rounded(.up))
    }
  }

  func write(_ level: LogLevel, _ message: @autoclosure () -> String) {}
  func addSecret(_ value: String) { state.withLock { $0.secrets.append(value) } }
  func configChanged(_ config: JSONObject) { state.withLock { $0.configs.append(config) } }
  func rateLimited(streamName: String) {}
}

extension TestServices {
  /// Builds what a declaration declares.
  static func build<Slot>(_ declaration: JSONObject, as slot: Slot.Type, config: JSONObject = [:]) throws -> Slot {
    try context(config: config).build(Node(json: .object(declaration)), as: slot)
  }

  static func authenticator(_ declaration: JSONObject, config: JSONObject = [:]) throws -> any Authenticator {
    try build(declaration, as: (any Authenticator).self, config: config)
  }
}
