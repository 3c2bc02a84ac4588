import Foundation
import FoundationNetworking
import HeadwaterTesting
import Testing

private struct Got: Equatable {
  var status: Int
  var text: String

  init(_ status: Int, _ text: String) {
    self.status = status
    self.text = text
  }
}

struct LoopbackServerTests {
  private func get(_ url: String, method: String = "GET", body: String? = nil) async throws -> Got {
    var request = URLRequest(url: try #require(URL(string: url)))
    request.httpMethod = method
    request.httpBody = body.map { Data($0.utf8) }
    request.setValue("yes", forHTTPHeaderField: "X-Test")
    let (data, response) = try await URLSession.shared.data(for: request)
    return Got((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
  }

  @Test func answersInTurnAndTheLastForEver() async throws {
    try await LoopbackServer.serving([LoopbackRoute("GET", "/a", answers: [.status(503), .text("one"), .text("two")])]) {
      server async throws -> Void in
      var seen: [String] = []
      for _ in 0..<4 {
        let answer = try await get(server.baseURL + "/a")
        seen.append("\(answer.status) \(answer.text)")
      }
      #expect(seen == ["503 ", "200 one", "200 two", "200 two"])
    }
  }

  /// More than a process has threads for.
  @Test func manyServersAtOnce() async throws {
    let answers = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<300 {
        group.addTask {
          try await LoopbackServer.serving([LoopbackRoute("GET", "/a", answers: [.text("\(number)")])]) { server in
            try await self.get(server.baseURL + "/a").text
          }
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(answers.count == 300)
  }

  @Test func routesMatchMethodPathAndQuery() async throws {
    let routes = [
      LoopbackRoute("GET", "/items", query: ["page": "a b"], answers: [.json("[1]")]),
      LoopbackRoute("POST", "/items", where: { $0.form.contains(.init("k", "v w")) }, answers: [.json("[2]", status: 201)]),
      LoopbackRoute(nil, "/any/*") { request, turn in .text("\(request.method) \(request.path) \(turn)") },
    ]
    try await LoopbackServer.serving(routes) { server async throws -> Void in
      #expect(try await get(server.baseURL + "/items?x=1&page=a%20b") == Got(200, "[1]"))
      #expect(try await get(server.baseURL + "/items", method: "POST", body: "k=v+w") == Got(201, "[2]"))
      #expect(try await get(server.baseURL + "/any/thing") == Got(200, "GET /any/thing 0"))
      #expect(try await get(server.baseURL + "/any/thing") == Got(200, "GET /any/thing 1"))
      #expect(try await get(server.baseURL + "/items?page=2").status == 404)
      let requests = await server.requests
      #expect(requests.map(\.path) == ["/items", "/items", "/any/thing", "/any/thing", "/items"])
      #expect(requests[0].query("page") == "a b")
      #expect(requests[0].header("x-test") == "yes")
      #expect(requests[1].bodyText == "k=v+w")
      #expect(await server.unmatched.count == 1)
    }
  }

  @Test func serversRunSideBySide() async throws {
    try await LoopbackServer.serving([LoopbackRoute("GET", "/", answers: [.text("first")])]) { first async throws -> Void in
      try await LoopbackServer.serving([LoopbackRoute("GET", "/", answers: [.text("second")])]) { second async throws -> Void in
        #expect(first.port != second.port)
        #expect(try await get(first.baseURL + "/").text == "first")
        #expect(try await get(second.baseURL + "/").text == "second")
      }
    }
  }

  @Test func errorsOfTheBodyComeOut() async {
    await #expect(throws: CancellationError.self) {
      try await LoopbackServer.serving([]) { _ in throw CancellationError() }
    }
  }
}
