internal import ConnectorKit
internal import JSON

/// The usual headers of a JSON Web Token.
struct JwtHeaders: Sendable {
  static let spec = ComponentSpec<JwtHeaders>(
    "JwtHeaders", "The usual headers of a JSON Web Token.", typing: .ignored, isClosed: true,
    fields: Field<TemplateText>.template("kid", doc: "The id of the key that signs.").optional,
    Field<TemplateText>.template("typ", doc: "The type of the token.").optional.shown("JWT"),
    Field<TemplateText>.template("cty", doc: "The type of the token's content.").optional,
    examples: [
      """
      kid: "{{ config['client_id'] }}"
      typ: JWT
      """
    ],
    make: JwtHeaders.init)

  let kid: TemplateText?
  let typ: TemplateText?
  let cty: TemplateText?
}
