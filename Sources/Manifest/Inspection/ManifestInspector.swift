package import ConnectorKit
package import Document
package import JSON
package import Templates
internal import YAML

/// Says everything that can be said of a manifest without running it.
///
/// Errors are what keeps the manifest from being built; the reference refuses such a manifest as well. Warnings are everything else:
/// old spellings, and mistakes that show only when records are read.
package struct ManifestInspector: Sendable {
  /// What a manifest came to.
  package struct Result: Sendable {
    /// In the order of the text.
    package var diagnostics: [Diagnostic]
    /// The manifest, when it can be built.
    package var manifest: LoadedManifest?
  }

  private let catalog: Catalog
  private let environment: TemplateEnvironment
  private let config: JSONObject?

  /// - Parameters:
  ///   - catalog: the components that the manifest may use.
  ///   - environment: the filters and functions that its templates may use.
  ///   - config: the config to build components for; nil for one that is made up from the manifest's own specification.
  package init(catalog: Catalog, environment: TemplateEnvironment, config: JSONObject? = nil) {
    self.catalog = catalog
    self.environment = environment
    self.config = config
  }

  /// All diagnostics of a manifest's text. `file` is the name that places carry.
  package func inspect(_ bytes: [UInt8], file: String) -> Result {
    do {
      let text = try YAMLReader.read(bytes, file: file, dialect: .tolerant)
      do {
        return inspect(try ManifestLoader.loadRecovering(text.root, warnings: text.warnings))
      } catch {
        return Result(diagnostics: text.warnings + error.diagnostics)
      }
    } catch {
      return Result(diagnostics: [error])
    }
  }

  private func inspect(_ loaded: (manifest: LoadedManifest, problems: [Diagnostic])) -> Result {
    let (manifest, references) = loaded
    // A reference that leads nowhere leaves a null in its place, which is no further problem.
    let holes = Set(references.compactMap(\.location))
    let found = ManifestValidator(catalog: catalog).problems(in: manifest.resolved).filter {
      $0.location.map { !holes.contains($0) } ?? true
    }
    var errors = references + found
    if errors.isEmpty {
      errors = BuildCheck(manifest, catalog: catalog, environment: environment, config: config).problems().deduplicated()
    }
    let isSound = !errors.contains { $0.severity == .error }
    let mended = Set(errors.compactMap(\.location))
    let doubts = lint(manifest).filter { $0.location.map { !mended.contains($0) && !holes.contains($0) } ?? true }
    let diagnostics = (errors + manifest.warnings + doubts).map { UsageTrace.explain($0, written: manifest.written) }
    return Result(diagnostics: diagnostics.inTextOrder(), manifest: isSound ? manifest : nil)
  }

  private func lint(_ manifest: LoadedManifest) -> [Diagnostic] {
    let linted = LintedManifest(manifest, catalog: catalog, environment: environment)
    var report = LintReport()
    for rule in LintRules.all { rule.check(linted, &report) }
    return report.diagnostics.deduplicated()
  }
}

extension [Diagnostic] {
  /// By place; what has no place comes first.
  func inTextOrder() -> [Diagnostic] {
    enumerated().sorted { left, right in
      let (first, second) = (left.element.location, right.element.location)
      let key = (first?.file ?? "", first?.line ?? 0, first?.column ?? 0, left.offset)
      return key < (second?.file ?? "", second?.line ?? 0, second?.column ?? 0, right.offset)
    }.map(\.element)
  }
}
