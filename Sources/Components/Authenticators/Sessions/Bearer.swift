internal import ConnectorKit

/// Sends a session token as a bearer token.
enum Bearer {
  static let spec = ComponentSpec<SessionTokenUse>(
    "Bearer", "Sends the session token in the `Authorization` header, as `Bearer <token>`.",
    examples: ["type: Bearer"],
    make: { SessionTokenUse(option: nil, text: nil) })
}
