internal import ConnectorKit

/// Exempts requests from the rules that follow.
struct UnlimitedCallRatePolicy: CallRatePolicy {
  static let spec = ComponentSpec<any CallRatePolicy>(
    "UnlimitedCallRatePolicy", "Exempts requests from the rules that follow.", since: "6.33",
    fields: Field<[HttpRequestRegexMatcher]>.matchers,
    examples: [
      """
      type: UnlimitedCallRatePolicy
      matchers:
        - url_path_pattern: ^/status
      """
    ],
    make: { UnlimitedCallRatePolicy(matchers: $0) })

  let matchers: [HttpRequestRegexMatcher]

  func take(_ calls: Int, _ run: RunServices) -> Double? { nil }
  func longestWait(_ run: RunServices) -> Double { 0 }
  func learn(available: Int?, reset: Int?, _ run: RunServices) {}
}
