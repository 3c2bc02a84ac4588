import ConnectorKit
import JSON
import Testing

/// Which policy holds for a request, and how long it makes it wait: the times are those of the reference by a clock that only moves
/// when somebody sleeps.
@Suite struct BudgetRuleTests {
  @Test(arguments: choices + windows + answers) func requestsGoOutWhenTheyMay(_ script: BudgetScript) async throws {
    let times = try await script.run(compat: true)
    #expect(times.count == script.goOut.count)
    // A new window of a fixed length is noticed up to a millisecond after its beginning.
    for (time, expected) in zip(times, script.goOut) { #expect((expected...expected + 1).contains(time), "\(times)") }
  }

  @Test func windowsThatNobodyUsedAreOver() async throws {
    let script = BudgetScript(
      name: "windows later", policies: [Self.fixed(1)], steps: [.reset(5), .init("/a", after: 33), "/a", "/a"],
      goOut: [0, 33_000, 35_000, 45_000])
    let times = try await script.run(compat: false)
    for (time, expected) in zip(times, script.goOut) { #expect((expected...expected + 2).contains(time), "\(times)") }
  }

  @Test("A header cannot make a budget wait without end", arguments: [(4_000, false), (4_000_000_000, false), (4_000_000_000, true)])
  func resetFarAway(seconds: Int, compat: Bool) async throws {
    let script = BudgetScript(name: "far away", policies: [Self.fixed(1)], steps: [.reset(seconds), "/a", "/a"], goOut: [])
    let error = await #expect(throws: SyncError.self) { try await script.run(compat: compat) }
    #expect(error?.message.contains("ratelimit-reset") == true && error?.message.contains("3600") == true, "\(error?.message ?? "")")
    #expect(error?.message.contains(String(seconds)) == true && error?.failureType == .transient)
  }

  /// One policy holds for a request: the first of whose matchers one fits. Its weight is that of its first matcher that fits.
  static let choices: [BudgetScript] = [
    BudgetScript(
      name: "only the first that fits counts", policies: [moving(1, for: a), moving(3)], steps: ["/a", "/a", "/b", "/b", "/b", "/a"],
      goOut: [0, 10_001, 10_001, 10_001, 10_001, 20_002]),
    BudgetScript(
      name: "one for all leaves nothing to those behind it", policies: [moving(3), moving(1, for: a)], steps: ["/a", "/a", "/a", "/b"],
      goOut: [0, 0, 0, 10_001]),
    BudgetScript(
      name: "what fits none is free", policies: [moving(1, for: a)], steps: ["/b", "/b", "/b", "/a", "/a", "/b"],
      goOut: [0, 0, 0, 0, 10_001, 10_001]),
    BudgetScript(
      name: "matchers share the count of their policy", policies: [moving(2, for: a, b)], steps: ["/a", "/b", "/a", "/c"],
      goOut: [0, 0, 10_001, 10_001]),
    BudgetScript(
      name: "policies count apart", policies: [moving(1, for: a), moving(1, for: b)], steps: ["/a", "/b", "/a", "/b"],
      goOut: [0, 0, 10_001, 10_001]),
    BudgetScript(
      name: "an unlimited one exempts", policies: [unlimited(["method": "GET"]), moving(1)], steps: ["/a", "/a", "POST /a", "POST /a"],
      goOut: [0, 0, 0, 10_001]),
    BudgetScript(
      name: "an unlimited one at the end changes nothing", policies: [moving(1, for: a), unlimited()], steps: ["/a", "/b", "/b", "/a"],
      goOut: [0, 0, 0, 10_001]),
    BudgetScript(
      name: "weights", policies: [moving(4, for: ["url_path_pattern": "^/a", "weight": 3], ["weight": 2])],
      steps: ["/a", "/b", "/b", "/b"], goOut: [0, 10_001, 10_001, 20_002]),
    BudgetScript(
      name: "a matcher without a weight hides one behind it", policies: [moving(2, for: a, ["url_path_pattern": "^/a", "weight": 2])],
      steps: ["/a", "/a", "/a"], goOut: [0, 0, 10_001]),
    BudgetScript(
      name: "parameters", policies: [moving(1, for: ["params": ["k": "1"]])],
      steps: ["/a?k=1", "/a?k=2", "/a?j=1&k=1", "/a?k=1&k=2"], goOut: [0, 0, 10_001, 10_001]),
    BudgetScript(
      name: "slashes at the end are no part of a path", policies: [moving(1, for: ["url_path_pattern": "/a$"])],
      steps: ["/a", "/a/", "/a//", "/b/a"], goOut: [0, 10_001, 20_002, 30_003]),
  ]

  /// How calls are counted.
  static let windows: [BudgetScript] = [
    BudgetScript(
      name: "all rates hold", policies: [moving([rate(2, "PT1S"), rate(3, "PT10S")])], steps: ["/a", "/a", "/a", "/a", "/a", "/a"],
      goOut: [0, 0, 1_001, 10_001, 10_001, 11_002]),
    BudgetScript(
      name: "in any order", policies: [moving([rate(3, "PT10S"), rate(2, "PT1S")])], steps: ["/a", "/a", "/a", "/a", "/a", "/a"],
      goOut: [0, 0, 1_001, 10_001, 10_001, 11_002]),
    BudgetScript(
      name: "also one that allows less in more time", policies: [moving([rate(3, "PT1S"), rate(2, "PT10S")])],
      steps: ["/a", "/a", "/a", "/a"], goOut: [0, 0, 10_001, 10_001]),
    BudgetScript(
      name: "weights count by all rates", policies: [moving([rate(4, "PT1S"), rate(6, "PT10S")], for: ["weight": 2])],
      steps: ["/a", "/a", "/a", "/a", "/a"], goOut: [0, 0, 1_001, 10_001, 10_001]),
    BudgetScript(
      name: "the window moves", policies: [moving(2)],
      steps: ["/a", .init("/a", after: 4), .init("/a", after: 4), "/a", .init("/a", after: 5)], goOut: [0, 4_000, 10_001, 14_001, 20_002]),
    BudgetScript(
      name: "a call counts to the end of its interval", policies: [moving(1)],
      steps: ["/a", .init("/a", after: 10), .init("/a", after: 10.001)], goOut: [0, 10_001, 20_002]),
    BudgetScript(
      name: "a limit by a template", policies: [moving([rate("{{ config.limit }}", "PT1S")])], steps: ["/a", "/a", "/a"],
      goOut: [0, 0, 1_001]),
    BudgetScript(
      name: "a fixed window", policies: [fixed(2)], steps: [.reset(5), "/a", "/a", "/a", "/a"], goOut: [0, 0, 5_000, 5_000, 15_000]),
    BudgetScript(
      name: "a fixed window with weights", policies: [fixed(5, for: ["weight": 2])], steps: [.reset(5), "/a", "/a"], goOut: [0, 0, 5_000]),
    BudgetScript(
      name: "the end of a fixed window", policies: [fixed(1)], steps: [.reset(5), .init("/a", after: 5), "/a"],
      goOut: [0, 5_000, 15_000]),
    BudgetScript(
      name: "a fixed and a moving window", policies: [fixed(1, for: a), moving(1, for: b)], steps: [.reset(3), "/b", "/a", "/b"],
      goOut: [0, 0, 3_000, 10_001]),
  ]

  /// What answers change. A moving window only learns that no calls are left, and that only when no reset is told.
  static let answers: [BudgetScript] = [
    BudgetScript(name: "none left", policies: [moving(3)], steps: [.left("0"), "/a", "/a"], goOut: [0, 10_001, 10_001]),
    BudgetScript(
      name: "none left after some", policies: [moving(3)], steps: ["/a", .left("0", after: 4), "/a", "/a"],
      goOut: [0, 4_000, 10_001, 14_001]),
    BudgetScript(
      name: "none left by the tightest rate", policies: [moving([rate(2, "PT1S"), rate(9, "PT10S")])],
      steps: [.left("0"), "/a", "/a", "/a"], goOut: [0, 1_001, 1_001, 2_002]),
    BudgetScript(
      name: "none left until a reset", policies: [moving(3)], steps: [.left("0", reset: 5), "/a", "/a", "/a"], goOut: [0, 0, 0, 10_001]),
    BudgetScript(name: "some left", policies: [moving(3)], steps: [.left("1"), "/a", "/a", "/a"], goOut: [0, 0, 0, 10_001]),
    BudgetScript(name: "less than none left", policies: [moving(5)], steps: [.left("-1"), "/a"], goOut: [0, 0]),
    BudgetScript(name: "too many requests", policies: [moving(3)], steps: [.init("/a", status: 429), "/a"], goOut: [0, 10_001]),
    BudgetScript(
      name: "too many requests, but some left", policies: [moving(3)], steps: [.left("2", status: 429), "/a"], goOut: [0, 0]),
    BudgetScript(
      name: "too many requests and nothing said", policies: [moving(3)], steps: [.left("", status: 429), "/a"], goOut: [0, 10_001]),
    BudgetScript(
      name: "statuses of the manifest", fields: ["status_codes_for_ratelimit_hit": [420]], policies: [moving(3)],
      steps: [.init("/a", status: 429), "/a", .init("/a", status: 420), "/a"], goOut: [0, 0, 0, 10_001]),
    BudgetScript(
      name: "headers of the manifest", fields: ["ratelimit_remaining_header": "X-Left"], policies: [moving(3)],
      steps: [.left("0"), "/a", .init("/a", ["x-left": "0"]), "/a"], goOut: [0, 0, 0, 10_001]),
    BudgetScript(
      name: "only the policy of the request learns", policies: [moving(3, for: a), moving(2)],
      steps: [.init("/a", status: 429), "/b", "/b", "/a"], goOut: [0, 0, 0, 10_001]),
    BudgetScript(
      name: "an unlimited one learns nothing", policies: [unlimited(a), moving(2)], steps: [.init("/a", status: 429), "/a", "/b"],
      goOut: [0, 0, 0]),
    BudgetScript(
      name: "a fixed window with fewer left", policies: [fixed(5)], steps: [.left("1", reset: 5), "/a", "/a", "/a"],
      goOut: [0, 0, 5_000, 5_000]),
    BudgetScript(
      name: "a fixed window with more left", policies: [fixed(2)], steps: [.left("9", reset: 5), "/a", "/a"], goOut: [0, 0, 5_000]),
    BudgetScript(
      name: "a fixed window and too many requests", policies: [fixed(5)], steps: [.reset(7, status: 429), "/a", "/a"],
      goOut: [0, 7_000, 7_000]),
    BudgetScript(name: "a reset that is over", policies: [fixed(1)], steps: [.reset(-5), "/a", "/a"], goOut: [0, 0, 5_000]),
    BudgetScript(
      name: "windows later, each call and each answer begins the next", policies: [fixed(1)],
      steps: [.reset(5), .init("/a", after: 33), "/a", "/a", "/a"], goOut: [0, 33_000, 33_000, 35_000, 45_000]),
  ]

  private static let a: JSONObject = ["url_path_pattern": "^/a"]
  private static let b: JSONObject = ["url_path_pattern": "^/b"]

  private static func moving(_ limit: Int, for matchers: JSONObject...) -> JSONValue { moving([rate(.integer(limit), "PT10S")], matchers) }

  private static func moving(_ rates: [JSONValue], for matchers: JSONObject...) -> JSONValue { moving(rates, matchers) }

  private static func moving(_ rates: [JSONValue], _ matchers: [JSONObject]) -> JSONValue {
    ["type": "MovingWindowCallRatePolicy", "rates": .array(rates), "matchers": .array(matchers.map { .object($0) })]
  }

  private static func rate(_ limit: JSONValue, _ interval: JSONValue) -> JSONValue { ["limit": limit, "interval": interval] }

  private static func fixed(_ limit: Int, for matchers: JSONObject...) -> JSONValue {
    [
      "type": "FixedWindowCallRatePolicy", "period": "PT10S", "call_limit": .integer(limit),
      "matchers": .array(matchers.map { .object($0) }),
    ]
  }

  private static func unlimited(_ matchers: JSONObject...) -> JSONValue {
    ["type": "UnlimitedCallRatePolicy", "matchers": .array(matchers.map { .object($0) })]
  }
}
