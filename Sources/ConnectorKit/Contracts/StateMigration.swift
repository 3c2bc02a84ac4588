public import JSON

/// Rewrites a state that an earlier version of the connector left.
public protocol StateMigration: Sendable {
  /// - Throws: when the migration does not go with the stream. Does nothing by default.
  func check(_ stream: StreamPlan) throws
  func shouldMigrate(_ state: JSONObject, stream: StreamPlan) throws -> Bool
  func migrate(_ state: JSONObject, stream: StreamPlan) throws -> JSONObject
}

extension StateMigration {
  public func check(_ stream: StreamPlan) throws {}
}
