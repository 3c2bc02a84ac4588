internal import ConnectorKit
internal import Document
internal import JSON
internal import Manifest

/// Builds the components of a manifest to see what they refuse that their declarations cannot say.
struct BuildCheck {
  private let root: Node
  private let context: BuildContext
  /// Whether the config is the user's, so that what is wrong with it matters.
  private let hasConfig: Bool

  init(_ manifest: LoadedManifest, catalog: Catalog, config: JSONObject?) {
    root = ParentCaching.mark(manifest.root)
    hasConfig = config != nil
    let made = config ?? SampleConfig.make(root["spec"]?["connection_specification"]?.json)
    context = Connector.context(config: made, manifest, catalog: catalog, options: RunOptions())
  }

  /// The problems of all components; those of one component hide those of the components that hold it.
  func problems() -> [Diagnostic] {
    do {
      if let spec = root["spec"] { _ = try context.build(spec, as: Any.self, types: ["Spec"], defaultType: "Spec") }
      _ = try context.build(root, as: Any.self, types: ["DeclarativeSource"], defaultType: "DeclarativeSource")
      return []
    } catch {
      return problems(of: root)
    }
  }

  private func problems(of node: Node) -> [Diagnostic] {
    switch node.value {
    case .sequence(let elements): return elements.flatMap(problems)
    case .mapping(let mapping):
      let type = mapping["type"]?.string
      var inner: [Diagnostic] = []
      for entry in mapping.entries where !Self.holdsNoComponents(entry.key.keyText, of: type) { inner += problems(of: entry.value) }
      guard inner.isEmpty, let type, context.catalog.spec(type: type) != nil || mapping["class_name"] != nil else { return inner }
      return problem(of: node).map { [$0] } ?? []
    default: return []
    }
  }

  private static func holdsNoComponents(_ field: String, of type: String?) -> Bool {
    switch (type, field) {
    case (_, "$parameters"), ("InlineSchemaLoader", "schema"), ("Spec", "connection_specification"),
      ("DynamicDeclarativeStream", "stream_template"),
      ("DeclarativeSource", "definitions"), ("DeclarativeSource", "schemas"), ("DeclarativeSource", "metadata"):
      true
    default: false
    }
  }

  private func problem(of node: Node) -> Diagnostic? {
    do {
      _ = try context.build(node, as: Any.self)
      return nil
    } catch let diagnostic as Diagnostic {
      if diagnostic.code == Self.classCode { return nil }
      return hasConfig || !dependsOnConfig(node, diagnostic) ? diagnostic : nil
    } catch {
      let failure = SyncError(wrapping: error)
      let diagnostic = Diagnostic(code: "build-failed", failure.message, at: node.location)
      return hasConfig || !dependsOnConfig(node, diagnostic) ? diagnostic : nil
    }
  }

  /// Whether another config might mend the problem: a template of the component itself reads the config.
  private func dependsOnConfig(_ node: Node, _ diagnostic: Diagnostic) -> Bool {
    if Self.settingCodes.contains(diagnostic.code) { return true }
    return node.mapping?.entries.contains { entry in
      switch entry.value.value {
      case .string(let text): text.contains("config")
      case .sequence(let elements): elements.contains { $0.string?.contains("config") ?? false }
      default: false
      }
    } ?? false
  }

  /// Problems that only ever are about the config.
  private static let settingCodes: Set<String> = ["missing-setting", "unknown-authenticator"]
  /// Reported at the name of the class already.
  private static let classCode = "unregistered-component"
}
