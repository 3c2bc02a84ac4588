internal import ConnectorKit
internal import Document

/// What routers that are made of other routers demand of these.
enum RouterChecks {
  static func requestOptions(in type: String, at location: SourceLocation?) -> Diagnostic {
    Diagnostic(
      code: "request-option", "a router inside a \(type) must not have a `request_option`", at: location,
      fix: "use the value in the request's own fields, as in \"{{ stream_partition['id'] }}\"")
  }
}

extension PartitionRouter {
  /// Whether the router itself adds its values to requests.
  var hasRequestOptions: Bool {
    switch self {
    case let list as ListPartitionRouter: list.option != nil
    case let substream as SubstreamPartitionRouter: substream.parents.contains { $0.option != nil }
    default: false
    }
  }

  /// The names of the values that the router's partitions are known to have.
  var partitionFields: [String] {
    switch self {
    case let list as ListPartitionRouter: [list.field]
    case let substream as SubstreamPartitionRouter: substream.parents.map(\.partitionField)
    case let union as UnionPartitionRouter: [union.field]
    default: []
    }
  }
}
