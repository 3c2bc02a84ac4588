public import JSON

/// Says whether a connector works with a config.
public protocol ConnectionChecker: Sendable {
  /// Settings that replace the user's while a check runs, by their names.
  func configOverrides(_ config: JSONObject) throws -> JSONObject

  /// - Returns: nil when the connection works, otherwise what is wrong and what to do.
  /// - Throws: ``SyncError`` when that cannot be found out.
  func check(_ plan: ConnectorPlan, run: RunServices) async throws -> String?
}

extension ConnectionChecker {
  public func configOverrides(_ config: JSONObject) throws -> JSONObject { [:] }
}
