public import ConnectorKit
public import JSON

extension Conformance {
  /// Whether an authenticator adds to requests what a header can carry, again and again.
  public static func check(authenticator: any Authenticator, run: RunServices = .testing()) async throws {
    var problems = ConformanceProblems()
    for _ in 0..<2 {
      let options = try await authenticator.requestOptions(request(run))
      var signed = try RequestAssembly.request(method: "GET", address: "http://127.0.0.1/conformance", options: options)
      let before = signed
      try await authenticator.sign(&signed, request(run))
      problems.expect(signed.method == before.method, "Signing changes the method.")
      for header in signed.headers {
        problems.expect(
          !header.name.isEmpty && !header.value.utf8.contains { $0 == 10 || $0 == 13 || $0 == 0 },
          "The header \(header.name) cannot be sent: its value has a line break.")
      }
    }
    _ = try await authenticator.refresh(after: HTTPRequest(url: "http://127.0.0.1/conformance"), request(run))
    try problems.report()
  }

  /// Whether waits are seconds that can be waited.
  public static func check(backoffStrategy strategy: any BackoffStrategy, run: RunServices = .testing()) throws {
    var problems = ConformanceProblems()
    for answer in [nil, response([], status: 429), response(Array("{}".utf8), status: 503)] {
      for attempt in 1...10 {
        guard let seconds = try strategy.waitSeconds(after: answer, attempt: attempt, run: run) else { continue }
        problems.expect(seconds.isFinite && seconds >= 0, "A wait of \(seconds) seconds after try \(attempt).")
      }
    }
    try problems.report()
  }

  /// Whether every outcome has a verdict, the same each time.
  public static func check(errorHandler handler: any ErrorHandler) throws {
    var problems = ConformanceProblems()
    var outcomes = [200, 204, 301, 400, 401, 403, 404, 418, 429, 500, 503].map { ResponseOutcome.response(response([], status: $0)) }
    outcomes += TransportError.Kind.allCases.map { .failure(TransportError($0, "not reached", location: "http://127.0.0.1/")) }
    for outcome in outcomes {
      let verdict = try handler.verdict(on: outcome)
      problems.expect(try handler.verdict(on: outcome) == verdict, "The same outcome is judged in two ways.")
      if case .failure = outcome { problems.expect(verdict.action != .success, "Without an answer there is no success.") }
    }
    problems.expect(handler.maxRetries ?? 0 >= 0, "A negative number of tries.")
    problems.expect(handler.maxTime ?? 0 >= 0, "A negative time.")
    try problems.report()
  }

  /// Whether pagination ends behind an empty page and never says where to go on from itself.
  ///
  /// - Parameters:
  ///   - strategy: the pagination strategy.
  ///   - page: the body of a page that has a next one, and how many records it holds.
  ///   - end: the body of the last page.
  ///   - run: the services of the run.
  public static func check(
    paginationStrategy strategy: any PaginationStrategy, page: (body: JSONValue, count: Int), end: JSONValue, run: RunServices = .testing()
  ) throws {
    var problems = ConformanceProblems()
    func token(_ body: JSONValue, _ count: Int, after token: JSONValue?) throws -> JSONValue? {
      var scope = request(run)
      scope.nextPageToken = token
      let answer = response(Array(JSONText.compact(body).utf8))
      return try strategy.nextToken(
        after: PageSummary(response: answer, body: answer.json, extractedCount: count, selectedCount: count, lastRecord: nil, scope: scope))
    }
    let first = try strategy.initialToken()
    let next = try token(page.body, page.count, after: first)
    problems.expect(next != nil, "There is no token behind a page that has a next one.")
    problems.expect(next != first, "The next page has the token of the first.")
    let last = try token(end, 0, after: next)
    problems.expect(
      last == nil || last == false || last == "", "Behind the last page there is the token \(last.map(JSONText.compact) ?? "").")
    problems.expect(try strategy.pageSize() ?? 1 > 0, "A page size below 1.")
    try problems.report()
  }

  /// Whether a requester sends what contributors add, through the run's transport.
  public static func check(requester: any Requester, config: JSONObject = [:]) async throws {
    var problems = ConformanceProblems()
    let transport = ScriptedTransport { _ in .json("{}") }
    var additions = RequestOptions()
    additions.parameters["conformance"] = "yes"
    let answer = try await requester.send(
      request(.testing(config: config, transport: transport)), additions: additions, path: nil
    ).answer()
    problems.expect(answer != nil, "There is no answer.")
    problems.expect(!transport.requests.isEmpty, "Nothing was sent through the run's transport.")
    problems.expect(
      transport.requests.contains { $0.url.contains("conformance=yes") }, "What paginators and routers add is not sent along.")
    try problems.report()
  }
}
