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

  /// The version of the manifest language that brought the slot; nil when every version that is in use has it.
  public var since: LanguageVersion? {
    switch self {
    case .configTransformation: "6.59"
    case .decoder: "6.6"
    case .schemaNormalization: "6.16"
    case .validationStrategy: "6.56"
    default: nil
    }
  }

  /// The slot's name without `Custom`, as `headwater new component --slot` takes it.
  public var name: String { String(rawValue.dropFirst("Custom".count)) }

  /// The slot of that name, with or without `Custom`.
  public init?(name: String) { self.init(rawValue: name.hasPrefix("Custom") ? name : "Custom\(name)") }

  /// The protocol that the slot's components fulfil.
  public var contract: Any.Type { slotContract.type }

  /// The name of that protocol in Swift.
  public var contractName: String {
    let name = "\(contract)"
    return name.hasPrefix("any ") ? String(name.dropFirst("any ".count)) : name
  }

  /// The types that may be declared here: the built-in ones and the custom one.
  public var types: [String] { builtInTypes + [rawValue] }

  /// The component behind a guard that names it in errors; nil when it does not fulfil the contract.
  func guarded(_ component: Any, name: String) -> Any? {
    slotContract.guarded(component, ComponentGuard(name: name, slot: self))
  }
}
