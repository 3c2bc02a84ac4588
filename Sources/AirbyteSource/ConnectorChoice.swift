package import Headwater
internal import Components
package import ConnectorKit
internal import Document
package import JSON
internal import Manifest
package import Plugins

/// Which connector a command is for: where its manifest is, and with what it runs.
package struct ConnectorChoice: Sendable {
  /// The manifest's file; nil to take the one that the config holds, or the one that ``manifestSearch`` finds.
  package var manifestPath: String?
  /// The manifest itself, for programs that have it compiled in.
  package var manifestText: String?
  /// Where the manifest is looked for when neither an option nor the config has it.
  package var manifestSearch = ManifestSearch.standard
  package var options: RunOptions
  /// The components that the manifest may use; the built-in ones by default.
  package var catalog = Catalog.standard
  /// Which components in Swift files join them; none by default.
  package var components = ComponentChoice.none

  package init(manifestPath: String?, options: RunOptions) {
    self.manifestPath = manifestPath
    self.options = options
  }

  private func fullCatalog(_ manifestPath: String?) throws(SyncError) -> Catalog {
    do throws(PluginError) {
      return try components.catalog(adding: catalog, manifestPath: manifestPath)
    } catch {
      throw SyncError(.config, error.message)
    }
  }

  private enum ManifestSource {
    case text(String)
    case file(String)
    case config(JSONValue)
  }

  /// The manifest that the command is for: the one compiled in, or of ``manifestPath``, or of the config, or the one that
  /// ``manifestSearch`` finds. In the reference that of an image goes before the config's.
  private func manifestSource(_ config: JSONValue?) -> ManifestSource? {
    if let manifestText { return .text(manifestText) }
    if let manifestPath { return .file(manifestPath) }
    if options.follows(.prefersManifestOfImage), let file = manifestSearch.fileOfImage { return .file(file) }
    if let config, config[ManifestLoader.configKey] != nil { return .config(config) }
    if let file = manifestSearch.variablePath ?? manifestSearch.fileOfImage { return .file(file) }
    // What is wrong with a config without a manifest is said by who reads it.
    return config.map { .config($0) }
  }

  /// The connector of the manifest that the command is for.
  ///
  /// - Parameter config: the config as it was given; nil when the command takes none.
  /// - Returns: nil when there is no manifest at all, which only a command without a config may meet.
  package func connector(config: JSONValue?) throws -> Connector? {
    guard let source = manifestSource(config) else { return nil }
    let manifest: LoadedManifest
    var path: String?
    switch source {
    case .text(let text): manifest = try ManifestLoader.load(text: text, file: "manifest.yaml")
    case .file(let file):
      manifest = try ManifestLoader.load(path: file)
      path = file
    case .config(let config): manifest = try ManifestLoader.load(config: config)
    }
    let connector = try Connector(manifest, catalog: fullCatalog(path), options: options)
    guard connector.settings != nil || !options.follows(.requiresSpec) else {
      throw SyncError(.system, "The manifest has no `spec` (quirk `requiresSpec`).")
    }
    return connector
  }
}
