internal import Concurrency
internal import FlyingFox
internal import FlyingSocks
internal import Foundation

/// An HTTP server on 127.0.0.1, on a port the system picks, that answers from a table and remembers what it was asked.
///
/// ```swift
/// try await LoopbackServer.serving([
///   LoopbackRoute("GET", "/items", query: ["page": "1"], answers: [.status(503), .json(#"{"items": [{"id": 1}]}"#)])
/// ]) { server in
///   let records = try await read(baseURL: server.baseURL)
///   #expect(await server.requests.count == 2)
/// }
/// ```
/// The first route that matches answers. Requests without a route get a 404 that names them, and are kept in ``unmatched``.
public actor LoopbackServer {
  /// The port on 127.0.0.1.
  public nonisolated let port: Int
  /// `http://127.0.0.1:` and the port, without a slash at the end.
  public nonisolated var baseURL: String { "http://127.0.0.1:\(port)" }

  /// All requests in the order of their arrival.
  public private(set) var requests: [LoopbackRequest] = []
  /// The requests that no route knew.
  public private(set) var unmatched: [LoopbackRequest] = []

  private var routes: [LoopbackRoute]
  private var turns: [Int]

  private init(port: Int, routes: [LoopbackRoute]) {
    self.port = port
    self.routes = routes
    turns = Array(repeating: 0, count: routes.count)
  }

  /// Serves the routes while `body` runs, and not longer.
  ///
  /// Forty-eight servers run at a time in a process, since each keeps one of the threads that the system lends; more wait for their turn.
  ///
  /// - Returns: what `body` returns.
  /// - Throws: when no port can be had, and what `body` throws.
  public static func serving<R: Sendable>(
    _ routes: [LoopbackRoute], _ body: @Sendable (LoopbackServer) async throws -> R
  ) async throws -> R {
    try await places.withPermit { try await serve(routes, body) }
  }

  private static let places = AsyncSemaphore(48)

  private static func serve<R: Sendable>(
    _ routes: [LoopbackRoute], _ body: @Sendable (LoopbackServer) async throws -> R
  ) async throws -> R {
    let reception = Reception()
    let http = HTTPServer(
      address: try .inet(ip4: "127.0.0.1", port: 0), timeout: 60, logger: .disabled,
      handler: ClosureHTTPHandler { request in await reception.answer(request) })
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await http.run() }
      defer { group.cancelAll() }
      // Beside much other work the first turn of a task may be long in coming.
      try await http.waitUntilListening(timeout: 120)
      guard case .ip4(_, port: let port)? = await http.listeningAddress else { throw LoopbackServerError.noPort }
      let server = LoopbackServer(port: Int(port), routes: routes)
      await reception.open(server)
      let result = try await body(server)
      await http.stop()
      return result
    }
  }

  /// Replaces the routes; requests so far stay recorded.
  public func serve(_ routes: [LoopbackRoute]) {
    self.routes = routes
    turns = Array(repeating: 0, count: routes.count)
  }

  /// Forgets the requests so far.
  public func forgetRequests() {
    requests = []
    unmatched = []
  }

  /// The requests for one path, in the order of their arrival.
  public func requests(path: String) -> [LoopbackRequest] { requests.filter { $0.path == path } }

  fileprivate func answer(_ request: LoopbackRequest) -> LoopbackAnswer {
    requests.append(request)
    guard let place = routes.firstIndex(where: { $0.matches(request) }) else {
      unmatched.append(request)
      return .text("no route for \(request.method) \(request.path)?\(request.rawQuery)", status: 404)
    }
    defer { turns[place] += 1 }
    return routes[place].answer(request, turns[place])
  }
}

/// Why a ``LoopbackServer`` could not start.
public enum LoopbackServerError: Error, Sendable {
  /// The system gave no port on 127.0.0.1.
  case noPort
}

/// Takes requests before and after there is a server to answer them.
private actor Reception {
  private var server: LoopbackServer?

  func open(_ server: LoopbackServer) {
    self.server = server
  }

  func answer(_ request: HTTPRequest) async -> HTTPResponse {
    guard let server else { return HTTPResponse(statusCode: .serviceUnavailable) }
    let body = (try? await request.bodyData) ?? Data()
    let received = LoopbackRequest(
      method: request.method.rawValue.uppercased(), path: request.target.path(), rawQuery: request.target.query(),
      headers: Dictionary(request.headers.map { ($0.key.rawValue.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first }),
      body: [UInt8](body))
    let answer = await server.answer(received)
    if answer.delay > .zero { try? await Task.sleep(for: answer.delay) }
    var headers = HTTPHeaders()
    for (name, value) in answer.headers { headers[HTTPHeader(name)] = value }
    return HTTPResponse(
      statusCode: HTTPStatusCode(answer.status, phrase: "Answer"), headers: headers, body: Data(answer.body))
  }
}
