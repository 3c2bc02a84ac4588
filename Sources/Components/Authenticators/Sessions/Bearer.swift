internal import ConnectorKit

/// Sends a session token as a bearer token.
enum Bearer {
  static let spec = ComponentSpec<SessionTokenUse>(
    "Bearer", "Sends the session token in the `Authorization` header, as `Bearer <token>`.",
    make: { SessionTokenUse(option: nil, text: nil) })
}
