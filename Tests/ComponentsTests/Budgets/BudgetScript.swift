import ConnectorKit
import JSON
import Testing
import Components

/// Requests and answers under a budget, and when the reference lets each request go out, in milliseconds.
struct BudgetScript: Sendable, CustomTestStringConvertible {
  let name: String
  var fields: JSONObject = [:]
  let policies: [JSONValue]
  let steps: [Step]
  let goOut: [Int]

  var testDescription: String { name }

  /// A request after a pause, and what the answer says about rates.
  struct Step: Sendable, ExpressibleByStringLiteral {
    let method: String
    let path: String
    let pause: Double
    let status: Int
    let headers: HTTPHeaders

    /// - Parameter request: the path, or method and path.
    init(_ request: String, after pause: Double = 0, status: Int = 200, _ headers: HTTPHeaders = [:]) {
      let words = request.split(separator: " ")
      method = words.count > 1 ? String(words[0]) : "GET"
      path = String(words[words.count - 1])
      self.pause = pause
      self.status = status
      self.headers = headers
    }

    init(stringLiteral request: String) { self.init(request) }

    /// An answer that says that so many calls are left.
    static func left(_ calls: String, _ request: String = "/a", after pause: Double = 0, status: Int = 200, reset: Int? = nil) -> Step {
      var headers: HTTPHeaders = ["ratelimit-remaining": calls]
      if let reset { headers["ratelimit-reset"] = time(reset) }
      return Step(request, after: pause, status: status, headers)
    }

    /// An answer that says that the count starts anew so many seconds after the script's start.
    static func reset(_ seconds: Int, status: Int = 200) -> Step { Step("/a", status: status, ["ratelimit-reset": time(seconds)]) }

    private static func time(_ seconds: Int) -> String { String(TestServices.now / 1_000_000 + seconds) }
  }

  /// When the requests go out here.
  func run(compat: Bool) async throws -> [Int] {
    var declaration = fields
    declaration["type"] = "HTTPAPIBudget"
    declaration["policies"] = .array(policies)
    let budget = try TestServices.build(declaration, as: (any RequestBudget).self, config: ["limit": 2])
    let api = ScriptedAPI { _, _ in (200, [:], [:]) }
    let run = api.run(compat: compat)
    var times: [Int] = []
    for step in steps {
      if step.pause > 0 { try await api.sleep(seconds: step.pause) }
      let request = HTTPRequest(method: step.method, url: "https://api.test\(step.path)")
      try await budget.acquire(request, run: run)
      times.append((api.now() - TestServices.now) / 1_000)
      let head = HTTPResponseHead(status: step.status, headers: step.headers, url: request.url)
      try await budget.observe(HTTPResponse(head: head, body: []), to: request, run: run)
    }
    return times
  }
}
