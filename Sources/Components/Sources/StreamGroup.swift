internal import ConnectorKit
internal import Document

/// Streams that share something of the API's, so that they must not be read at the same time.
struct StreamGroup: Sendable {
  static let spec = ComponentSpec<StreamGroup>(
    "StreamGroup", "Streams that share something of the API's, and what that means for reading them.", since: "7.15", typing: .ignored,
    fields: Field<[String]>.custom(
      "streams", as: .list(.component(["DeclarativeStream"])), doc: "The streams, as references to their declarations."
    ) { node, _ in
      guard let streams = node.sequence else {
        throw Diagnostic(code: .wrongType, "`streams` must be a list of streams, got \(node.kind)", at: node.location)
      }
      return streams.compactMap { $0["name"]?.string }
    },
    Field<BlockSimultaneousSyncsAction>.component(
      "action", ["BlockSimultaneousSyncsAction"], doc: "What holds for the group's streams."),
    examples: [
      """
      action: {type: BlockSimultaneousSyncsAction}
      streams:
        - type: DeclarativeStream
          name: orders
          retriever:
            type: SimpleRetriever
            requester: {type: HttpRequester, url: "https://api.example.com/orders"}
            record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
      """
    ],
    make: StreamGroup.init)

  let streamNames: [String]

  init(streamNames: [String], action: BlockSimultaneousSyncsAction) {
    self.streamNames = streamNames
  }
}
