/// A place of the manifest language in which a component of one's own may stand.
///
/// The raw value is the `type` that the manifest writes there, together with a `class_name`.
public enum ComponentSlot: String, Sendable, CaseIterable {
  case authenticator = "CustomAuthenticator"
  case backoffStrategy = "CustomBackoffStrategy"
  case configTransformation = "CustomConfigTransformation"
  case decoder = "CustomDecoder"
  case errorHandler = "CustomErrorHandler"
  case incrementalSync = "CustomIncrementalSync"
  case paginationStrategy = "CustomPaginationStrategy"
  case partitionRouter = "CustomPartitionRouter"
  case recordExtractor = "CustomRecordExtractor"
  case recordFilter = "CustomRecordFilter"
  case requester = "CustomRequester"
  case retriever = "CustomRetriever"
  case schemaLoader = "CustomSchemaLoader"
  case schemaNormalization = "CustomSchemaNormalization"
  case stateMigration = "CustomStateMigration"
  case transformation = "CustomTransformation"
  case validationStrategy = "CustomValidationStrategy"

  /// The slot's name without `Custom`, as `headwater new component --slot` takes it.
  public var name: String { String(rawValue.dropFirst("Custom".count)) }

  /// The slot of that name, with or without `Custom`.
  public init?(name: String) { self.init(rawValue: name.hasPrefix("Custom") ? name : "Custom\(name)") }

  /// The protocol that the slot's components fulfil.
  public var contract: Any.Type {
    switch self {
    case .authenticator: (any Authenticator).self
    case .backoffStrategy: (any BackoffStrategy).self
    case .configTransformation: (any ConfigTransformation).self
    case .decoder: (any Decoder).self
    case .errorHandler: (any ErrorHandler).self
    case .incrementalSync: (any IncrementalSync).self
    case .paginationStrategy: (any PaginationStrategy).self
    case .partitionRouter: (any PartitionRouter).self
    case .recordExtractor: (any RecordExtractor).self
    case .recordFilter: (any RecordFiltering).self
    case .requester: (any Requester).self
    case .retriever: (any Retriever).self
    case .schemaLoader: (any SchemaLoader).self
    case .schemaNormalization: (any SchemaNormalization).self
    case .stateMigration: (any StateMigration).self
    case .transformation: (any RecordTransformation).self
    case .validationStrategy: (any ValidationStrategy).self
    }
  }

  /// The name of that protocol in Swift.
  public var contractName: String {
    let name = "\(contract)"
    return name.hasPrefix("any ") ? String(name.dropFirst("any ".count)) : name
  }

  /// Whether a built component fulfils the contract.
  public func accepts(_ component: Any) -> Bool {
    switch self {
    case .authenticator: component is any Authenticator
    case .backoffStrategy: component is any BackoffStrategy
    case .configTransformation: component is any ConfigTransformation
    case .decoder: component is any Decoder
    case .errorHandler: component is any ErrorHandler
    case .incrementalSync: component is any IncrementalSync
    case .paginationStrategy: component is any PaginationStrategy
    case .partitionRouter: component is any PartitionRouter
    case .recordExtractor: component is any RecordExtractor
    case .recordFilter: component is any RecordFiltering
    case .requester: component is any Requester
    case .retriever: component is any Retriever
    case .schemaLoader: component is any SchemaLoader
    case .schemaNormalization: component is any SchemaNormalization
    case .stateMigration: component is any StateMigration
    case .transformation: component is any RecordTransformation
    case .validationStrategy: component is any ValidationStrategy
    }
  }

  /// The built-in types that may stand in the slot, besides one's own.
  public var builtInTypes: [String] {
    switch self {
    case .authenticator:
      [
        "NoAuth", "ApiKeyAuthenticator", "BasicHttpAuthenticator", "BearerAuthenticator", "JwtAuthenticator",
        "LegacySessionTokenAuthenticator", "OAuthAuthenticator", "RateLimitedMultipleTokenAuthenticator", "SelectiveAuthenticator",
        "SessionTokenAuthenticator",
      ]
    case .backoffStrategy:
      ["ConstantBackoffStrategy", "ExponentialBackoffStrategy", "WaitTimeFromHeader", "WaitTimeFromResponse", "WaitUntilTimeFromHeader"]
    case .configTransformation: ["ConfigAddFields", "ConfigRemapField", "ConfigRemoveFields"]
    case .decoder:
      [
        "CsvDecoder", "GzipDecoder", "IterableDecoder", "JsonDecoder", "JsonItemsDecoder", "JsonlDecoder", "XmlDecoder", "ZipfileDecoder",
      ]
    case .errorHandler: ["CompositeErrorHandler", "DefaultErrorHandler"]
    case .incrementalSync: ["DatetimeBasedCursor", "IncrementingCountCursor"]
    case .paginationStrategy: ["CursorPagination", "OffsetIncrement", "PageIncrement"]
    case .partitionRouter:
      ["GroupingPartitionRouter", "ListPartitionRouter", "SubstreamPartitionRouter", "UnionPartitionRouter"]
    case .recordExtractor: ["CombinedExtractor", "DpathExtractor", "ResponseToFileExtractor"]
    case .recordFilter: ["RecordFilter"]
    case .requester: ["HttpRequester"]
    case .retriever: ["AsyncRetriever", "SimpleRetriever"]
    case .schemaLoader: ["DynamicSchemaLoader", "InlineSchemaLoader", "JsonFileSchemaLoader"]
    case .schemaNormalization: []
    case .stateMigration: ["LegacyToPerPartitionStateMigration"]
    case .transformation:
      [
        "AddFields", "DpathFlattenFields", "FlattenFields", "KeysReplace", "KeysToLower", "KeysToSnakeCase", "RemoveFields",
      ]
    case .validationStrategy: ["ValidateAdheresToSchema"]
    }
  }
}
