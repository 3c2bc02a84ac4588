public import JSON

/// Changes a config.
public protocol ConfigTransformation: Sendable {
  /// - Throws: ``SyncError`` when the config cannot be changed so.
  func transform(_ config: inout JSONObject) throws
}

/// Makes demands on a config beyond its schema.
public protocol ConfigValidation: Sendable {
  /// - Throws: ``SyncError`` that names the demand that is not met.
  func validate(_ config: JSONObject) throws
}

/// A demand on one value.
public protocol ValidationStrategy: Sendable {
  /// - Parameters:
  ///   - value: the value of a setting.
  ///   - name: what messages call the value.
  /// - Throws: ``SyncError`` when the value does not meet the demand.
  func validate(_ value: JSONValue, name: String) throws
}
