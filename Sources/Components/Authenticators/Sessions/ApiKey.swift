internal import ConnectorKit
internal import JSON

/// Sends a session token as an API key.
enum ApiKey {
  static let spec = ComponentSpec<SessionTokenUse>(
    "ApiKey", "Sends the session token in a header, a parameter or the body of each request.",
    fields: Field<RequestOption>.component(
      "inject_into", ["RequestOption"],
      doc: "Where the token goes in requests: a header, a parameter or the body."),
    Field<TemplateText>.template("api_token", doc: "What is sent, with `session_token` for the token.")
      .variables(.config, .parameters, .sessionToken).optional.shown("{{ session_token }}"),
    examples: [
      """
      type: ApiKey
      inject_into:
        type: RequestOption
        inject_into: header
        field_name: X-Session
      api_token: "Session {{ session_token }}"
      """
    ],
    make: { SessionTokenUse(option: $0, text: $1) })
}
