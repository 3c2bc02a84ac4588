internal import ConnectorKit
internal import Document
internal import JSON
internal import JSONSchema
internal import Templates

/// The connection specification, and the settings that templates read.
enum SettingsRule: LintRule {
  /// Names that only secrets have.
  private static let secretNames: Set<String> = [
    "api_key", "apikey", "api_token", "access_token", "refresh_token", "client_secret", "secret_key", "private_key", "password",
    "api_secret", "auth_token", "bearer_token",
  ]

  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    guard let specification = manifest.root["spec"]?["connection_specification"], specification.mapping != nil else { return }
    let path = NodePath([.field("spec"), .field("connection_specification")])
    checkSchema(specification, path, &report)
    var settings = SettingsTree(schema: specification)
    let declared = settings
    for extra in DerivedSettings.paths(in: manifest) { settings.add(path: extra) }
    var secrets: [SourceLocation?: String] = [:]
    for template in manifest.templates {
      guard let summary = manifest.summaries.summary(of: template.text) else { continue }
      let certain = summary.paths.filter { $0.first == "config" }.map { $0.dropFirst() }
      let possible = summary.optionalPaths.filter { $0.first == "config" }.map { $0.dropFirst() }
      for path in certain { checkExists(path, settings, template, mayBeMissing: false, &report) }
      for path in possible { checkExists(path, settings, template, mayBeMissing: true, &report) }
      let read = certain + possible
      guard read.count == 1, template.field.isSecret,
        let setting = declared.setting(read[0])
      else { continue }
      for schema in setting.schemas { secrets[schema.location] = read[0].joined(separator: ".") }
    }
    checkSecrets(specification, path, name: nil, secrets, &report, depth: 0)
  }

  private static func checkSchema(_ specification: Node, _ path: NodePath, _ report: inout LintReport) {
    do {
      _ = try JSONSchema.compile(specification.json, options: JSONSchemaOptions(dialect: .declared))
    } catch {
      let way = NodePath(
        error.path.steps.map { step -> NodePath.Step in
          switch step {
          case .key(let key): .field(key)
          case .index(let index): .element(index)
          }
        })
      report.add(
        .connectionSpecification, "\(error.description) and cannot be used",
        at: specification.value(at: way)?.location ?? specification.location,
        path: NodePath(path.steps + way.steps))
    }
  }

  private static func checkExists(
    _ path: ArraySlice<String>, _ settings: SettingsTree, _ template: LintedTemplate, mayBeMissing: Bool, _ report: inout LintReport
  ) {
    guard let (key, known) = settings.firstUnknown(path) else { return }
    let near = NearMiss.nearest(to: key, among: known.filter { !$0.hasPrefix("_") })
    // A template that takes a missing setting is only wrong when another name was meant.
    if mayBeMissing, near == nil { return }
    report.add(
      .unknownSetting, "unknown setting `\(key)` in the specification", at: template.location, path: template.path,
      fix: near.map { "did you mean `\($0)`?" })
  }

  /// Looks for secrets among the settings: those that authenticators send, and those with the names of secrets.
  private static func checkSecrets(
    _ schema: Node, _ path: NodePath, name: String?, _ used: [SourceLocation?: String], _ report: inout LintReport, depth: Int
  ) {
    guard let mapping = schema.mapping, depth < 24 else { return }
    let isText = mapping["type"]?.string == "string" || (mapping["type"]?.sequence?.contains { $0.string == "string" } ?? false)
    let isFixed = mapping["const"] != nil || mapping["enum"] != nil
    if let name, isText, !isFixed, mapping["airbyte_secret"]?.bool != true {
      if schema.location != nil && used[schema.location] != nil || secretNames.contains(name.lowercased()) {
        report.add(
          .secretNotMarked, "the setting `\(name)` looks like a secret but is not marked as one", at: schema.location, path: path,
          fix: "add `airbyte_secret: true`")
      }
    }
    for entry in mapping["properties"]?.mapping?.entries ?? [] {
      let inner = path.appending(.field("properties")).appending(.field(entry.key.keyText))
      checkSecrets(entry.value, inner, name: entry.key.keyText, used, &report, depth: depth + 1)
    }
    for keyword in ["oneOf", "anyOf", "allOf"] {
      for (place, branch) in (mapping[keyword]?.sequence ?? []).enumerated() {
        let inner = path.appending(.field(keyword)).appending(.element(place))
        checkSecrets(branch, inner, name: nil, used, &report, depth: depth + 1)
      }
    }
  }
}

/// Settings that come into a config otherwise than by its specification.
enum DerivedSettings {
  /// The keys that lead to each; an empty rest means anything below.
  static func paths(in manifest: LintedManifest) -> [[String]] {
    var paths: [[String]] = [["_limit"], ["_page_size"], ["__injected_declarative_manifest"], ["__injected_components_py"]]
    for addition in manifest.all("ConfigAddFields") {
      for field in addition["fields"]?.sequence ?? [] { paths.append(texts(field["path"])) }
    }
    for removal in manifest.all("ConfigRemapField") { paths.append(texts(removal["field_path"])) }
    for field in ["check"] {
      for key in manifest.root[field]?["config_overrides"]?.mapping?.keys ?? [] { paths.append([key]) }
    }
    for authenticator in manifest.all("OAuthAuthenticator") {
      guard let updater = authenticator["refresh_token_updater"], updater.mapping != nil else { continue }
      paths.append(texts(updater["refresh_token_config_path"], default: ["credentials", "refresh_token"]))
      paths.append(texts(updater["access_token_config_path"], default: ["credentials", "access_token"]))
      paths.append(texts(updater["token_expiry_date_config_path"], default: ["credentials", "token_expiry_date"]))
    }
    for outputs in ["complete_oauth_output_specification", "complete_oauth_server_output_specification"] {
      let authentication = manifest.root["spec"]?["advanced_auth"]?["oauth_config_specification"]?[outputs]
      for entry in authentication?["properties"]?.mapping?.entries ?? [] {
        paths.append(texts(entry.value["path_in_connector_config"], default: [entry.key.keyText]))
      }
    }
    return paths.filter { !$0.isEmpty }
  }

  private static func texts(_ node: Node?, default standard: [String] = []) -> [String] {
    let names = node?.sequence?.compactMap(\.string) ?? []
    return names.isEmpty ? standard : names
  }
}
