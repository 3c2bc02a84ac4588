import ConnectorKit
import Document
import JSON
import TestSupport
import Testing

@testable import Components

/// What is done about answers that are not good, and how long it takes on a clock that moves only when somebody sleeps.
@Suite struct RetryLoopTests {
  private static let filterOf302: JSONObject = ["type": "HttpResponseFilter", "http_codes": [302]]

  private struct Run {
    let api: ScriptedAPI
    let log = RecordingLog()
    var result: Result<Response?, any Error>

    var error: SyncError? {
      if case .failure(let error) = result { return error as? SyncError }
      return nil
    }
  }

  /// Sends one request to an API that gives the first answer and then a good one.
  private func send(
    _ status: Int, _ headers: HTTPHeaders, handler: JSONObject = [:], more: JSONObject = [:], isOnce: Bool = true, compat: Bool = false,
    _ change: (inout RunOptions) -> Void = { _ in }
  ) async throws -> Run {
    let api = ScriptedAPI { _, before in before == 0 || !isOnce ? (status, [:], headers) : (200, [:], [:]) }
    var run = Run(api: api, result: .success(nil))
    var services = api.run(compat: compat)
    services.log = run.log
    change(&services.options)
    var declaration: JSONObject = ["type": "HttpRequester", "url": "https://api.test/items"]
    for (name, value) in more { declaration[name] = value }
    if !handler.isEmpty {
      var handler = handler
      handler["type"] = "DefaultErrorHandler"
      declaration["error_handler"] = .object(handler)
    }
    let requester = try TestServices.context(compat: compat).build(Node(json: .object(declaration)), as: (any Requester).self)
    do {
      run.result = .success(
        try await requester.send(RequestScope(streamName: "items", run: services), additions: RequestOptions(), path: nil).answer())
    } catch {
      run.result = .failure(error)
    }
    return run
  }

  @Test(
    "Retry-After is kept without a backoff strategy",
    arguments: [
      (429, "40", 41), (503, "40", 41), (429, "Thu, 15 Jan 2026 00:00:40 GMT", 41), (429, "3600", 3601), (302, "40", 41), (429, "0.5", 1.5),
      (500, "40", 1), (429, "soon", 1), (429, "-5", 1), (429, "0", 1), (503, "Wed, 14 Jan 2026 00:00:00 GMT", 1),
    ] as [(Int, String, Double)])
  func keepsRetryAfter(_ status: Int, _ value: String, wait: Double) async throws {
    let run = try await send(status, ["Retry-After": value])
    #expect(run.api.slept == [wait] && run.error == nil)
    #expect(run.log.messages.contains { $0.hasPrefix("WARN") && $0.contains("`Retry-After: \(value)`") } == ["soon", "-5"].contains(value))
  }

  @Test("In compat mode Retry-After is not looked at without a strategy", arguments: [429, 503])
  func compatPassesOverRetryAfter(_ status: Int) async throws {
    #expect(try await send(status, ["Retry-After": "40"], compat: true).api.slept == [1])
  }

  @Test("The strategies of the manifest go before Retry-After, which stands in where they know nothing") func strategiesFirst() async throws
  {
    let constant: JSONValue = [["type": "ConstantBackoffStrategy", "backoff_time_in_seconds": 7]]
    #expect(try await send(429, ["Retry-After": "40"], handler: ["backoff_strategies": constant]).api.slept == [8])
    let other: JSONValue = [["type": "WaitTimeFromHeader", "header": "X-Wait"]]
    #expect(try await send(429, ["Retry-After": "40"], handler: ["backoff_strategies": other]).api.slept == [41])
  }

  @Test(
    "A wait beyond the limit ends the stream with the value and the limit",
    arguments: ["999999999", "1e300", "3601", "Fri, 31 Dec 9999 00:00:00 GMT"],
    [[:], ["backoff_strategies": [["type": "WaitTimeFromHeader", "header": "Retry-After"]]]] as [JSONObject])
  func refusesLongWaits(_ value: String, handler: JSONObject) async throws {
    let run = try await send(429, ["Retry-After": value], handler: handler)
    let error = try #require(run.error)
    #expect(run.api.slept.isEmpty && run.api.requests.count == 1)
    #expect(error.failureType == .transient && error.message.contains("more than 3600 seconds"), "\(error.message)")
    #expect(error.message.contains(value.hasPrefix("1e") ? "1e+300" : value.hasPrefix("F") ? "251633779200" : value), "\(error.message)")
  }

