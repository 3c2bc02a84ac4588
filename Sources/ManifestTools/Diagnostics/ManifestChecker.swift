public import ConnectorKit
public import Document
internal import Headwater
internal import Components
internal import JSON
internal import Manifest
internal import Templates

/// Looks at manifests without running them.
public enum ManifestChecker {
  /// Everything that is wrong with a manifest, and everything that looks wrong, in the order of its text; empty when it is clean.
  ///
  /// An error keeps the manifest from being built; the reference refuses such a manifest as well. A warning is about an old spelling
  /// or a mistake that shows only when records are read. `Documentation/Diagnostics.md` lists the codes.
  ///
  /// - Parameters:
  ///   - text: a manifest, YAML or JSON.
  ///   - file: the name of the text in the places of the diagnostics. Files that the manifest names are looked for beside it.
  ///   - catalog: the components that the manifest may use; by default all that Headwater has.
  public static func validate(_ text: String, file: String = "manifest.yaml", catalog: Catalog? = nil) -> [Diagnostic] {
    inspector(catalog: catalog, config: nil).inspect(Array(text.utf8), file: file).diagnostics
  }

  /// - Parameter config: the config to build components for; nil for one that is made up from the manifest's own specification.
  static func inspector(catalog: Catalog?, config: JSONObject?) -> ManifestInspector {
    ManifestInspector(catalog: catalog ?? .standard, environment: TemplateEnvironment(host: .machine), config: config)
  }
}
