internal import ConnectorKit
internal import Document
internal import JSON

/// Says where the config keeps tokens that change while it is used.
struct RefreshTokenUpdater: Sendable {
  static let spec = ComponentSpec<RefreshTokenUpdater>(
    "RefreshTokenUpdater", "Writes new tokens back to the config and hands the platform the changed config.", typing: .ignored,
    fields: Field<TemplateText>.template("refresh_token_name", doc: "The field of the response that holds the new refresh token.")
      .optional.shown("refresh_token"),
    Field<[String]>.strings("access_token_config_path", doc: "Where the config keeps the access token.")
      .default(["credentials", "access_token"], shown: ["credentials", "access_token"]),
    Field<[String]>.strings("refresh_token_config_path", doc: "Where the config keeps the refresh token.")
      .default(["credentials", "refresh_token"], shown: ["credentials", "refresh_token"]),
    Field<[String]>.strings("token_expiry_date_config_path", doc: "Where the config keeps the date when the access token expires.")
      .default(["credentials", "token_expiry_date"], shown: ["credentials", "token_expiry_date"]),
    Field<[Int]>.integers("refresh_token_error_status_codes", doc: "The statuses with which the endpoint refuses a refresh token.")
      .default([], shown: []).deprecated,
    Field<String>.string("refresh_token_error_key", doc: "The field of the response that says why it is refused.").default("", shown: "")
      .deprecated,
    Field<[String]>.strings("refresh_token_error_values", doc: "The values of that field that mean a bad refresh token.")
      .default([], shown: []).deprecated,
    Field<BuildContext>.context,
    examples: [
      """
      refresh_token_name: refresh_token
      access_token_config_path: [credentials, access_token]
      refresh_token_config_path: [credentials, refresh_token]
      token_expiry_date_config_path: [credentials, token_expiry_date]
      """
    ],
    make: RefreshTokenUpdater.init)

  let refreshTokenName: TemplateText
  let accessTokenPath: [String]
  let refreshTokenPath: [String]
  let expiryPath: [String]
  let refusal: OAuthRefusal

  init(
    refreshTokenName: TemplateText?, accessTokenPath: [String], refreshTokenPath: [String], expiryPath: [String], errorStatuses: [Int],
    errorKey: String, errorValues: [String], context: BuildContext
  ) {
    self.refreshTokenName = refreshTokenName ?? TemplateText("refresh_token", context)
    self.accessTokenPath = accessTokenPath
    self.refreshTokenPath = refreshTokenPath
    self.expiryPath = expiryPath
    refusal = OAuthRefusal(statuses: errorStatuses, key: errorKey, values: errorValues)
  }
}

/// How an answer of the token endpoint says that the refresh token is no longer good.
struct OAuthRefusal: Sendable {
  /// What is taken for a refusal when a manifest says nothing.
  static let standard = OAuthRefusal(statuses: [400], key: "error", values: ["invalid_grant", "invalid_permissions"])

  let statuses: [Int]
  let key: String
  let values: [String]

  var isEmpty: Bool { statuses.isEmpty && key.isEmpty && values.isEmpty }
}

extension Field where Value == [Int] {
  /// A list of whole numbers.
  static func integers(_ name: String, doc: String) -> Field<[Int]> {
    Field.custom(name, as: .list(.integer), doc: doc) { node, context in
      let element = Field<Int>.integer(name, doc: doc)
      return try (node.sequence ?? [node]).map { try element.decode($0, context) }
    }
  }
}
