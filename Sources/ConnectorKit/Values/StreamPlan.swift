public import JSON

/// Everything needed to read one stream, built once from the manifest and the config.
public final class StreamPlan: Sendable {
  public let name: String
  /// Paths of the fields that identify a record.
  public let primaryKey: [[String]]
  public let retriever: any Retriever
  public let incrementalSync: (any IncrementalSync)?
  public let schemaLoader: any SchemaLoader
  public let transformations: [any RecordTransformation]
  public let stateMigrations: [any StateMigration]
  public let fileUploader: (any FileUploading)?
  /// The parameters of the stream's component.
  public let parameters: JSONObject

  public init(
    name: String, primaryKey: [[String]] = [], retriever: any Retriever, incrementalSync: (any IncrementalSync)? = nil,
    schemaLoader: any SchemaLoader, transformations: [any RecordTransformation] = [], stateMigrations: [any StateMigration] = [],
    fileUploader: (any FileUploading)? = nil, parameters: JSONObject = [:]
  ) {
    self.name = name
    self.primaryKey = primaryKey
    self.retriever = retriever
    self.incrementalSync = incrementalSync
    self.schemaLoader = schemaLoader
    self.transformations = transformations
    self.stateMigrations = stateMigrations
    self.fileUploader = fileUploader
    self.parameters = parameters
  }
}

extension StreamPlan: StreamComponent {
  public func plan(state: JSONObject?, run: RunServices) throws -> StreamPlan { self }
  public var cursorField: String? { incrementalSync?.cursorField }
}
