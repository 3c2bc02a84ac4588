public import JSON

/// Tells the platform that the connector's config has changed.
public struct ControlMessage: Sendable, Hashable {
  /// The whole config as it is from now on.
  public var config: JSONObject
  /// Milliseconds since 1970, with a fraction.
  public var emittedAt: Double

  public init(config: JSONObject, emittedAt: Double) {
    self.config = config
    self.emittedAt = emittedAt
  }
}
