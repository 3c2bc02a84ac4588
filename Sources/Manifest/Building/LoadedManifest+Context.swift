package import ConnectorKit
package import JSON
package import Templates

extension LoadedManifest {
  /// For what the manifest's components are built: a config, and the files beside the manifest.
  package func context(
    config: JSONObject, catalog: Catalog, environment: TemplateEnvironment, options: RunOptions = RunOptions()
  ) -> BuildContext {
    var context = BuildContext(catalog: catalog, config: config, environment: environment, options: options)
    context.language = .manifest
    context.directory = directory
    return context
  }

  /// The folder of the manifest's file; empty when the manifest comes from none.
  private var directory: String {
    guard let file = root.location?.file else { return "" }
    guard let slash = file.lastIndex(of: "/") else { return "." }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }
}