  @Test("The limit is an option, and holds for strategies in compat mode too") func limitIsAnOption() async throws {
    #expect(try await send(429, ["Retry-After": "7200"]) { $0.maxRetryAfter = 7200 }.api.slept == [7201])
    let short = try await send(429, ["Retry-After": "6"]) { $0.maxRetryAfter = 5 }
    #expect(short.error?.message.contains("6 seconds. No more than 5 seconds") == true, "\(short.error?.message ?? "")")
    let strategy: JSONValue = [["type": "WaitTimeFromHeader", "header": "Retry-After"]]
    let compat = try await send(429, ["Retry-After": "1e300"], handler: ["backoff_strategies": strategy], compat: true)
    #expect(compat.error?.message.contains("1e+300") == true && compat.api.slept.isEmpty)
  }

  @Test("A strategy cannot ask for a wait without end", arguments: ["1e300", "700000"]) func strategiesAreBounded(_ seconds: String)
    async throws
  {
    let strategy: JSONValue = [["type": "ConstantBackoffStrategy", "backoff_time_in_seconds": .string(seconds)]]
    let run = try await send(500, [:], handler: ["backoff_strategies": strategy])
    #expect(run.error?.message.contains("604800") == true && run.api.slept.isEmpty, "\(run.error?.message ?? "")")
  }

  @Test("When the tries are used up the error says how many there were, and what the API asked for") func saysItsLimits() async throws {
    let run = try await send(429, ["Retry-After": "2"], handler: ["max_retries": 2], isOnce: false)
    #expect(run.api.slept == [3, 3] && run.api.requests.count == 3)
    let message = try #require(run.error).message
    #expect(message.contains("3 attempts within 600 seconds") && message.contains("`Retry-After: 2`"), "\(message)")
  }

  @Test(
    "A status from 300 to 399 that leads nowhere is an error, at once", arguments: [300, 301, 302, 303, 304, 305, 306, 307, 308, 399],
    [false, true])
  func redirectsThatLeadNowhere(_ status: Int, compat: Bool) async throws {
    let run = try await send(status, [:], isOnce: false, compat: compat)
    #expect(run.api.requests.count == 1 && run.api.slept.isEmpty)
    guard !compat else {
      #expect(run.error == nil)
      return
    }
    #expect(
      run.error?.failureType == .system && run.error?.message.contains("HTTP status \(status)") == true, "\(run.error?.message ?? "")")
  }

  @Test("A redirect to what is no address is an error in both modes", arguments: ["file:///etc/passwd", "http://a:b/"], [false, true])
  func redirectsToNoAddress(_ location: String, compat: Bool) async throws {
    let run = try await send(302, ["Location": location], isOnce: false, compat: compat)
    #expect(run.error?.message.contains("`\(location)`") == true, "\(run.error?.message ?? "")")
  }

  @Test("A response filter decides about a redirect that leads nowhere", arguments: ["IGNORE", "SUCCESS", "RETRY"]) func filtersDecide(
    _ action: String
  ) async throws {
    var filter = Self.filterOf302
    filter["action"] = .string(action)
    let run = try await send(302, [:], handler: ["response_filters": [.object(filter)]])
    #expect(run.error == nil)
    let response = try run.result.get()
    #expect(response?.status == (action == "IGNORE" ? nil : action == "SUCCESS" ? 302 : 200))
  }

  @Test("A later handler of several decides as well") func laterHandlersDecide() async throws {
    var filter = Self.filterOf302
    filter["action"] = "IGNORE"
    let handlers: JSONValue = [["type": "DefaultErrorHandler"], ["type": "DefaultErrorHandler", "response_filters": [.object(filter)]]]
    let run = try await send(302, [:], more: ["error_handler": ["type": "CompositeErrorHandler", "error_handlers": handlers]])
    #expect(run.error == nil && run.api.requests.count == 1)
  }

  @Test("A 304 that was asked for is no error") func conditionalRequests() async throws {
    let run = try await send(304, [:], more: ["request_headers": ["If-None-Match": "abc"]])
    #expect(run.error == nil && run.api.requests.count == 1)
  }

  @Test("A part that nobody asked for is warned of", arguments: [false, true]) func partialContent(isAskedFor: Bool) async throws {
    let run = try await send(206, [:], more: isAskedFor ? ["request_headers": ["Range": "bytes=0-1"]] : [:])
    #expect(run.error == nil)
    #expect(run.log.messages.contains { $0.hasPrefix("WARN") && $0.contains("206") } == !isAskedFor)
  }

  @Test("What would come to the same again is not tried again", arguments: [TransportError.Kind.tooManyRedirects, .tooLarge, .refusedWait])
  func hopelessFailures(_ kind: TransportError.Kind) throws {
    let outcome = ResponseOutcome.failure(TransportError(kind, "it is so", location: "https://api.test"))
    #expect(try DefaultErrorHandler().verdict(on: outcome).action == .fail)
    let compat = try DefaultErrorHandler(quirks: .reference).verdict(on: outcome).action
    #expect(compat == (kind == .refusedWait ? .fail : .retry))
  }
}
