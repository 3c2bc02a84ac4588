public import ConnectorKit
internal import Components
internal import Document
internal import Manifest
public import JSON
internal import Templates
internal import YAML

/// Builds single components from their declarations, for tests and tools.
public struct ComponentBuilder: Sendable {
  private let context: BuildContext

  /// - Parameters:
  ///   - catalog: the components that a declaration may name.
  ///   - config: the settings for which they are built.
  ///   - options: choices for the whole run.
  public init(catalog: Catalog = .standard, config: JSONObject = [:], options: RunOptions = RunOptions()) {
    var context = BuildContext(
      catalog: catalog, config: config,
      environment: TemplateEnvironment(host: .machine, options: TemplateOptions(quirks: options.quirks)), options: options)
    context.language = .manifest
    self.context = context
  }

  /// Builds the component that a text in YAML declares.
  ///
  /// - Throws: `Diagnostic` with what is wrong in the declaration.
  public func build<Slot>(_ yaml: String, as slot: Slot.Type) throws -> Slot {
    try context.build(try YAMLReader.read(Array(yaml.utf8), file: "component.yaml", dialect: .tolerant).root, as: slot)
  }
}
