internal import ConnectorKit
internal import JSON

/// A quota that each token has for requests of some kind.
struct TokenQuota: Sendable {
  static let spec = ComponentSpec<TokenQuota>(
    "TokenQuota", "A quota that each token has for requests of some kind.", since: "7.24",
    fields: Field<String>.string("name", doc: "The name of the quota, for messages."),
    Field<[String]>.strings("remaining_path", doc: "Where the quota status says how many calls are left."),
    Field<[String]>.strings("reset_path", doc: "Where the quota status says when the count starts anew."),
    Field<[String]>.strings("limit_path", doc: "Where the quota status says how many calls there are in all.").default([]),
    Field<[HttpRequestRegexMatcher]>.matchers.default([]),
    Field<String>.string("remaining_header", doc: "The header in which responses say how many calls are left.").default(""),
    Field<String>.string("reset_header", doc: "The header in which responses say when the count starts anew.").default(""),
    Field<String>.string("limit_header", doc: "The header in which responses say how many calls there are in all.").default(""),
    Field<[Int]>.integers("exhaustion_status_codes", doc: "The statuses that mean that no calls are left.").default([]),
    examples: [
      """
      type: TokenQuota
      name: searches
      remaining_path: [resources, search, remaining]
      reset_path: [resources, search, reset]
      limit_path: [resources, search, limit]
      matchers:
        - url_path_pattern: ^/search
      remaining_header: X-RateLimit-Remaining
      reset_header: X-RateLimit-Reset
      exhaustion_status_codes: [403, 429]
      """
    ],
    make: TokenQuota.init)

  let name: String
  let remainingPath: [String]
  let resetPath: [String]
  let limitPath: [String]
  let matchers: [HttpRequestRegexMatcher]
  let remainingHeader: String
  let resetHeader: String
  let limitHeader: String
  let exhaustionStatuses: [Int]

  /// Whether answers tell about this quota.
  var learnsFromAnswers: Bool {
    !remainingHeader.isEmpty || !resetHeader.isEmpty || !limitHeader.isEmpty || !exhaustionStatuses.isEmpty
  }

  /// What tells this quota from others.
  var identity: JSONValue {
    func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    return [
      .string(name), texts(remainingPath), texts(resetPath), texts(limitPath), .array(matchers.map(\.identity)),
      texts([remainingHeader, resetHeader, limitHeader]), .array(exhaustionStatuses.map { .integer($0) }),
    ]
  }
}

/// What is left of a quota for one token.
struct QuotaState: Sendable {
  var remaining: Int
  /// When the count starts anew, in microseconds since 1970.
  var reset: Int
  var limit: Int
  /// Whether the API counts at all; if not, there is nothing to wait for.
  var isTracked = true
}
