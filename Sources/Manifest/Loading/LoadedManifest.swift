package import Document

/// A manifest ready to be checked and built.
package struct LoadedManifest: Sendable {
  /// The manifest as its text says.
  package var written: Node
  /// References followed, types and parameters filled in, spelled as written.
  package var resolved: Node
  /// The same in today's spellings, with the requests of parents kept; components are built from this.
  package var root: Node
  /// What a person should know although the manifest can be used: `duplicate-key`, `deprecated`, `manifest-version`.
  package var warnings: [Diagnostic]
}
