internal import ConnectorKit
internal import Document
internal import HTTPTransport
internal import Headwater
internal import JSON
internal import Synchronization
internal import Templates

/// Airbyte's public API, version 1.
final class AirbyteClient: Sendable {
  /// How a client shows who it is.
  private enum Credentials {
    case none
    case application(id: String, secret: String)
    case password(user: String, password: String)
    case token(String)
  }

  private let base: String
  private let credentials: Credentials
  private let transport: any Transport
  private let clock = MachineClock()
  private let token = Mutex<(text: String, expiry: Double)?>(nil)

  /// - Parameter target: the `target` of a connections file.
  /// - Throws: the problems of its references, and `SyncError` for credentials that are incomplete.
  init(_ target: ConnectionsFile.AirbyteTarget, file: String, log: SyncLog, transport: any Transport = CurlTransport()) throws {
    let settings = ResolvedSettings(ConnectionsFile.Settings(node: target.node, path: nil), file: file)
    guard settings.problems.isEmpty else { throw DiagnosticList(settings.problems) }
    func text(_ name: String) -> String? { settings.values[name]?.stringValue }
    for name in ["client_secret", "password", "token"] { if let secret = text(name) { log.addSecret(secret) } }
    var url = text("url") ?? ""
    while url.hasSuffix("/") { url.removeLast() }
    // The address of the server alone is taken for that of its API.
    base = url.hasSuffix("/v1") ? url : "\(url)/api/public/v1"
    self.transport = transport
    if let token = text("token") {
      credentials = .token(token)
    } else if let id = text("client_id"), let secret = text("client_secret") {
      credentials = .application(id: id, secret: secret)
    } else if let user = text("username"), let password = text("password") {
      credentials = .password(user: user, password: password)
    } else if text("client_id") != nil || text("client_secret") != nil || text("username") != nil || text("password") != nil {
      throw Diagnostic(
        code: .missingField, "the credentials of `target` are incomplete", at: target.location,
        fix: "give both `client_id` and `client_secret`, or both `username` and `password`")
    } else {
      credentials = .none
    }
  }

  // MARK: Requests

  func get(_ path: String) async throws -> JSONValue { try await send("GET", path, nil) }

  @discardableResult func send(_ method: String, _ path: String, _ body: JSONObject?) async throws -> JSONValue {
    var request = HTTPRequest(method: method, url: "\(base)/\(path)")
    request.headers.add("Accept", "application/json")
    if let body {
      request.headers.add("Content-Type", "application/json")
      request.body = Array(JSONText.compact(.object(body)).utf8)
    }
    if let authorization = try await authorization() { request.headers.add("Authorization", authorization) }
    return try await answer(request, path)
  }

  private func answer(_ request: HTTPRequest, _ path: String) async throws -> JSONValue {
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await transport.send(request)
    } catch {
      throw SyncError(.transient, "The Airbyte server at \(base) cannot be reached: \(error.message). Check the `url` of the target.")
    }
    let json = (try? JSONValue.parse(response.body)) ?? .null
    switch response.status {
    case 200..<300: return json
    case 401, 403:
      throw SyncError(.config, "The Airbyte server refuses access (status \(response.status)). Check the credentials of the target.")
    case let status:
      let detail = ["detail", "message", "title"].compactMap { json[$0]?.stringValue }.first ?? "no reason given"
      throw SyncError(.system, "The Airbyte server answered \(request.method) \(path) with status \(status): \(detail)")
    }
  }

  /// All elements of a list, page by page.
  func list(_ path: String, _ query: [(String, String)] = []) async throws -> [JSONObject] {
    let limit = 100
    var all: [JSONObject] = []
    while true {
      let pairs = query + [("limit", String(limit)), ("offset", String(all.count))]
      let page = try await get(
        "\(path)?" + pairs.map { "\($0)=\(PercentEncoding.encode($1, keeping: PercentEncoding.unreserved))" }.joined(separator: "&"))
      let data = page["data"]?.arrayValue?.compactMap(\.objectValue) ?? []
      all += data
      if data.count < limit || page["next"]?.stringValue?.isEmpty != false { return all }
    }
  }

  private func authorization() async throws -> String? {
    switch credentials {
    case .none: return nil
    case .token(let token): return "Bearer \(token)"
    case .password(let user, let password): return "Basic \(Base64.encode(Array("\(user):\(password)".utf8)))"
    case .application(let id, let secret):
      let now = clock.monotonicSeconds()
      if let known = token.withLock({ $0 }), known.expiry > now { return "Bearer \(known.text)" }
      var request = HTTPRequest(method: "POST", url: "\(base)/applications/token")
      request.headers.add("Content-Type", "application/json")
      let body: JSONObject = ["client_id": .string(id), "client_secret": .string(secret), "grant-type": "client_credentials"]
      request.body = Array(JSONText.compact(.object(body)).utf8)
      let answer = try await answer(request, "applications/token")
      guard let text = answer["access_token"]?.stringValue else {
        throw SyncError(.system, "The Airbyte server gave no `access_token`. Check the `url` of the target.")
      }
      // A minute early, so that none ends on its way.
      token.withLock { $0 = (text, now + max(60, answer["expires_in"]?.doubleValue ?? 180) - 60) }
      return "Bearer \(text)"
    }
  }
}
