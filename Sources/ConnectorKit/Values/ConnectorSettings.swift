public import JSON

/// The settings that a connector takes, as its manifest specifies them.
public struct ConnectorSettings: Sendable {
  /// The JSON schema of a config.
  public var connectionSpecification: JSONObject
  public var documentationURL: String?
  /// How a platform obtains credentials for the user.
  public var advancedAuth: JSONObject?
  /// Changes to a config, and demands on it, beyond its schema.
  public var rules: any ConfigRules

  public init(
    connectionSpecification: JSONObject, documentationURL: String? = nil, advancedAuth: JSONObject? = nil,
    rules: any ConfigRules = NoConfigRules()
  ) {
    self.connectionSpecification = connectionSpecification
    self.documentationURL = documentationURL
    self.advancedAuth = advancedAuth
    self.rules = rules
  }
}

/// Changes to a config, and demands on it, beyond its schema.
public protocol ConfigRules: Sendable {
  /// Brings a config of an earlier version into today's form; the result is handed back to the platform to be kept.
  func migrate(_ config: JSONObject) throws -> JSONObject
  /// Derives settings for this run alone.
  func transform(_ config: JSONObject) throws -> JSONObject
  /// - Throws: ``SyncError`` when the config does not meet a demand.
  func validate(_ config: JSONObject) throws
}

/// No changes and no demands.
public struct NoConfigRules: ConfigRules {
  public init() {}
  public func migrate(_ config: JSONObject) throws -> JSONObject { config }
  public func transform(_ config: JSONObject) throws -> JSONObject { config }
  public func validate(_ config: JSONObject) throws {}
}
