package import ConnectorKit
package import Document

/// Checks a manifest against the declarations of its components, before anything is built.
///
/// Fields that no declaration names are let through, as the reference does: parameters are copied into every component.
package struct ManifestValidator: Sendable {
  static let rootType = "DeclarativeSource"

  let catalog: Catalog

  /// - Parameter catalog: the components that the manifest may use.
  package init(catalog: Catalog) { self.catalog = catalog }

  /// All problems of a manifest in the order of its text, each once; none when it is sound.
  ///
  /// - Parameter manifest: a manifest with its references, types and parameters filled in, spelled as written
  ///   (``LoadedManifest/resolved``).
  package func problems(in manifest: Node) -> [Diagnostic] {
    var walk = ValidationWalk(validator: self)
    walk.check(manifest, .component([Self.rootType]))
    checkRoot(manifest, &walk)
    return walk.problems.deduplicated()
  }

  /// - Throws: all problems of the manifest together.
  package func validate(_ manifest: Node) throws(DiagnosticList) {
    let problems = problems(in: manifest)
    if !problems.isEmpty { throw DiagnosticList(problems) }
  }

  /// What holds for the manifest as a whole and for none of its components.
  private func checkRoot(_ manifest: Node, _ walk: inout ValidationWalk) {
    guard let mapping = manifest.mapping, mapping["type"]?.string == Self.rootType else { return }
    if mapping["streams"] == nil, mapping["dynamic_streams"] == nil {
      walk.report(.missingField, "the manifest has no streams", at: manifest.location, fix: "add `streams` or `dynamic_streams`")
    }
  }

  /// The fields of a component; nil when nothing is known of the type.
  func fields(of type: String) -> [FieldInfo]? {
    catalog.spec(type: type)?.fields ?? (CustomTypes.all.contains(type) ? CustomTypes.fields : nil)
  }

  /// Whether a declaration of the type has to name it.
  func typing(of type: String) -> ComponentTyping { catalog.spec(type: type)?.typing ?? .required }

  /// Whether the type takes no fields but its own.
  func isClosed(_ type: String) -> Bool { catalog.spec(type: type)?.isClosed ?? false }

  /// The fields of the Swift component that stands for a custom one; nil when none is registered.
  func customFields(_ mapping: Node.Mapping, _ type: String) -> [FieldInfo]? {
    guard let name = mapping["class_name"]?.string else { return nil }
    return catalog.customSpec(className: name)?.fields
  }

  /// Whether a component of the user's own may stand where these types may: it fulfils the contract of one of them.
  func extends(_ type: String, _ types: [String]) -> Bool {
    guard !LanguageNames.contains(type), let slot = catalog.spec(type: type)?.slot else { return false }
    return types.contains { catalog.spec(type: $0)?.slot == slot }
  }

  func fixForUnknown(_ type: String, allowed: [String]) -> String? {
    if let near = NearMiss.nearest(to: type, among: allowed) { return "did you mean `\(near)`?" }
    return Self.choices(allowed)
  }

  static func choices(_ names: [String]) -> String? { names.isEmpty ? nil : "use one of: \(names.joined(separator: ", "))" }
}
