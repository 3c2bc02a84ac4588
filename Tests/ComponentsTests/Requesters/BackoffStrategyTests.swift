import ConnectorKit
import Document
import JSON
import Testing
import Components

@Suite struct BackoffStrategyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let type: String
    let fields: JSONObject
    /// Nil where the strategy has no opinion.
    let seconds: Double?
    /// What the wait is in compat mode, where it differs.
    var inCompat: Double??
    var fails = false
    var failsInCompat = false

    var testDescription: String { "\(type) \(JSONText.compact(.object(fields)))" }
  }

  private static let config: JSONObject = ["seconds": "7", "list": [1], "yes": true, "empty": "", "five": 5]
  private static let headers: HTTPHeaders = [
    "Retry-After": "2.5", "5": "3", "Words": "wait 9 s", "Nothing": "0", "Endless": "inf", "Odd": "1 2",
    "Past": "1768435100", "Future": "1768435230", "Date": "Thu, 15 Jan 2026 00:00:40 GMT", "Old-Date": "Thursday, 15-Jan-26 00:00:40 GMT",
    "C-Date": "Thu Jan 15 00:00:40 2026", "Gone": "Wed, 14 Jan 2026 00:00:00 GMT", "Negative": "-5", "Absurd": "1e300", "Day": "86400",
    "No-Date": "Thu, 32 Jan 2026 00:00:40 GMT",
  ]

  private static let cases: [Case] =
    [
      ("1.5", 1.5), ("{{ config['seconds'] }}", 7), ("{{ config['yes'] }}", 1), (" 2 ", 2), ("{{ '02' }}", 2), (3, 3), ("{{ -1 }}", -1),
    ].map { Case(type: "ConstantBackoffStrategy", fields: ["backoff_time_in_seconds": $0], seconds: $1) }
    + ["", "abc", "{{ none }}", "{{ config['list'] }}", "{{ config['none'] }}", "{{ 'inf' }}", "1 2"].map {
      Case(type: "ConstantBackoffStrategy", fields: ["backoff_time_in_seconds": $0], seconds: nil, fails: true)
    }
    + [
      (3, 6), ("{{ config['seconds'] }}", 14), ("", 10), (0, 10), ("0", 10), ("{{ 0 }}", 0), ("{{ config['yes'] }}", 2),
    ].map { Case(type: "ExponentialBackoffStrategy", fields: ["factor": $0], seconds: $1) }
    + [Case(type: "ExponentialBackoffStrategy", fields: [:], seconds: 10)]
    + ["abc", "{{ none }}", "{{ config['list'] }}"].map {
      Case(type: "ExponentialBackoffStrategy", fields: ["factor": $0], seconds: nil, fails: true)
    }
    + [
      (["header": "Retry-After"], 2.5), (["header": "{{ config['empty'] }}"], nil), (["header": "Odd"], nil), (["header": "Endless"], nil),
      (["header": "Nothing", "max_waiting_time_in_seconds": 0], 0), (["header": "Words", "regex": "[0-9]+"], nil),
      (["header": "Retry-After", "regex": "[0-9]+"], 2), (["header": "Retry-After", "regex": ""], 2.5),
      (["header": "Retry-After", "regex": "{{ config['empty'] }}"], nil),
    ].map { Case(type: "WaitTimeFromHeader", fields: $0, seconds: $1) }
    + [
      Case(type: "WaitTimeFromHeader", fields: ["header": "5"], seconds: 3, failsInCompat: true),
      Case(type: "WaitTimeFromHeader", fields: ["header": "{{ config['five'] }}"], seconds: 3, failsInCompat: true),
      Case(type: "WaitTimeFromHeader", fields: ["header": "{{ none }}"], seconds: nil, failsInCompat: true),
      Case(type: "WaitTimeFromHeader", fields: ["header": "Retry-After", "regex": "[2]"], seconds: 2, failsInCompat: true),
      Case(type: "WaitTimeFromHeader", fields: ["header": "Retry-After", "regex": "("], seconds: nil, fails: true),
      Case(type: "WaitTimeFromHeader", fields: ["header": "Retry-After", "max_waiting_time_in_seconds": 2], seconds: nil, fails: true),
      Case(type: "WaitTimeFromHeader", fields: ["header": "x", "max_waiting_time_in_seconds": ""], seconds: nil, fails: true),
    ]
    + ["Date", "Old-Date", "C-Date"].flatMap { name -> [Case] in
      [
        Case(type: "WaitTimeFromHeader", fields: ["header": .string(name)], seconds: 40, inCompat: .some(nil)),
        Case(type: "WaitTimeFromHeader", fields: ["header": .string(name), "regex": "[0-9]+"], seconds: 40, inCompat: .some(nil)),
        Case(type: "WaitUntilTimeFromHeader", fields: ["header": .string(name)], seconds: 40, inCompat: .some(nil)),
      ]
    }
    + [
      Case(type: "WaitTimeFromHeader", fields: ["header": "Gone"], seconds: 0, inCompat: .some(nil)),
      Case(type: "WaitTimeFromHeader", fields: ["header": "No-Date"], seconds: nil),
      Case(type: "WaitTimeFromHeader", fields: ["header": "Negative"], seconds: nil, inCompat: -5),
      Case(type: "WaitTimeFromHeader", fields: ["header": "Absurd"], seconds: nil, fails: true),
      Case(type: "WaitTimeFromHeader", fields: ["header": "Day"], seconds: nil, fails: true),
      Case(type: "WaitTimeFromHeader", fields: ["header": "Day", "max_waiting_time_in_seconds": 90_000], seconds: 86_400),
      Case(type: "WaitUntilTimeFromHeader", fields: ["header": "Gone"], seconds: nil),
      Case(type: "WaitUntilTimeFromHeader", fields: ["header": "Gone", "min_wait": 5], seconds: 5),
      Case(type: "WaitUntilTimeFromHeader", fields: ["header": "Absurd"], seconds: nil, fails: true),
      Case(type: "WaitTimeFromResponse", fields: ["wait_time_in_seconds": "{{ 99999999 }}"], seconds: nil, fails: true),
    ]
    + [
      (["header": "Future"], 30), (["header": "Past"], nil), (["header": "Past", "min_wait": 5], 5),
      (["header": "Future", "min_wait": 45], 45),
      (["header": "Past", "min_wait": ""], nil), (["header": "Past", "min_wait": "{{ config['none'] }}"], nil),
      (["header": "X-None", "min_wait": "{{ config['yes'] }}"], 1), (["header": "X-None", "min_wait": "{{ none }}"], nil),
      (["header": "Nothing", "min_wait": 4], 4),
    ].map { Case(type: "WaitUntilTimeFromHeader", fields: $0, seconds: $1) }
    + [
      Case(type: "WaitUntilTimeFromHeader", fields: ["header": "Past", "min_wait": "abc"], seconds: nil, fails: true),
      Case(type: "WaitUntilTimeFromHeader", fields: ["header": "Past", "min_wait": "{{ config['list'] }}"], seconds: nil, fails: true),
    ]
    + [
      ("{{ response.wait }}", 4), ("{{ headers['retry-after'] }}", 2.5), ("{{ response.none }}", nil), ("{{ config['yes'] }}", 1),
      ("{{ response.list }}", nil), ("{{ 'abc' }}", nil), ("{{ -1 }}", nil), ("{{ response.wait + 'a' }}", nil),
    ].map { Case(type: "WaitTimeFromResponse", fields: ["wait_time_in_seconds": $0], seconds: $1) }

  @Test(arguments: cases, [false, true]) func waits(_ given: Case, compat: Bool) throws {
    func wait() throws -> Double? {
      var declaration = given.fields
      declaration["type"] = .string(given.type)
      let strategy = try TestServices.context(config: Self.config, compat: compat)
        .build(Node(json: .object(declaration)), as: (any BackoffStrategy).self)
      let body = Array(#"{"wait": 4, "list": [1]}"#.utf8)
      let head = HTTPResponseHead(status: 429, headers: Self.headers, url: "https://api.test/items")
      let response = Response(HTTPResponse(head: head, body: body), to: HTTPRequest(url: "https://api.test/items"))
      return try strategy.waitSeconds(after: response, attempt: 1, run: TestServices.run(config: Self.config, compat: compat))
    }
    if given.fails || compat && given.failsInCompat {
      #expect(throws: SyncError.self) { try wait() }
    } else {
      let expected: Double? = if compat, let inCompat = given.inCompat { inCompat } else { given.seconds }
      #expect(try wait() == expected)
    }
  }
}
