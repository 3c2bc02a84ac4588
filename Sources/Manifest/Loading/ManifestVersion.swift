internal import ConnectorKit
internal import Document

/// The version a manifest says it was written for. Nothing depends on it; a newer one may use what is not known here.
enum ManifestVersion {
  /// The version of the manifest language that Headwater speaks.
  static let spoken: LanguageVersion = "7.39"

  static func warning(about version: Node?) -> Diagnostic? {
    guard let version, let text = version.string, let own = LanguageVersion(text), own > spoken else { return nil }
    return Diagnostic(
      code: .manifestVersion,
      "the manifest was written for version \(text), and this program knows the language up to \(spoken)",
      at: version.location, fix: "update this program if the manifest uses newer features")
  }
}
