public import JSON

/// Rewrites a state that an earlier version of the connector left.
public protocol StateMigration: Sendable {
  func shouldMigrate(_ state: JSONObject, stream: StreamPlan) throws -> Bool
  func migrate(_ state: JSONObject, stream: StreamPlan) throws -> JSONObject
}
