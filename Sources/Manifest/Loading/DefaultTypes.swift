/// The type a component has by its place when it names none.
package enum DefaultTypes {
  /// Gives the default type of `field` in a component of `parentType`, or nil.
  package typealias Lookup = @Sendable (_ parentType: String, _ field: String) -> String?

  /// The defaults of the manifest language: those that fields declare, and some for fields that no declaration has.
  package static let standard: Lookup = { parentType, field in
    LanguageFacts.defaultTypes[parentType]?[field] ?? undeclared["\(parentType).\(field)"]
  }

  /// The type of a component that has a `class_name` but no type.
  static let custom: Lookup = { parentType, field in customTable["\(parentType).\(field)"] }

  /// Fields that the language types although no built-in component reads them.
  private static let undeclared: [String: String] = [
    "CustomPartitionRouter.parent_stream_configs": "ParentStreamConfig",
    "DefaultPaginator.decoder": "JsonDecoder",
    "DpathExtractor.decoder": "JsonDecoder",
    "SchemaTypeIdentifier.types_map": "TypesMap",
  ]

  /// The few places of the language in which a class of the connector's own needs no type.
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
