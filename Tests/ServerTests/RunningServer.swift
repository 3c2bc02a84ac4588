import Concurrency
import ConnectorKit
import Connections
import Destinations
import Foundation
import HTTPTransport
import HeadwaterTesting
import JSON
import Server
import Synchronization
import TestSupport

/// A server for the connections of a folder, and a client of it.
struct RunningServer: Sendable {
  let folder: TemporaryDirectory
  private let base: String
  private let transport = CurlTransport()
  let messages: MessageList

  /// What the server logs.
  final class MessageList: Sendable {
    private let content = Mutex<[String]>([])

    func add(_ text: String) { content.withLock { $0.append(text) } }

    var all: [String] { content.withLock { $0 } }
  }

  /// Each keeps a thread, of which the servers of other tests take many.
  private static let places = AsyncSemaphore(8)

  /// Serves while a body runs; a few do so at a time.
  ///
  /// - Parameters:
  ///   - folder: has a connections.yaml.
  ///   - credentials: nil for a server that asks nobody.
  static func serving(
    _ folder: TemporaryDirectory, credentials: ServerCredentials? = nil, jobs: Int = 4,
    _ body: @Sendable (RunningServer) async throws -> Void
  ) async throws {
    try await places.withPermit { try await serve(folder, credentials, jobs, body) }
  }

  private static func serve(
    _ folder: TemporaryDirectory, _ credentials: ServerCredentials?, _ jobs: Int, _ body: @Sendable (RunningServer) async throws -> Void
  ) async throws {
    let messages = MessageList()
    let log: @Sendable (LogLevel, String) -> Void = { messages.add("\($0.rawValue): \($1)") }
    let library = try ConnectionsLibrary(path: folder.path("connections.yaml"), environment: nil, maker: SourceMaker(), log: log)
    var settings = ConnectionsServer.Settings(stateDirectory: folder.path("state"))
    (settings.credentials, settings.jobs) = (credentials, jobs)
    let server = try ConnectionsServer(settings, library, log: log)
    let (ports, found) = AsyncStream<Int>.makeStream()
    let serving = Task { try await server.run { found.yield($0) } }
    var iterator = ports.makeAsyncIterator()
    let port = await iterator.next() ?? 0
    do {
      try await body(RunningServer(folder: folder, base: "http://127.0.0.1:\(port)", messages: messages))
    } catch {
      serving.cancel()
      try await serving.value
      throw error
    }
    serving.cancel()
    try await serving.value
  }

  private init(folder: TemporaryDirectory, base: String, messages: MessageList) {
    self.folder = folder
    self.base = base
    self.messages = messages
  }

  struct Answer {
    let status: Int
    let json: JSONValue
    let text: String
  }

  /// Sends a request to `/api/public/v1`, or to another place that begins with a slash.
  func send(
    _ method: String, _ path: String, _ body: JSONObject? = nil, headers: [(String, String)] = [], form: String? = nil
  ) async throws -> Answer {
    var request = HTTPRequest(method: method, url: base + (path.hasPrefix("/") ? path : "/api/public/v1/\(path)"))
    for (name, value) in headers { request.headers.add(name, value) }
    if let body {
      request.headers.add("Content-Type", "application/json")
      request.body = Array(JSONText.compact(.object(body)).utf8)
    }
    if let form {
      request.headers.add("Content-Type", "application/x-www-form-urlencoded")
      request.body = Array(form.utf8)
    }
    let response = try await transport.send(request)
    let text = String(decoding: response.body, as: UTF8.self)
    return Answer(status: response.status, json: (try? JSONValue.parse(text)) ?? .null, text: text)
  }

  func connectionID(_ name: String) async throws -> String {
    let all = try await send("GET", "connections").json["data"]?.arrayValue ?? []
    return all.first { $0["name"]?.stringValue == name }?["connectionId"]?.stringValue ?? ""
  }

  /// Asks for a job again and again until it has ended.
  func finished(_ id: Int) async throws -> JSONValue {
    while true {
      let job = try await send("GET", "jobs/\(id)").json
      if let status = job["status"]?.stringValue, !["pending", "running"].contains(status) { return job }
      try await Task.sleep(for: .milliseconds(10))
    }
  }
}
