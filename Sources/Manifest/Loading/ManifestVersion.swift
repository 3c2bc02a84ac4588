internal import Document

/// The version a manifest says it was written for. Nothing depends on it; a newer one may use what is not known here.
enum ManifestVersion {
  /// The version of the manifest language that Headwater speaks.
  static let spoken = (major: 7, minor: 39)

  static func warning(about version: Node?) -> Diagnostic? {
    guard let version, let text = version.string else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).prefix(2).map { Int($0) }
    guard parts.count == 2, let major = parts[0], let minor = parts[1], (major, minor) > (spoken.major, spoken.minor) else { return nil }
    return Diagnostic(
      code: .manifestVersion,
      "the manifest was written for version \(text), and this program knows the language up to \(spoken.major).\(spoken.minor)",
      at: version.location, fix: "update this program if the manifest uses newer features")
  }
}
