internal import Components
public import ConnectorKit
internal import Document
public import JSON
package import Manifest
internal import Templates

/// A connector: a manifest and the components it may use.
public struct Connector: Sendable {
  package let manifest: LoadedManifest
  public let catalog: Catalog
  public let options: RunOptions
  /// The settings that the connector takes; nil when the manifest does not specify any.
  public let settings: ConnectorSettings?

  /// - Throws: `DiagnosticList` with all that is wrong in the manifest, or `Diagnostic` when its `spec` cannot be built.
  package init(_ manifest: LoadedManifest, catalog: Catalog? = nil, options: RunOptions = RunOptions()) throws {
    self.manifest = manifest
    self.catalog = catalog ?? .standard
    self.options = options
    try ManifestValidator(catalog: self.catalog).validate(manifest.resolved)
    let context = Self.context(config: [:], manifest, catalog: self.catalog, options: options)
    settings = try manifest.root["spec"].map {
      try context.build($0, as: ConnectorSettings.self, types: ["Spec"], defaultType: "Spec")
    }
  }

  package static func context(
    config: JSONObject, _ manifest: LoadedManifest, catalog: Catalog, options: RunOptions
  ) -> BuildContext {
    let environment = TemplateEnvironment(host: .machine, options: TemplateOptions(quirks: options.quirks))
    return manifest.context(config: config, catalog: catalog, environment: environment, options: options)
  }

  /// Evaluates the concurrency level, which the reference does for every command.
  ///
  /// - Throws: `SyncError` where `Quirk/refusesLowConcurrency` is followed, when the config gives none that can be used.
  package func checkConcurrency(config: JSONObject) throws {
    guard options.follows(.refusesLowConcurrency), let level = manifest.root["concurrency_level"], level.mapping?.isEmpty == false else {
      return
    }
    let context = Self.context(config: config, manifest, catalog: catalog, options: options)
    _ = try context.build(level, as: Any.self, types: ["ConcurrencyLevel"], defaultType: "ConcurrencyLevel")
  }

  /// Builds all components for a config.
  ///
  /// - Parameters:
  ///   - config: the settings that the connector takes.
  ///   - names: the names of the streams that are needed; nil for all.
  ///   - log: is told, once for each template, of a type error that leaves the template's own text as its result.
  /// - Throws: `Diagnostic` when a component cannot be built.
  public func plan(config: JSONObject, streams names: Set<String>? = nil, log: (any Log)? = nil) throws -> ConnectorPlan {
    var context = Self.context(config: config, manifest, catalog: catalog, options: options)
    var root = manifest.root
    if let names, var mapping = root.mapping, let streams = mapping["streams"]?.sequence {
      let wanted = streams.compactMap { Self.narrowed($0, to: names) }
      let existing = wanted.flatMap { Self.streams(of: $0, context) }
      if names.isSubset(of: existing.compactMap { $0["name"]?.string }) {
        mapping["streams"] = Node(.sequence(wanted), at: mapping["streams"]?.location)
        root = Node(.mapping(mapping), at: root.location)
      }
    }
    if let log, !options.follows(.hidesTypeErrors) {
      context.environment.onTypeError = { template, place, error in
        let place = place.map { " at \($0)" } ?? ""
        let reason = [error.message, MethodAsField.hint(for: template)].compactMap { $0 }.joined(separator: ": ")
        log.write(.warning, "The template `\(template)`\(place) failed, so its own text is used as its result: \(reason)")
      }
    }
    return try context.build(root, as: ConnectorPlan.self, types: ["DeclarativeSource"], defaultType: "DeclarativeSource")
  }

  /// The streams that a member of the manifest's `streams` stands for: itself, or those of a condition that holds. One that fails is
  /// told of when the streams are built.
  private static func streams(of node: Node, _ context: BuildContext) -> [Node] {
    guard node["type"]?.string == "ConditionalStreams", let condition = node["condition"] else { return [node] }
    let holds = try? ConditionalStreams.holds(condition, context)
    return holds ?? true ? node["streams"]?.sequence ?? [] : []
  }

  /// A stream that is needed, or conditional streams with those that are: their condition must be sound even where none is.
  private static func narrowed(_ stream: Node, to names: Set<String>) -> Node? {
    guard var mapping = stream.mapping, let members = mapping["streams"]?.sequence else {
      return stream["name"]?.string.map(names.contains) ?? false ? stream : nil
    }
    mapping["streams"] = Node(.sequence(members.compactMap { narrowed($0, to: names) }), at: mapping["streams"]?.location)
    return Node(.mapping(mapping), at: stream.location)
  }
}
