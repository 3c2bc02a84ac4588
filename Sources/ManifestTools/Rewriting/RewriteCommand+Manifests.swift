internal import Components
package import ConnectorKit
internal import Document
internal import Manifest

extension RewriteCommand {
  /// What `fmt` makes of a manifest.
  package enum Layout: Sendable {
    /// The canonical layout.
    case canonical
    /// With repeated components lifted into `definitions`, too.
    case normalized
    /// With everything filled in that references, parameters, types by place and migrations say.
    case resolved
  }

  /// The command `fmt`: manifests in their canonical layout.
  package static func formatting(paths: [String], mode: Mode, layout: Layout = .canonical) -> RewriteCommand {
    RewriteCommand(paths: paths, mode: mode) { bytes, file throws(DiagnosticList) -> Result in
      Result(Array(try format(bytes, file, layout).utf8))
    }
  }

  private static func format(_ bytes: [UInt8], _ file: String, _ layout: Layout) throws(DiagnosticList) -> String {
    switch layout {
    case .normalized: return try ManifestFormatter.normalize(bytes, file: file)
    case .resolved: return try ManifestFormatter.resolve(bytes, file: file, catalog: .standard)
    case .canonical:
      do {
        return try ManifestFormatter.format(bytes, file: file)
      } catch {
        throw DiagnosticList([error])
      }
    }
  }

  /// The command `fix`: old spellings become today's; what was done and what was left is remarked.
  ///
  /// - Parameters:
  ///   - isUnsafe: whether names that do not exist are replaced by the nearest that do.
  ///   - catalog: the components that manifests may use; nil for all that Headwater has.
  package static func fixing(paths: [String], mode: Mode, unsafe isUnsafe: Bool = false, catalog: Catalog? = nil) -> RewriteCommand {
    RewriteCommand(paths: paths, mode: mode) { bytes, file throws(DiagnosticList) -> Result in
      try fix(bytes, file, isUnsafe, catalog)
    }
  }

  private static func fix(
    _ bytes: [UInt8], _ file: String, _ isUnsafe: Bool, _ catalog: Catalog?
  ) throws(DiagnosticList) -> Result {
    let result = try ManifestFixer.fix(
      bytes, file: file, guessing: isUnsafe ? { ManifestChecker.validate($0, file: file, catalog: catalog) } : nil)
    let applied = result.applied.map { remark("fixed", $0) }
    let left = result.left.map { remark("left for you", $0) }
    return Result(result.bytes, remarks: applied + left)
  }

  private static func remark(_ word: String, _ diagnostic: Diagnostic) -> String {
    let place = diagnostic.location.map { "\($0): " } ?? ""
    return "\(place)\(word): \(diagnostic.message)" + (diagnostic.fix.map { " (\($0))" } ?? "")
  }
}
