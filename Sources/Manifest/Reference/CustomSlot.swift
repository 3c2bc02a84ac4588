internal import ConnectorKit

/// A component type that stands for a class of the connector's own.
struct CustomSlot {
  let type: String
  /// The contract that the class fulfils.
  let slot: String
  let summary: String

  /// nil for a type that is no such slot.
  init?(type: String) {
    guard UnbuiltComponents.customTypes.contains(type) else { return nil }
    self.type = type
    let known = Self.table[type]
    slot = known?.slot ?? String(type.dropFirst("Custom".count))
    summary = "\(known?.does ?? "Does a part of the work"), by a component of the connector's own that `class_name` names."
  }

  var fields: [FieldInfo] {
    [.required("class_name", .string, doc: "The name of the component; its last part, after the dots, is what counts.")]
  }

  var example: String { "type: \(type)\nclass_name: source_declarative_manifest.components.My\(slot)" }

  private static let table: [String: (slot: String, does: String)] = [
    "CustomAuthenticator": ("Authenticator", "Adds credentials to requests"),
    "CustomBackoffStrategy": ("BackoffStrategy", "Says how long to wait before a request is sent again"),
    "CustomConfigTransformation": ("ConfigTransformation", "Changes a config"),
    "CustomDecoder": ("Decoder", "Reads the bodies of answers"),
    "CustomErrorHandler": ("ErrorHandler", "Judges answers"),
    "CustomPaginationStrategy": ("PaginationStrategy", "Finds the token of the next page"),
    "CustomPartitionRouter": ("PartitionRouter", "Divides a stream into partitions"),
    "CustomRecordExtractor": ("RecordExtractor", "Finds the records in an answer"),
    "CustomRecordFilter": ("RecordFiltering", "Decides which records are kept"),
    "CustomRequester": ("Requester", "Sends requests"),
    "CustomRetriever": ("Retriever", "Reads the records of a slice"),
    "CustomSchemaLoader": ("SchemaLoader", "Gives the schema of a stream"),
    "CustomSchemaNormalization": ("SchemaNormalization", "Brings values into the types of the schema"),
    "CustomStateMigration": ("StateMigration", "Rewrites states that an earlier version of the connector left"),
    "CustomTransformation": ("RecordTransformation", "Changes each record"),
    "CustomValidationStrategy": ("ValidationStrategy", "Makes a demand on a value"),
  ]
}
