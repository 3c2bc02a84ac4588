internal import Glibc

/// Where a command finds its manifest when neither an option nor the config has it: what the process's surroundings say.
package struct ManifestSearch: Sendable {
  /// The variable that names a manifest.
  package static let variable = "HEADWATER_MANIFEST"
  /// Where images of Airbyte's manifest-only connectors keep theirs.
  package static let imagePath = "/airbyte/integration_code/source_declarative_manifest/manifest.yaml"
  /// Finds nothing.
  package static let none = ManifestSearch(variableValue: nil, root: nil)

  private let variableValue: String?
  private let root: String?

  /// - Parameters:
  ///   - variableValue: the value of the variable, such as that of this process; an empty one counts as none.
  ///   - root: the folder that ``imagePath`` is looked for in; nil to leave it out.
  package init(variableValue: String?, root: String?) {
    self.variableValue = variableValue
    self.root = root
  }

  /// What holds for this process.
  package static var standard: ManifestSearch {
    ManifestSearch(variableValue: getenv(variable).map { String(cString: $0) }, root: "")
  }

  /// The path of the manifest that is found; nil when there is none.
  package var path: String? { variablePath ?? fileOfImage }

  /// The path that the variable gives; nil when it gives none. It need not exist: who set it wants to hear of that.
  var variablePath: String? { variableValue.flatMap { $0.isEmpty ? nil : $0 } }

  /// The path of the image's manifest; nil when there is none.
  var fileOfImage: String? {
    guard let root else { return nil }
    let path = root + Self.imagePath
    return access(path, F_OK) == 0 ? path : nil
  }
}
