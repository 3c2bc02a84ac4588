public import ConnectorKit
internal import Document
internal import Manifest

extension RewriteCommand {
  /// The command `fmt`: manifests in their canonical layout.
  public static func formatting(paths: [String], mode: Mode) -> RewriteCommand {
    RewriteCommand(paths: paths, mode: mode) { bytes, file throws(DiagnosticList) -> Result in try format(bytes, file) }
  }

  private static func format(_ bytes: [UInt8], _ file: String) throws(DiagnosticList) -> Result {
    do {
      return Result(Array(try ManifestFormatter.format(bytes, file: file).utf8))
    } catch {
      throw DiagnosticList([error])
    }
  }

  /// The command `fix`: old spellings become today's; what was done and what was left is remarked.
  ///
  /// - Parameters:
  ///   - isUnsafe: whether names that do not exist are replaced by the nearest that do.
  ///   - catalog: the components that manifests may use; nil for all that Headwater has.
  public static func fixing(paths: [String], mode: Mode, unsafe isUnsafe: Bool = false, catalog: Catalog? = nil) -> RewriteCommand {
    RewriteCommand(paths: paths, mode: mode) { bytes, file throws(DiagnosticList) -> Result in
      try fix(bytes, file, isUnsafe, catalog)
    }
  }

  private static func fix(
    _ bytes: [UInt8], _ file: String, _ isUnsafe: Bool, _ catalog: Catalog?
  ) throws(DiagnosticList) -> Result {
    let result = try ManifestFixer.fix(
      bytes, file: file, guessing: isUnsafe ? { Headwater.Manifest.validate($0, file: file, catalog: catalog) } : nil)
    let applied = result.applied.map { remark("fixed", $0) }
    let left = result.left.map { remark("left for you", $0) }
    return Result(result.bytes, remarks: applied + left)
  }

  private static func remark(_ word: String, _ diagnostic: Diagnostic) -> String {
    let place = diagnostic.location.map { "\($0): " } ?? ""
    return "\(place)\(word): \(diagnostic.message)" + (diagnostic.fix.map { " (\($0))" } ?? "")
  }
}
