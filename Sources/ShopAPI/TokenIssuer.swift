internal import JSON

/// Issues access tokens and knows until when they are good.
actor TokenIssuer {
  static let clientID = "headwater-demo"
  static let clientSecret = "not-a-secret"
  static let refreshToken = "demo-refresh-token"

  private let lifetime: Int
  private let clock = ContinuousClock()
  private var issued = 0
  private var ends: [String: ContinuousClock.Instant] = [:]

  init(lifetime: Int) {
    self.lifetime = lifetime
  }

  /// The grants are `client_credentials` and `refresh_token`.
  func issue(_ form: Parameters) throws(ShopError) -> JSONObject {
    guard form["client_id"] == Self.clientID, form["client_secret"] == Self.clientSecret else {
      throw ShopError(401, "invalid_client", "the client id or the client secret is wrong")
    }
    switch form["grant_type"] {
    case "client_credentials": break
    case "refresh_token":
      guard form["refresh_token"] == Self.refreshToken else {
        throw ShopError(400, "invalid_grant", "the refresh token is wrong")
      }
    default: throw ShopError(400, "unsupported_grant_type", "use client_credentials or refresh_token")
    }
    issued += 1
    let token = "shop-token-\(issued)"
    let now = clock.now
    ends = ends.filter { $0.value > now }
    ends[token] = now + .seconds(lifetime)
    return ["access_token": .string(token), "token_type": "Bearer", "expires_in": .integer(lifetime)]
  }

  func accepts(authorization: String?) -> Bool {
    guard let authorization, authorization.hasPrefix("Bearer "), let end = ends[String(authorization.dropFirst(7))] else { return false }
    return end > clock.now
  }
}
