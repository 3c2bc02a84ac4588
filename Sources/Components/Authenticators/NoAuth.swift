internal import ConnectorKit

/// Adds no credentials.
struct NoAuth: Authenticator {
  static let spec = ComponentSpec<any Authenticator>(
    "NoAuth", "Adds no credentials.",
    examples: ["type: NoAuth"],
    make: { NoAuth() })

  var addsCredentials: Bool { false }

  func requestOptions(_ scope: RequestScope) async throws -> RequestOptions { RequestOptions() }
}
