/// What a component of a slot fulfils, and the guard that stands before one of the user's own. The one table of both.
struct SlotContract {
  let type: Any.Type
  /// The component behind a guard that names it in errors; nil when it does not fulfil the contract.
  let guarded: (Any, ComponentGuard) -> Any?

  init<Contract>(_ type: Contract.Type, _ guarded: @escaping (Contract, ComponentGuard) -> Contract) {
    self.type = type
    self.guarded = { component, componentGuard in (component as? Contract).map { guarded($0, componentGuard) } }
  }
}

extension ComponentSlot {
  var slotContract: SlotContract {
    switch self {
    case .authenticator: SlotContract((any Authenticator).self) { GuardedAuthenticator(inner: $0, frame: $1) }
    case .backoffStrategy: SlotContract((any BackoffStrategy).self) { GuardedBackoffStrategy(inner: $0, frame: $1) }
    case .configTransformation: SlotContract((any ConfigTransformation).self) { GuardedConfigTransformation(inner: $0, frame: $1) }
    case .decoder: SlotContract((any BodyDecoder).self) { GuardedDecoder(inner: $0, frame: $1) }
    case .errorHandler: SlotContract((any ErrorHandler).self) { GuardedErrorHandler(inner: $0, frame: $1) }
    case .incrementalSync: SlotContract((any IncrementalSync).self) { GuardedIncrementalSync(inner: $0, frame: $1) }
    case .paginationStrategy: SlotContract((any PaginationStrategy).self) { GuardedPaginationStrategy(inner: $0, frame: $1) }
    case .partitionRouter: SlotContract((any PartitionRouter).self) { GuardedPartitionRouter(inner: $0, frame: $1) }
    case .recordExtractor: SlotContract((any RecordExtractor).self) { GuardedRecordExtractor(inner: $0, frame: $1) }
    case .recordFilter: SlotContract((any RecordFiltering).self) { GuardedRecordFilter(inner: $0, frame: $1) }
    case .requester: SlotContract((any Requester).self) { GuardedRequester(inner: $0, frame: $1) }
    case .retriever: SlotContract((any Retriever).self) { GuardedRetriever(inner: $0, frame: $1) }
    case .schemaLoader: SlotContract((any SchemaLoader).self) { GuardedSchemaLoader(inner: $0, frame: $1) }
    case .schemaNormalization: SlotContract((any SchemaNormalization).self) { GuardedSchemaNormalization(inner: $0, frame: $1) }
    case .stateMigration: SlotContract((any StateMigration).self) { GuardedStateMigration(inner: $0, frame: $1) }
    case .transformation: SlotContract((any RecordTransformation).self) { GuardedTransformation(inner: $0, frame: $1) }
    case .validationStrategy: SlotContract((any ValidationStrategy).self) { GuardedValidationStrategy(inner: $0, frame: $1) }
    }
  }
}
