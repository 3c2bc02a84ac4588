internal import ConnectorKit
internal import Document
internal import JSON
internal import Manifest

/// Builds the components of a manifest to see what they refuse that their declarations cannot say.
struct BuildCheck {
  private let root: Node
  private let context: BuildContext
  /// Whether the config is the user's, so that what is wrong with it matters.
  private let hasConfig: Bool

  init(_ manifest: LoadedManifest, catalog: Catalog, config: JSONObject?) {
    root = ParentCaching.mark(manifest.root)
    hasConfig = config != nil
    let made = config ?? SampleConfig.make(root["spec"]?["connection_specification"]?.json)
    context = Connector.context(config: made, manifest, catalog: catalog, options: RunOptions())
  }

  /// The problems of all components; those of one component hide those of the components that hold it.
  func problems() -> [Diagnostic] {
    do {
      if let spec = root["spec"] { _ = try context.build(spec, as: Any.self, types: ["Spec"], defaultType: "Spec") }
      _ = try context.build(root, as: Any.self, types: ["DeclarativeSource"], defaultType: "DeclarativeSource")
      return []
    } catch {
      return look(at: root).problems
    }
  }

  /// What was found in a component and those in it.
  private struct Findings {
    var problems: [Diagnostic] = []
    /// Whether one of the components cannot be built, be it for want of the user's config; then those around it cannot either.
    var isStuck = false

    mutating func add(_ other: Findings) {
      problems += other.problems
      isStuck = isStuck || other.isStuck
    }
  }

  private func look(at node: Node) -> Findings {
    var findings = Findings()
    switch node.value {
    case .sequence(let elements):
      for element in elements { findings.add(look(at: element)) }
    case .mapping(let mapping):
      let type = mapping["type"]?.string
      // Fields that a component does not have are not built, so nothing in them is wrong.
      let fields = type.flatMap { context.catalog.spec(type: $0)?.fields.map(\.name) }
      for entry in mapping.entries {
        let name = entry.key.keyText
        if !Self.holdsNoComponents(name, of: type), fields?.contains(name) ?? true { findings.add(look(at: entry.value)) }
      }
      if !findings.isStuck, let type, context.catalog.spec(type: type) != nil || mapping["class_name"] != nil { return build(node) }
    default: break
    }
    return findings
  }

  private static func holdsNoComponents(_ field: String, of type: String?) -> Bool {
    switch (type, field) {
    case (_, "$parameters"), ("InlineSchemaLoader", "schema"), ("Spec", "connection_specification"),
      ("DynamicDeclarativeStream", "stream_template"),
      ("DeclarativeSource", "definitions"), ("DeclarativeSource", "schemas"), ("DeclarativeSource", "metadata"):
      true
    default: false
    }
  }

  private func build(_ node: Node) -> Findings {
    let problem: Diagnostic
    do {
      _ = try context.build(node, as: Any.self)
      return Findings()
    } catch let diagnostic as Diagnostic {
      problem = diagnostic
    } catch {
      problem = Diagnostic(code: .buildFailed, SyncError(wrapping: error).message, at: node.location)
    }
    let isReported = problem.code != Self.classCode && (hasConfig || !dependsOnConfig(node, problem))
    return Findings(problems: isReported ? [problem] : [], isStuck: true)
  }

  /// Whether another config might mend the problem: a template of the component itself reads the config.
  private func dependsOnConfig(_ node: Node, _ diagnostic: Diagnostic) -> Bool {
    if Self.settingCodes.contains(diagnostic.code) { return true }
    if Self.structuralCodes.contains(diagnostic.code) { return false }
    return node.mapping?.entries.contains { entry in
      switch entry.value.value {
      case .string(let text): text.contains("config")
      case .sequence(let elements): elements.contains { $0.string?.contains("config") ?? false }
      default: false
      }
    } ?? false
  }

  /// Problems that only ever are about the config.
  private static let settingCodes: Set<DiagnosticCode> = [.missingSetting, .unknownAuthenticator]
  /// Problems of what is written, whatever it is evaluated to.
  private static let structuralCodes: Set<DiagnosticCode> = [
    .missingField, .twoPlaces, .twoBodies, .twoPropertyLists, .fieldName, .fieldPath, .emptyList, .tooFew, .stepWithoutGranularity,
    .partitionedCount, .requestOption, .wrongComponent, .noRates, .noQuotas, .noTargetExtractor, .unsupportedField,
  ]
  /// Reported at the name of the class already.
  private static let classCode = DiagnosticCode.unregisteredComponent
}
