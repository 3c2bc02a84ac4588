internal import FlyingFox
internal import FlyingSocks
internal import Foundation
internal import JSON

/// The shop's routes.
struct ShopServer: Sendable {
  let data: ShopData
  let desk: TokenIssuer
  let limiter: RequestLimiter

  init(data: ShopData, tokenLifetime: Int, limitEvery: Int) {
    self.data = data
    desk = TokenIssuer(lifetime: tokenLifetime)
    limiter = RequestLimiter(every: limitEvery)
  }

  /// Serves until a signal comes; says on standard output where, as soon as it listens.
  func run(port: UInt16, until stop: StopSignals) async throws {
    let http = HTTPServer(
      address: try .inet(ip4: "127.0.0.1", port: port), logger: .disabled,
      handler: ClosureHTTPHandler { request in await answer(request) })
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await http.run() }
      // Beside much other work the first turn of a task may be long in coming.
      try await http.waitUntilListening(timeout: 120)
      if case .ip4(_, port: let port)? = await http.listeningAddress {
        try FileHandle.standardOutput.write(contentsOf: Data("listening on 127.0.0.1:\(port)\n".utf8))
      }
      group.addTask {
        await stop.first()
        await http.stop(timeout: 1)
      }
      // Whichever ends first, a signal or a server that fails, ends both.
      try await group.next()
      group.cancelAll()
    }
  }

  private func answer(_ request: HTTPRequest) async -> HTTPResponse {
    do throws(ShopError) {
      let path = request.target.path().split(separator: "/").map(String.init)
      let parameters = Parameters(request.target.query())
      if path == ["oauth", "token"] { return try await token(request) }
      guard request.method == .GET else { throw ShopError(405, "method_not_allowed", "only GET is answered here") }
      guard await desk.accepts(authorization: request.headers[.authorization]) else {
        throw ShopError(401, "invalid_token", "the access token is missing, unknown or expired")
      }
      switch path.count {
      case 1 where path[0] == "customers": return try customers(parameters)
      case 1 where path[0] == "orders": return try await orders(parameters)
      case 3 where path[0] == "orders" && path[2] == "lines": return try lines(of: path[1])
      default: throw ShopError(404, "not_found", "there is nothing at this path")
      }
    } catch {
      return HTTPResponse(error)
    }
  }

  private func token(_ request: HTTPRequest) async throws(ShopError) -> HTTPResponse {
    guard request.method == .POST else { throw ShopError(405, "method_not_allowed", "tokens are got by POST") }
    let body = (try? await request.bodyData) ?? Data()
    return .shop(.object(try await desk.issue(Parameters(String(decoding: body, as: UTF8.self)))))
  }

  private func customers(_ parameters: Parameters) throws(ShopError) -> HTTPResponse {
    let page = try parameters.number("page", default: 1, in: 1...1_000_000)
    let size = try parameters.number("page_size", default: 20, in: 1...100)
    let all = data.customers
    let start = min((page - 1) * size, all.count)
    let shown = all[start..<min(start + size, all.count)]
    return .shop([
      "customers": .array(Array(shown)), "page": .integer(page), "page_size": .integer(size), "total": .integer(all.count),
    ])
  }

  private func orders(_ parameters: Parameters) async throws(ShopError) -> HTTPResponse {
    guard await limiter.admits() else {
      throw ShopError(429, "rate_limited", "too many requests, try again later", headers: ["Retry-After": "1"])
    }
    let limit = try parameters.number("limit", default: 25, in: 1...100)
    let start = try parameters.cursor("cursor")
    let after = parameters["updated_after"] ?? ""
    let before = parameters["updated_before"] ?? "9999"
    let matching = data.orders.filter { $0.updatedAt >= after && $0.updatedAt <= before }
    guard start <= matching.count else { throw ShopError(400, "invalid_cursor", "the cursor is past the end") }
    let end = min(start + limit, matching.count)
    let next: JSON.JSONValue = end < matching.count ? .string(Parameters.cursorText(end)) : .null
    return .shop(["orders": .array(matching[start..<end].map(\.json)), "next_cursor": next, "has_more": .bool(end < matching.count)])
  }

  private func lines(of id: String) throws(ShopError) -> HTTPResponse {
    guard let lines = data.lines[id] else { throw ShopError(404, "not_found", "there is no order \(id)") }
    return .shop(["order_id": .string(id), "lines": .array(lines)])
  }
}

extension HTTPResponse {
  init(_ error: ShopError) {
    self = .shop(["error": .string(error.code), "message": .string(error.message)], status: HTTPStatusCode(error.status, phrase: "Error"))
    for (name, value) in error.headers { headers[HTTPHeader(name)] = value }
  }

  static func shop(_ value: JSON.JSONValue, status: HTTPStatusCode = .ok) -> HTTPResponse {
    HTTPResponse(
      statusCode: status, headers: [.contentType: "application/json"], body: Data(JSONText.compact(value).utf8))
  }
}
