internal import Headwater
internal import Components
package import ConnectorKit
internal import Document
internal import Glibc
internal import JSON
internal import Manifest
package import Plugins

/// The command `validate`: says what is wrong with manifests.
package struct ManifestValidation: Sendable {
  /// How the diagnostics are written.
  package enum Format: String, Sendable, CaseIterable { case text, json, sarif, github }

  /// The name that stands for standard input.
  package static let standardInput = "-"

  /// Manifests, folders to search for manifests, or `-` for standard input.
  package var paths: [String]
  package var format: Format
  /// A config that is checked against the manifests' specification; nil when there is none.
  package var configPath: String?
  /// Whether warnings count as problems.
  package var isStrict: Bool
  /// Whether text is written with the colours of terminals.
  package var colors: Bool
  /// The components that manifests may use; nil for all that Headwater has.
  package var catalog: Catalog?
  /// Which components in Swift files join them; none by default.
  package var components = ComponentChoice.none
  /// This program's version, for reports.
  package var version: String

  package init(
    _ paths: [String], format: Format = .text, configPath: String? = nil, isStrict: Bool = false, colors: Bool = false,
    catalog: Catalog? = nil, version: String = HeadwaterVersion.current
  ) {
    self.paths = paths
    self.format = format
    self.configPath = configPath
    self.isStrict = isStrict
    self.colors = colors
    self.catalog = catalog
    self.version = version
  }

  /// Whether standard output is a terminal whose user wants colours.
  package static var terminalTakesColors: Bool {
    guard isatty(1) == 1 else { return false }
    return (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true) && getenv("TERM").map { String(cString: $0) } != "dumb"
  }

  /// Looks at all manifests and writes what was found.
  ///
  /// - Parameter descriptor: the open file that takes the report; standard output by default.
  /// - Returns: 0 when there are no problems, 1 when there are, 2 when a file could not be looked at.
  package func run(writingTo descriptor: Int32 = 1) -> Int32 {
    let (report, isComplete) = report()
    var text = renderer.render(report)
    let isWritten = text.withUTF8 { bytes in
      (try? StandardOutput(descriptor: descriptor).write(UnsafeRawBufferPointer(bytes))) != nil
    }
    guard isComplete, isWritten else { return 2 }
    return report.count(.error) > 0 || (isStrict && report.count(.warning) > 0) ? 1 : 0
  }

  private var renderer: any DiagnosticRenderer {
    switch format {
    case .text: TextRenderer(colors: colors)
    case .json: JSONRenderer()
    case .sarif: SARIFRenderer(version: version)
    case .github: GitHubRenderer()
    }
  }

  /// The report, and whether every file could be looked at.
  func report() -> (report: DiagnosticReport, isComplete: Bool) {
    var report = DiagnosticReport(files: [])
    var config: ConfigCheck?
    if let configPath {
      do {
        config = try ConfigCheck(path: configPath)
        report.otherTexts[configPath] = config?.text
      } catch {
        report.files = [FileReport(file: configPath, text: (try? TextFile.bytes(configPath)) ?? [], diagnostics: [error])]
        return (report, false)
      }
    }
    var isComplete = true
    for path in paths {
      do {
        for file in try files(path) { isComplete = look(at: file, config, &report) && isComplete }
      } catch {
        isComplete = false
        report.files.append(FileReport(file: path, text: [], diagnostics: [error]))
      }
    }
    return (report, isComplete)
  }

  private func files(_ path: String) throws(Diagnostic) -> [String] {
    guard path != Self.standardInput, FileTree.isFolder(path) else { return [path] }
    // A file that cannot be read may be a manifest: who looks at it says what is wrong.
    let found = try FileTree.files([path]).filter { (try? TextFile.bytes($0)).map(ManifestMarks.areIn) ?? true }
    guard found.isEmpty else { return found }
    throw Diagnostic(
      code: .fileMissing, "no manifest found below \(path)",
      fix: "manifests are YAML files with `type: DeclarativeSource` or with `check` and `streams`")
  }

  /// Adds what there is to say of a file; false when it could not be looked at, which the files after it need not suffer for.
  private func look(at path: String, _ config: ConfigCheck?, _ report: inout DiagnosticReport) -> Bool {
    do throws(Diagnostic) {
      report.files.append(try look(at: path, config))
      return true
    } catch {
      report.files.append(FileReport(file: path, text: [], diagnostics: [error]))
      return false
    }
  }

  private func look(at path: String, _ config: ConfigCheck?) throws(Diagnostic) -> FileReport {
    let isInput = path == Self.standardInput
    let text = try TextFile.bytes(isInput ? "/dev/stdin" : path)
    let name = isInput ? "<stdin>" : path
    let catalog = try fullCatalog(isInput ? nil : path)
    let result = ManifestChecker.inspector(catalog: catalog, config: config?.config).inspect(text, file: name)
    var diagnostics = result.diagnostics
    if let config, let manifest = result.manifest {
      diagnostics += config.problems(manifest, catalog: catalog)
    }
    return FileReport(file: name, text: text, diagnostics: diagnostics)
  }

  private func fullCatalog(_ path: String?) throws(Diagnostic) -> Catalog {
    do throws(PluginError) {
      return try components.catalog(adding: catalog ?? .standard, manifestPath: path)
    } catch {
      throw Diagnostic(code: .componentsUnusable, error.message)
    }
  }
}
