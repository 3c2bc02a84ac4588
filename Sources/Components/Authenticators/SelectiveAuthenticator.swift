internal import ConnectorKit
internal import Document
internal import JSON

/// Stands for one of several authenticators, chosen by a setting.
enum SelectiveAuthenticator {
  static let spec = ComponentSpec<any Authenticator>(
    "SelectiveAuthenticator", "Stands for one of several authenticators; a setting of the config chooses.",
    fields: Field<[String]>.strings(
      "authenticator_selection_path",
      doc: "The path, in the config, of the setting that chooses. A segment may be the place of an element in a list, or a pattern."),
    Field<Node>.node(
      "authenticators", as: .mapping(.component(ComponentSlot.authenticator.types.filter { $0 != "SelectiveAuthenticator" })),
      doc: "The authenticators by the values that the setting may have."),
    Field<BuildContext>.context,
    examples: [
      """
      type: SelectiveAuthenticator
      authenticator_selection_path: [credentials, auth_type]
      authenticators:
        token:
          type: BearerAuthenticator
          api_token: "{{ config['api_token'] }}"
        password:
          type: BasicHttpAuthenticator
          username: "{{ config['username'] }}"
          password: "{{ config['password'] }}"
      """
    ],
    make: select)

  private static func select(path: [String], authenticators: Node, context: BuildContext) throws -> any Authenticator {
    let context = context.at(.field("authenticators"))
    if context.checksWithoutConfig {
      for entry in authenticators.mapping?.entries ?? [] { _ = try? build(entry.value, entry.key.keyText, context) }
    }
    guard let selected = try selected(path, context) else {
      throw Diagnostic(
        code: .missingSetting, "the config has no `\(path.joined(separator: "."))` by which to choose an authenticator",
        at: context.location)
    }
    let key = FormEncoding.text(selected)
    guard let node = authenticators[key] else {
      let known = authenticators.mapping?.keys.joined(separator: ", ") ?? ""
      throw Diagnostic(
        code: .unknownAuthenticator, "there is no authenticator `\(key)`; the manifest has: \(known)", at: authenticators.location)
    }
    return try build(node, key, context)
  }

  private static func build(_ node: Node, _ key: String, _ context: BuildContext) throws -> any Authenticator {
    try context.at(.field(key)).build(node, as: (any Authenticator).self, types: ComponentSlot.authenticator.types)
  }

  private static func selected(_ path: [String], _ context: BuildContext) throws -> JSONValue? {
    do {
      return try DataPath(path).value(in: .object(context.settings))
    } catch {
      throw Diagnostic(code: .missingSetting, "the setting that chooses an authenticator is not clear: \(error)", at: context.location)
    }
  }
}
