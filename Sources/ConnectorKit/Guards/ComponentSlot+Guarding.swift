extension ComponentSlot {
  /// The component behind a guard that names it in errors.
  func guarded(_ component: Any, name: String) -> Any {
    let frame = ComponentGuard(name: name, slot: self)
    switch self {
    case .authenticator: return (component as? any Authenticator).map { GuardedAuthenticator(inner: $0, frame: frame) } ?? component
    case .backoffStrategy: return (component as? any BackoffStrategy).map { GuardedBackoffStrategy(inner: $0, frame: frame) } ?? component
    case .configTransformation:
      return (component as? any ConfigTransformation).map { GuardedConfigTransformation(inner: $0, frame: frame) } ?? component
    case .decoder: return (component as? any Decoder).map { GuardedDecoder(inner: $0, frame: frame) } ?? component
    case .errorHandler: return (component as? any ErrorHandler).map { GuardedErrorHandler(inner: $0, frame: frame) } ?? component
    case .incrementalSync: return (component as? any IncrementalSync).map { GuardedIncrementalSync(inner: $0, frame: frame) } ?? component
    case .paginationStrategy:
      return (component as? any PaginationStrategy).map { GuardedPaginationStrategy(inner: $0, frame: frame) } ?? component
    case .partitionRouter: return (component as? any PartitionRouter).map { GuardedPartitionRouter(inner: $0, frame: frame) } ?? component
    case .recordExtractor: return (component as? any RecordExtractor).map { GuardedRecordExtractor(inner: $0, frame: frame) } ?? component
    case .recordFilter: return (component as? any RecordFiltering).map { GuardedRecordFilter(inner: $0, frame: frame) } ?? component
    case .requester: return (component as? any Requester).map { GuardedRequester(inner: $0, frame: frame) } ?? component
    case .retriever:
      // A retriever that prepares its slices keeps its further contract.
      if component is any PreparingRetriever { return component }
      return (component as? any Retriever).map { GuardedRetriever(inner: $0, frame: frame) } ?? component
    case .schemaLoader: return (component as? any SchemaLoader).map { GuardedSchemaLoader(inner: $0, frame: frame) } ?? component
    case .schemaNormalization:
      return (component as? any SchemaNormalization).map { GuardedSchemaNormalization(inner: $0, frame: frame) } ?? component
    case .stateMigration: return (component as? any StateMigration).map { GuardedStateMigration(inner: $0, frame: frame) } ?? component
    case .transformation:
      return (component as? any RecordTransformation).map { GuardedTransformation(inner: $0, frame: frame) } ?? component
    case .validationStrategy:
      return (component as? any ValidationStrategy).map { GuardedValidationStrategy(inner: $0, frame: frame) } ?? component
    }
  }
}
