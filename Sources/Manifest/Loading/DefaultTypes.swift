/// The type a component has by its place when it names none.
package enum DefaultTypes {
  /// Gives the default type of `field` in a component of `parentType`, or nil.
  package typealias Lookup = @Sendable (_ parentType: String, _ field: String) -> String?

  /// The defaults of the manifest language.
  package static let standard: Lookup = { parentType, field in table["\(parentType).\(field)"] }

  /// The type of a component that has a `class_name` but no type.
  static let custom: Lookup = { parentType, field in customTable["\(parentType).\(field)"] }

  private static let table: [String: String] = [
    "AddFields.fields": "AddedFieldDefinition",
    "CompositeErrorHandler.error_handlers": "DefaultErrorHandler",
    "ConfigComponentsResolver.components_mapping": "ComponentMappingDefinition",
    "ConfigComponentsResolver.stream_config": "StreamConfig",
    "CursorPagination.decoder": "JsonDecoder",
    "CustomPartitionRouter.parent_stream_configs": "ParentStreamConfig",
    "DatetimeBasedCursor.end_datetime": "MinMaxDatetime",
    "DatetimeBasedCursor.end_time_option": "RequestOption",
    "DatetimeBasedCursor.start_datetime": "MinMaxDatetime",
    "DatetimeBasedCursor.start_time_option": "RequestOption",
    "DeclarativeSource.check": "CheckStream",
    "DeclarativeSource.spec": "Spec",
    "DeclarativeSource.streams": "DeclarativeStream",
    "DeclarativeStream.retriever": "SimpleRetriever",
    "DeclarativeStream.schema_loader": "JsonFileSchemaLoader",
    "DefaultErrorHandler.response_filters": "HttpResponseFilter",
    "DefaultPaginator.decoder": "JsonDecoder",
    "DefaultPaginator.page_size_option": "RequestOption",
    "DpathExtractor.decoder": "JsonDecoder",
    "DpathExtractor.record_expander": "RecordExpander",
    "DynamicDeclarativeStream.components_resolver": "ConfigComponentResolver",
    "DynamicDeclarativeStream.stream_template": "DeclarativeStream",
    "DynamicSchemaLoader.retriever": "SimpleRetriever",
    "HttpComponentsResolver.components_mapping": "ComponentMappingDefinition",
    "HttpComponentsResolver.retriever": "SimpleRetriever",
    "HttpRequester.error_handler": "DefaultErrorHandler",
    "ListPartitionRouter.request_option": "RequestOption",
    "ParentStreamConfig.request_option": "RequestOption",
    "ParentStreamConfig.stream": "DeclarativeStream",
    "RecordExpander.parent_fields": "ParentFieldPath",
    "RecordSelector.extractor": "DpathExtractor",
    "RecordSelector.record_filter": "RecordFilter",
    "SchemaTypeIdentifier.types_map": "TypesMap",
    "SimpleRetriever.paginator": "NoPagination",
    "SimpleRetriever.record_selector": "RecordSelector",
    "SimpleRetriever.requester": "HttpRequester",
    "SubstreamPartitionRouter.parent_stream_configs": "ParentStreamConfig",
  ]

  private static let customTable: [String: String] = [
    "CompositeErrorHandler.backoff_strategies": "CustomBackoffStrategy",
    "DeclarativeStream.retriever": "CustomRetriever",
    "DeclarativeStream.transformations": "CustomTransformation",
    "DefaultErrorHandler.backoff_strategies": "CustomBackoffStrategy",
    "DefaultPaginator.pagination_strategy": "CustomPaginationStrategy",
    "HttpRequester.authenticator": "CustomAuthenticator",
    "HttpRequester.error_handler": "CustomErrorHandler",
    "RecordSelector.extractor": "CustomRecordExtractor",
    "SimpleRetriever.partition_router": "CustomPartitionRouter",
  ]
}
