public import Document

/// What components need of the manifest's language besides the catalogue. Whoever loads manifests provides it.
public struct ManifestLanguage: Sendable {
  /// Brings declarations of streams that were made from a template into the form that components are built from: types by
  /// place, parameters, today's spellings.
  ///
  /// The flag says whether parameters of outer components win over those of inner ones.
  public var finishStreams: @Sendable (_ declarations: [Node], _ outerParametersWin: Bool) throws -> [Node]
  /// Reads a text as YAML; nil when it is none.
  public var parseYAML: @Sendable (_ text: String) throws -> Node?

  /// A language that takes declarations as they are and knows no YAML, for declarations that need neither.
  public init(
    finishStreams: @escaping @Sendable (_ declarations: [Node], _ outerParametersWin: Bool) throws -> [Node] = { nodes, _ in nodes },
    parseYAML: @escaping @Sendable (_ text: String) throws -> Node? = { _ in nil }
  ) {
    self.finishStreams = finishStreams
    self.parseYAML = parseYAML
  }
}
