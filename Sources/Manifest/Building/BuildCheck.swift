internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// Builds the components of a manifest to see what they refuse that their declarations cannot say.
struct BuildCheck {
  private let manifest: LoadedManifest
  private let context: BuildContext
  private let sink: DiagnosticSink

  /// - Parameter config: the user's config; nil to make one up, with which nothing counts that another config might mend.
  init(_ manifest: LoadedManifest, catalog: Catalog, environment: TemplateEnvironment, config: JSONObject?) {
    self.manifest = manifest
    sink = DiagnosticSink(hasSampleConfig: config == nil)
    let config = config ?? SampleConfig.make(manifest.root["spec"]?["connection_specification"]?.json)
    context = manifest.context(config: config, catalog: catalog, environment: environment).checking(into: sink)
  }

  /// The problems of all components, each at the place and on the way where the manifest has it.
  func problems() -> [Diagnostic] {
    if let spec = manifest.root["spec"] {
      _ = try? context.at(.field("spec")).build(spec, as: Any.self, types: ["Spec"], defaultType: "Spec")
    }
    let root = ManifestValidator.rootType
    _ = try? context.build(manifest.root, as: Any.self, types: [root], defaultType: root)
    // Classes that are not registered are told of by a rule, also where nothing can be built.
    return sink.diagnostics.filter { $0.code != .unregisteredComponent }.map(written)
  }

  /// The problem with its path as far as the manifest has it: components are built from today's spellings.
  private func written(_ problem: Diagnostic) -> Diagnostic {
    var problem = problem
    while let path = problem.path, manifest.resolved.value(at: path) == nil { problem.path = NodePath(path.steps.dropLast()) }
    return problem
  }
}
