package import JSON

/// What `spec` answers: what the config must look like.
package struct ConnectorSpecification: Sendable, Hashable {
  package var connectionSpecification: JSONObject
  package var documentationURL: String?
  package var changelogURL: String?
  package var supportsIncremental: Bool?
  package var supportsNormalization: Bool?
  package var supportsDBT: Bool?
  package var supportedDestinationSyncModes: [DestinationSyncMode]?
  /// How to log in through a browser. Fields the protocol does not know are left out when written.
  package var advancedAuth: JSONObject?
  package var protocolVersion: String?

  package init(
    connectionSpecification: JSONObject, documentationURL: String? = nil, changelogURL: String? = nil,
    supportsIncremental: Bool? = nil, supportsNormalization: Bool? = false, supportsDBT: Bool? = false,
    supportedDestinationSyncModes: [DestinationSyncMode]? = nil, advancedAuth: JSONObject? = nil, protocolVersion: String? = nil
  ) {
    self.connectionSpecification = connectionSpecification
    self.documentationURL = documentationURL
    self.changelogURL = changelogURL
    self.supportsIncremental = supportsIncremental
    self.supportsNormalization = supportsNormalization
    self.supportsDBT = supportsDBT
    self.supportedDestinationSyncModes = supportedDestinationSyncModes
    self.advancedAuth = advancedAuth
    self.protocolVersion = protocolVersion
  }
}

/// The fields of ``ConnectorSpecification/advancedAuth`` that the protocol knows, in its order.
enum AdvancedAuthFields {
  /// The known members in order; nulls are left out.
  static func known(_ auth: JSONObject) -> JSONObject {
    var known = pick(["auth_flow_type", "predicate_key", "predicate_value", "oauth_config_specification"], from: auth)
    if let oauth = known["oauth_config_specification"]?.objectValue { known["oauth_config_specification"] = .object(config(oauth)) }
    return known
  }

  private static func config(_ oauth: JSONObject) -> JSONObject {
    let input = "oauth_connector_input_specification"
    var known = pick(
      [
        "oauth_user_input_from_connector_config_specification", input, "complete_oauth_output_specification",
        "complete_oauth_server_input_specification", "complete_oauth_server_output_specification",
      ], from: oauth)
    for (name, value) in known {
      guard let members = value.objectValue else { continue }
      known[name] = .object(name == input ? connectorInput(members) : members.withoutNulls)
    }
    return known
  }

  private static func connectorInput(_ input: JSONObject) -> JSONObject {
    var known = pick(
      [
        "consent_url", "access_token_url", "scope", "scopes", "optional_scopes", "scopes_join_strategy", "access_token_headers",
        "access_token_params", "extract_output", "state", "client_id_key", "client_secret_key", "scope_key", "state_key",
        "auth_code_key", "redirect_uri_key", "token_expiry_key",
      ], from: input)
    for (name, value) in known {
      switch value {
      case .object(let members): known[name] = .object(name == "state" ? pick(["min", "max"], from: members) : members.withoutNulls)
      case .array(let elements):
        known[name] = .array(elements.map { element in element.objectValue.map { .object($0.withoutNulls) } ?? element })
      default: break
      }
    }
    return known
  }

  private static func pick(_ names: [String], from members: JSONObject) -> JSONObject {
    JSONObject(names.compactMap { name in members[name].flatMap { $0.isNull ? nil : (name, $0) } })
  }
}

extension JSONObject {
  /// Without the members that are null; nested ones are kept.
  var withoutNulls: JSONObject {
    values.contains(where: \.isNull) ? JSONObject(lazy.filter { !$0.value.isNull }.map { ($0.key, $0.value) }) : self
  }
}
