package import JSON

/// Tells the platform that the connector's config has changed.
package struct ControlMessage: Sendable, Hashable {
  /// The whole config as it is from now on.
  package var config: JSONObject
  /// Milliseconds since 1970, with a fraction.
  package var emittedAt: Double

  package init(config: JSONObject, emittedAt: Double) {
    self.config = config
    self.emittedAt = emittedAt
  }
}
