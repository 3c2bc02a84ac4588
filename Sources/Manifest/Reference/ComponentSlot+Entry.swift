internal import ConnectorKit

extension ComponentSlot {
  /// What listings and the manual tell of the slot.
  var entry: ComponentEntry {
    ComponentEntry(
      type: rawValue, slot: contractName,
      summary: "\(task), by a component of the connector's own that `class_name` names.",
      fields: [
        .required("class_name", .string, doc: "The name of the component; its last part, behind the dots, is enough to find it.")
      ],
      examples: ["type: \(rawValue)\nclass_name: source_declarative_manifest.components.My\(name)"],
      typeMember: .required, origin: .slot)
  }

  private var task: String {
    switch self {
    case .authenticator: "Adds credentials to requests"
    case .backoffStrategy: "Says how long to wait before a request is sent again"
    case .configTransformation: "Changes a config"
    case .decoder: "Reads the bodies of responses"
    case .errorHandler: "Judges answers"
    case .incrementalSync: "Divides a stream into windows and remembers how far it was read"
    case .paginationStrategy: "Finds the token of the next page"
    case .partitionRouter: "Divides a stream into partitions"
    case .recordExtractor: "Finds the records in a response"
    case .recordFilter: "Decides which records are kept"
    case .requester: "Sends requests"
    case .retriever: "Reads the records of a slice"
    case .schemaLoader: "Gives the schema of a stream"
    case .schemaNormalization: "Brings values into the types of the schema"
    case .stateMigration: "Rewrites states that an earlier version of the connector left"
    case .transformation: "Changes each record"
    case .validationStrategy: "Makes a demand on a value"
    }
  }
}
