package import ConnectorKit
package import Document
internal import JSON

/// Streams that exist only where a condition on the config holds.
package struct ConditionalStreams: StreamSource {
  static let spec = ComponentSpec<any StreamSource>(
    "ConditionalStreams", "Streams that exist only where a condition on the config holds.", since: "6.55",
    fields: Field<Node>.node("condition", as: .string, doc: "Says for a config whether the streams exist.").variables(.config),
    Field<Node>.node(
      "streams", as: .list(.component(["DeclarativeStream"])), doc: "The streams, which are built only where the condition holds."),
    Field<BuildContext>.context,
    examples: [
      """
      type: ConditionalStreams
      condition: "{{ config['with_archive'] }}"
      streams:
        - type: DeclarativeStream
          name: archived_orders
          retriever:
            type: SimpleRetriever
            requester: {type: HttpRequester, url: https://api.example.com/archive/orders}
            record_selector:
              type: RecordSelector
              extractor: {type: DpathExtractor, field_path: [orders]}
      """
    ],
    make: ConditionalStreams.init)

  private let members: [any StreamSource]

  /// Streams that do not exist are not built, so what they need of the config may be missing.
  init(condition: Node, streams: Node, context: BuildContext) throws {
    guard try Self.holds(condition, context) || context.checksWithoutConfig else {
      members = []
      return
    }
    guard let nodes = streams.sequence else {
      throw Diagnostic(code: .wrongType, "`streams` must be a list of streams, got \(streams.kind)", at: streams.location)
    }
    members = try context.at(.field("streams")).build(
      list: nodes, as: (any StreamSource).self, types: ["DeclarativeStream"], defaultType: "DeclarativeStream")
  }

  /// Whether the streams under a condition exist.
  ///
  /// - Throws: `TemplateError` when that cannot be said.
  package static func holds(_ condition: Node, _ context: BuildContext) throws -> Bool {
    var plain = context
    plain.parameters = [:]
    return try TemplateCondition(condition.templateText, plain, at: condition.location).holds(TemplateScope(config: context.config))
  }

  package func streams(run: RunServices) async throws -> [any StreamComponent] {
    var all: [any StreamComponent] = []
    for member in members { all += try await member.streams(run: run) }
    return all
  }
}
