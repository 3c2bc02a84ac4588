public import Document

/// A manifest ready to be checked and built.
public struct LoadedManifest: Sendable {
  /// The manifest as its text says.
  public var written: Node
  /// References followed, types and parameters filled in, spelled as written.
  public var resolved: Node
  /// The same in today's spellings, with the requests of parents kept; components are built from this.
  public var root: Node
  /// What a person should know although the manifest can be used: `duplicate-key`, `deprecated`, `manifest-version`.
  public var warnings: [Diagnostic]
}
