public import JSON
internal import Synchronization

/// The config of a run as it is by now: an authenticator that gets new tokens writes them into it.
public final class ConfigStore: Sendable {
  private let current: Mutex<JSONObject>

  public init(_ config: JSONObject) { current = Mutex(config) }

  public var config: JSONObject { current.withLock { $0 } }

  /// Changes the config and gives the result.
  public func change(_ body: (inout JSONObject) -> Void) -> JSONObject {
    current.withLock { config in
      body(&config)
      return config
    }
  }
}
