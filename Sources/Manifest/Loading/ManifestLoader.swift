package import Document
package import JSON
internal import YAML

/// Reads a manifest and resolves all that does not depend on the config: references, types by place, parameters, old spellings.
///
/// Whether the manifest is one that can be built is checked later.
package enum ManifestLoader {
  /// The member of a config that holds a manifest.
  package static let configKey = "__injected_declarative_manifest"

  /// Reads a manifest file.
  ///
  /// - Throws: what is wrong with the file, its YAML, or its references; all problems of one step together.
  package static func load(
    path: String, defaultType: @escaping DefaultTypes.Lookup = DefaultTypes.standard
  ) throws(DiagnosticList) -> LoadedManifest {
    try load(bytes: try listing { () throws(Diagnostic) in try TextFile.bytes(path) }, file: path, defaultType: defaultType)
  }

  /// Reads the text of a manifest; `file` is the name that places carry.
  package static func load(
    text: String, file: String, defaultType: @escaping DefaultTypes.Lookup = DefaultTypes.standard
  ) throws(DiagnosticList) -> LoadedManifest {
    try load(bytes: Array(text.utf8), file: file, defaultType: defaultType)
  }

  /// Takes the manifest out of a config. Its values have no places.
  ///
  /// - Throws: `manifest-missing` when the config holds none, or what is wrong with its references.
  package static func load(
    config: JSONValue, defaultType: @escaping DefaultTypes.Lookup = DefaultTypes.standard
  ) throws(DiagnosticList) -> LoadedManifest {
    guard let manifest = config[configKey] else {
      throw DiagnosticList([
        Diagnostic(
          code: .manifestMissing, "missing manifest: neither a manifest file nor '\(configKey)' in the config was given",
          fix: "name the file with --manifest-path or HEADWATER_MANIFEST")
      ])
    }
    return try load(Node(json: manifest), name: "'\(configKey)' in the config", warnings: [], defaultType: defaultType)
  }

  static func load(
    bytes: [UInt8], file: String, defaultType: @escaping DefaultTypes.Lookup = DefaultTypes.standard
  ) throws(DiagnosticList) -> LoadedManifest {
    let result = try listing { () throws(Diagnostic) in try YAMLReader.read(bytes, file: file, dialect: .tolerant) }
    return try load(result.root, name: "the manifest", warnings: result.warnings, defaultType: defaultType)
  }

  private static func load(
    _ written: Node, name: String, warnings: [Diagnostic], defaultType: @escaping DefaultTypes.Lookup
  ) throws(DiagnosticList) -> LoadedManifest {
    let (manifest, problems) = try loadRecovering(written, name: name, warnings: warnings, defaultType: defaultType)
    guard problems.isEmpty else { throw DiagnosticList(problems) }
    return manifest
  }

  /// The manifest with nulls for references that could not be followed, and the problems with these.
  ///
  /// - Throws: what keeps the rest of the manifest from being looked at.
  static func loadRecovering(
    _ written: Node, name: String = "the manifest", warnings: [Diagnostic] = [],
    defaultType: @escaping DefaultTypes.Lookup = DefaultTypes.standard
  ) throws(DiagnosticList) -> (manifest: LoadedManifest, problems: [Diagnostic]) {
    guard case .mapping(var mapping) = written.value else {
      let problem = written.isNull ? "\(name) is empty" : "\(name) must be a mapping, not \(written.phrase)"
      throw DiagnosticList([
        Diagnostic(code: .manifestForm, problem, at: written.location, fix: "start it with 'version:', 'type: DeclarativeSource', ...")
      ])
    }
    if mapping["type"] == nil { mapping["type"] = Node(.string(ManifestValidator.rootType)) }
    let (references, problems) = ReferenceResolver.resolveRecovering(Node(.mapping(mapping), at: written.location))
    if problems.contains(where: { $0.code == .manifestLimit }) { throw DiagnosticList(problems) }
    let resolved = try listing { () throws(Diagnostic) in try ParameterPropagation.propagate(references, defaultType: defaultType) }
    let modern = DeprecationRewriter.modernize(resolved)
    let version = ManifestVersion.warning(about: mapping["version"])
    let all = warnings + (version.map { [$0] } ?? []) + modern.warnings
    return (LoadedManifest(written: written, resolved: resolved, root: ParentCaching.mark(modern.node), warnings: all), problems)
  }

  /// Streams that were made from a template, in the form that components are built from.
  static func finish(streams: [Node], outerParametersWin: Bool) throws -> [Node] {
    let finished = try streams.map {
      DeprecationRewriter.modernize(try ParameterPropagation.propagate($0, outerWins: outerParametersWin)).node
    }
    return ParentCaching.mark(streams: finished)
  }

  private static func listing<Value>(_ work: () throws(Diagnostic) -> Value) throws(DiagnosticList) -> Value {
    do {
      return try work()
    } catch {
      throw DiagnosticList([error])
    }
  }
}
