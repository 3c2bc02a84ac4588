// swift-format-ignore-file
// Written by Scripts/generate-catalog. Do not edit.

extension ComponentSlot {
  /// The types of built-in components that fit here.
  public var builtInTypes: [String] {
    switch self {
    case .authenticator: ["ApiKeyAuthenticator", "BasicHttpAuthenticator", "BearerAuthenticator", "JwtAuthenticator", "LegacySessionTokenAuthenticator", "NoAuth", "OAuthAuthenticator", "RateLimitedMultipleTokenAuthenticator", "SelectiveAuthenticator", "SessionTokenAuthenticator"]
    case .backoffStrategy: ["ConstantBackoffStrategy", "ExponentialBackoffStrategy", "WaitTimeFromHeader", "WaitTimeFromResponse", "WaitUntilTimeFromHeader"]
    case .configTransformation: ["ConfigAddFields", "ConfigRemapField", "ConfigRemoveFields"]
    case .decoder: ["CsvDecoder", "GzipDecoder", "IterableDecoder", "JsonDecoder", "JsonItemsDecoder", "JsonlDecoder", "XmlDecoder", "ZipfileDecoder"]
    case .errorHandler: ["CompositeErrorHandler", "DefaultErrorHandler"]
    case .incrementalSync: ["DatetimeBasedCursor", "IncrementingCountCursor"]
    case .paginationStrategy: ["CursorPagination", "OffsetIncrement", "PageIncrement"]
    case .partitionRouter: ["GroupingPartitionRouter", "ListPartitionRouter", "SubstreamPartitionRouter", "UnionPartitionRouter"]
    case .recordExtractor: ["CombinedExtractor", "DpathExtractor", "ResponseToFileExtractor"]
    case .recordFilter: ["RecordFilter"]
    case .requester: ["HttpRequester"]
    case .retriever: ["AsyncRetriever", "SimpleRetriever"]
    case .schemaLoader: ["DynamicSchemaLoader", "InlineSchemaLoader", "JsonFileSchemaLoader"]
    case .schemaNormalization: []
    case .stateMigration: ["LegacyToPerPartitionStateMigration"]
    case .transformation: ["AddFields", "DpathFlattenFields", "FlattenFields", "KeysReplace", "KeysToLower", "KeysToSnakeCase", "RemoveFields"]
    case .validationStrategy: ["ValidateAdheresToSchema"]
    }
  }
}
