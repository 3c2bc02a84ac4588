internal import ConnectorKit

/// The usual claims of a JSON Web Token.
struct JwtPayload: Sendable {
  static let spec = ComponentSpec<JwtPayload>(
    "JwtPayload", "The usual claims of a JSON Web Token.", typing: .ignored, isClosed: true,
    fields: Field<TemplateText>.template("iss", doc: "Who issues the token.").optional,
    Field<TemplateText>.template("sub", doc: "The subject of the token.").optional,
    Field<TemplateText>.template("aud", doc: "For whom the token is meant.").optional,
    examples: [
      """
      iss: "{{ config['client_id'] }}"
      sub: reporting
      aud: https://api.example.com
      """
    ],
    make: JwtPayload.init)

  let iss: TemplateText?
  let sub: TemplateText?
  let aud: TemplateText?
}
