internal import ConnectorKit

/// The first lines of a component for each slot: they compile, and do the least that the contract allows.
struct ComponentStub {
  let summary: String
  /// What stands between the summary and `make` in the declaration, with a comma at its end.
  var fields = ""
  var make: String?
  let body: String
  /// Further types that the component is made of.
  var more = ""

  /// The Swift text of a component, without imports.
  static func text(_ name: String, _ slot: ComponentSlot) -> String {
    let stub = stub(slot)
    let protocolName = slot.contractName
    return """
      /// \(stub.summary)
      struct \(name): \(protocolName) {
        static let spec = ComponentSpec<any \(protocolName)>(
          "\(name)", "\(stub.summary)",\(stub.fields.isEmpty ? "" : "\n    fields: " + stub.fields)
          make: \((stub.make ?? "{ NAME() }").replacing("NAME", with: name)))

      \(indented(stub.body.replacing("NAME", with: name)))
      }
      \(stub.more.isEmpty ? "" : "\n" + stub.more.replacing("NAME", with: name) + "\n")
      """
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  \($0)" }.joined(separator: "\n")
  }

  private static func stub(_ slot: ComponentSlot) -> ComponentStub {
    switch slot {
    case .authenticator: authenticator
    case .backoffStrategy: backoffStrategy
    case .configTransformation: configTransformation
    case .decoder: decoder
    case .errorHandler: errorHandler
    case .incrementalSync: incrementalSync
    case .paginationStrategy: paginationStrategy
    case .partitionRouter: partitionRouter
    case .recordExtractor: recordExtractor
    case .recordFilter: recordFilter
    case .requester: requester
    case .retriever: retriever
    case .schemaLoader: schemaLoader
    case .schemaNormalization: schemaNormalization
    case .stateMigration: stateMigration
    case .transformation: transformation
    case .validationStrategy: validationStrategy
    }
  }
}
