internal import ConnectorKit
internal import Document
internal import JSON

/// The settings that a manifest replaces while a connection is checked.
struct CheckOverrides {
  /// The replaced settings by their names.
  let settings: JSONObject

  /// - Throws: `SyncError` when the manifest replaces what it must not.
  init(_ manifest: Node) throws {
    let entries = manifest["check"]?["config_overrides"]?.mapping?.entries ?? []
    let place = (manifest["check"]?["config_overrides"]?.location).map { " at \($0)" } ?? ""
    if let entry = entries.first(where: { $0.key.string == nil }) {
      throw SyncError(
        .system, "The manifest's `config_overrides`\(place) must name settings by text, but \(entry.key.keyText) is \(entry.key.kind).")
    }
    if let name = entries.compactMap(\.key.string).first(where: { $0.hasPrefix("__airbyte") }) {
      throw SyncError(
        .system, "The manifest's `config_overrides`\(place) must not replace `\(name)`: names that start with __airbyte are the platform's."
      )
    }
    if !entries.isEmpty, Self.writesConfig(manifest) {
      throw SyncError(
        .system,
        "The manifest's `config_overrides`\(place) cannot be combined with a `refresh_token_updater`: the platform would keep the replaced "
          + "settings with a new token. Remove one of them from the manifest.")
    }
    settings = JSONObject(entries.map { ($0.key.keyText, $0.value.json) })
  }

  /// Whether an authenticator hands the config back to the platform.
  private static func writesConfig(_ node: Node) -> Bool {
    switch node.value {
    case .sequence(let elements): return elements.contains(where: writesConfig)
    case .mapping(let mapping):
      if let updater = mapping["refresh_token_updater"], !updater.isNull,
        let type = mapping["type"]?.string, ["OAuthAuthenticator", "CustomAuthenticator"].contains(type)
      {
        return true
      }
      return mapping.entries.contains { writesConfig($0.value) }
    default: return false
    }
  }

  /// The config for the check.
  func applied(to config: JSONObject, _ settings: ConnectorSettings?, _ log: any Log) -> JSONObject {
    guard !self.settings.isEmpty else { return config }
    let names = self.settings.keys.sorted()
    if let known = settings.flatMap({ Self.names(in: .object($0.connectionSpecification)) }) {
      let unknown = names.filter { !known.contains($0) }
      if !unknown.isEmpty {
        log.write(
          .warning, "The manifest's `config_overrides` name settings that the connector does not have: \(unknown.joined(separator: ", ")).")
      }
    }
    log.write(.info, "Settings replaced for the check: \(names.joined(separator: ", "))")
    return self.settings.reduce(into: config) { $0[$1.key] = $1.value }
  }

  /// The names of all settings; nil when the specification lists none.
  private static func names(in schema: JSONValue) -> Set<String>? {
    guard let schema = schema.objectValue else { return nil }
    var names = schema["properties"]?.objectValue.map { Set($0.keys) }
    for keyword in ["allOf", "anyOf", "oneOf"] {
      for branch in schema[keyword]?.arrayValue ?? [] {
        if let more = Self.names(in: branch) { names = (names ?? []).union(more) }
      }
    }
    return names
  }
}
