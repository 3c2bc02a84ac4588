/// The names of the manifest language's components, whether they are built or not.
enum LanguageNames {
  static func contains(_ type: String) -> Bool { all.contains(type) }

  static let all: Set<String> = [
    "AddFields", "AddedFieldDefinition", "ApiKey", "ApiKeyAuthenticator", "AsyncJobStatusMap", "AsyncRetriever", "AuthFlow",
    "BasicHttpAuthenticator", "Bearer", "BearerAuthenticator", "BlockSimultaneousSyncsAction", "CheckDynamicStream", "CheckStream",
    "CombinedExtractor", "ComplexFieldType", "ComponentMappingDefinition", "CompositeErrorHandler", "ConcurrencyLevel",
    "ConditionalStreams", "ConfigAddFields", "ConfigComponentsResolver", "ConfigMigration", "ConfigRemapField", "ConfigRemoveFields",
    "ConstantBackoffStrategy", "CsvDecoder", "CursorPagination", "CustomAuthenticator", "CustomBackoffStrategy",
    "CustomConfigTransformation", "CustomDecoder", "CustomErrorHandler", "CustomPaginationStrategy", "CustomPartitionRouter",
    "CustomRecordExtractor", "CustomRecordFilter", "CustomRequester", "CustomRetriever", "CustomSchemaLoader",
    "CustomSchemaNormalization", "CustomStateMigration", "CustomTransformation", "CustomValidationStrategy", "DatetimeBasedCursor",
    "DeclarativeStream", "DefaultErrorHandler", "DefaultPaginator", "DpathExtractor", "DpathFlattenFields", "DpathValidator",
    "DynamicDeclarativeStream", "DynamicSchemaLoader", "DynamicStreamCheckConfig", "ExponentialBackoffStrategy",
    "FixedWindowCallRatePolicy", "FlattenFields", "GroupByKeyMergeStrategy", "GroupingPartitionRouter", "GzipDecoder", "HTTPAPIBudget",
    "HttpComponentsResolver", "HttpRequestRegexMatcher", "HttpRequester", "HttpResponseFilter", "IncrementingCountCursor",
    "InlineSchemaLoader", "IterableDecoder", "JsonDecoder", "JsonFileSchemaLoader", "JsonItemsDecoder", "JsonSchemaPropertySelector",
    "JsonlDecoder", "JwtAuthenticator", "KeyTransformation", "KeysReplace", "KeysToLower", "KeysToSnakeCase",
    "LegacySessionTokenAuthenticator", "LegacyToPerPartitionStateMigration", "ListPartitionRouter", "MinMaxDatetime",
    "MovingWindowCallRatePolicy", "NoAuth", "NoPagination", "OAuthAuthenticator", "OAuthConfigSpecification", "OffsetIncrement",
    "PageIncrement", "PageSizeReduction", "PaginationReset", "PaginationResetLimits", "ParametrizedComponentsResolver", "ParentFieldPath",
    "ParentStreamConfig", "PredicateValidator", "PropertiesFromEndpoint", "PropertyChunking", "QueryProperties", "QuotaStatusSource",
    "Rate", "RateLimitedMultipleTokenAuthenticator", "RecordExpander", "RecordFilter", "RecordSelector", "RemoveFields",
    "RequestBodyGraphQL", "RequestBodyGraphQlQuery", "RequestBodyJsonObject", "RequestBodyPlainText", "RequestBodyUrlEncodedForm",
    "RequestOption", "RequestPath", "RequestWindowSplitting", "ResponseToFileExtractor", "SchemaTypeIdentifier", "SelectiveAuthenticator",
    "SessionTokenAuthenticator", "SimpleRetriever", "Spec", "StateDelegatingStream", "StreamConfig", "StreamGroup",
    "StreamParametersDefinition", "SubstreamPartitionRouter", "TokenQuota", "TypesMap", "UnionPartitionRouter", "UnlimitedCallRatePolicy",
    "ValidateAdheresToSchema", "WaitTimeFromHeader", "WaitTimeFromResponse", "WaitUntilTimeFromHeader", "XmlDecoder", "ZipfileDecoder",
  ]
}
