package import ConnectorKit

/// Which components in Swift files the user lets run. Nothing is compiled or loaded without the user's say.
package struct ComponentChoice: Sendable, Equatable {
  /// A file or a folder of components that the user names; nil for the components.swift beside the manifest, where that is trusted.
  package var path: String?
  /// Whether nothing may be loaded, whatever else is said.
  package var isRefused: Bool

  package init(path: String? = nil, isRefused: Bool = false) {
    self.path = path
    self.isRefused = isRefused
  }

  /// No components but those that are compiled in.
  package static let none = ComponentChoice(isRefused: true)

  /// A catalogue with the chosen components added.
  ///
  /// - Parameter manifestPath: the manifest's file; nil when there is none.
  /// - Throws: ``PluginError`` when they cannot be compiled or loaded.
  package func catalog(adding to: Catalog, manifestPath: String?) throws(PluginError) -> Catalog {
    var catalog = to
    let beside = manifestPath.map(Self.beside)
    if isRefused {
      if let beside, FileFacts(beside) != nil { catalog.unregisteredHint = "\(beside) is not loaded because of --no-components" }
      return catalog
    }
    if let path { return catalog.adding(try Self.load(path)) }
    guard let manifestPath, let beside, FileFacts(beside) != nil else { return catalog }
    let folder = Self.folder(of: manifestPath)
    if (try? TrustList())?.contains(folder) ?? false { return catalog.adding(try Self.load(beside)) }
    catalog.unregisteredHint =
      "\(beside) is not loaded because its directory is not trusted: run `headwater trust \(folder)`, or name it with --components"
    return catalog
  }

  static func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "." }

  private static func beside(_ manifestPath: String) -> String { "\(folder(of: manifestPath))/components.swift" }

  private static func load(_ path: String) throws(PluginError) -> [AnyComponentSpec] {
    guard let runtime = HostProgram.runtime else {
      throw PluginError(
        "This static build of headwater cannot load \(path). Compile the components in: "
          + "`headwater new connector NAME --swift` creates a package for them. Or use a dynamic build.")
    }
    return try PluginLibrary.load(try PluginCache().library(try PluginSource(path), runtime: runtime))
  }
}
