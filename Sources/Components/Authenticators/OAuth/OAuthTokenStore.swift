internal import Concurrency
internal import ConnectorKit
internal import Dates
internal import Document
internal import JSON
internal import Synchronization

/// An access token and the time, in microseconds since 1970, after which it is no longer good.
struct OAuthToken: Sendable {
  var value: JSONValue
  var expiry: Int

  func isExpired(_ run: RunServices) -> Bool { run.clock.now() > expiry }
}

/// Where an OAuth authenticator keeps its tokens.
protocol OAuthTokenStore: Sendable {
  /// The token at hand, good or not.
  func token(_ run: RunServices) throws -> OAuthToken?
  /// The refresh token to send; null for none.
  func refreshToken(_ run: RunServices) throws -> JSONValue
  /// - Parameter refreshToken: the new one; nil when the present one stays.
  func keep(_ token: OAuthToken, refreshToken: JSONValue?, _ run: RunServices) throws
  /// Held by whoever gets a new token.
  func lock(_ run: RunServices) -> AsyncSemaphore
}

/// Keeps the access token in memory; the refresh token never changes.
final class InMemoryTokenStore: OAuthTokenStore {
  private let current: Mutex<OAuthToken?>
  private let refreshToken: TemplateText?
  private let renewal = AsyncSemaphore(1)

  init(accessToken: TemplateText?, expiryDate: TemplateText?, refreshToken: TemplateText?, _ context: BuildContext) throws {
    let scope = TemplateScope(config: context.config)
    var expiry = Int.min
    if let expiryDate, !expiryDate.source.isEmpty { expiry = try OAuthExpiry.date(expiryDate.string(scope)) }
    var token: OAuthToken?
    if let accessToken, !accessToken.source.isEmpty { token = OAuthToken(value: try accessToken.requestValue(scope), expiry: expiry) }
    current = Mutex(token)
    self.refreshToken = refreshToken
  }

  func token(_ run: RunServices) -> OAuthToken? { current.withLock { $0 } }

  func refreshToken(_ run: RunServices) throws -> JSONValue {
    guard let refreshToken else { return .null }
    return .string(try refreshToken.text(TemplateScope(config: run.config)))
  }

  func keep(_ token: OAuthToken, refreshToken: JSONValue?, _ run: RunServices) { current.withLock { $0 = token } }

  func lock(_ run: RunServices) -> AsyncSemaphore { renewal }
}

/// Keeps the tokens in the config, which all streams of a run share, and hands each changed config to the platform.
struct ConfigTokenStore: OAuthTokenStore {
  private let updater: RefreshTokenUpdater

  init(_ updater: RefreshTokenUpdater, hasEndpoint: Bool, _ context: BuildContext) throws {
    guard hasEndpoint else {
      throw Diagnostic(
        code: .missingField, "an OAuthAuthenticator with `refresh_token_updater` needs `token_refresh_endpoint`", at: context.location)
    }
    self.updater = updater
    _ = try Self.token(in: context.settings, updater)
  }

  func token(_ run: RunServices) throws -> OAuthToken? { try Self.token(in: run.config, updater) }

  func refreshToken(_ run: RunServices) -> JSONValue { ConfigPath.value(updater.refreshTokenPath, in: run.config) ?? "" }

  func keep(_ token: OAuthToken, refreshToken: JSONValue?, _ run: RunServices) throws {
    let expiry = try DateTime(microsecondsSinceEpoch: token.expiry).isoFormat()
    let changed = run.configStore.change { config in
      ConfigPath.set(token.value, at: updater.accessTokenPath, in: &config)
      if let refreshToken { ConfigPath.set(refreshToken, at: updater.refreshTokenPath, in: &config) }
      ConfigPath.set(.string(expiry), at: updater.expiryPath, in: &config)
    }
    // A refresh token that works once is lost if the sync ends before the platform hears of its successor.
    run.events.configChanged(changed)
  }

  func lock(_ run: RunServices) -> AsyncSemaphore { run.shared.value(for: SharedKey("tokens of the config")) { AsyncSemaphore(1) } }

  private static func token(in config: JSONObject, _ updater: RefreshTokenUpdater) throws -> OAuthToken? {
    let stated = FormEncoding.text(ConfigPath.value(updater.expiryPath, in: config) ?? "")
    return OAuthToken(
      value: ConfigPath.value(updater.accessTokenPath, in: config) ?? "",
      expiry: stated.isEmpty ? Int.min : try OAuthExpiry.date(stated))
  }
}

/// Finds and sets values of the config by path.
enum ConfigPath {
  static func value(_ path: [String], in config: JSONObject) -> JSONValue? {
    var current: JSONValue? = .object(config)
    for segment in path {
      if let elements = current?.arrayValue {
        current = Int(segment).flatMap { elements.indices.contains($0) ? .some(elements[$0]) : .none }
      } else {
        current = current?[segment]
      }
    }
    return current
  }

  static func set(_ value: JSONValue, at path: [String], in config: inout JSONObject) {
    var root = JSONValue.object(config)
    set(value, at: path[...], in: &root)
    if case .object(let changed) = root { config = changed }
  }

  private static func set(_ value: JSONValue, at path: ArraySlice<String>, in place: inout JSONValue) {
    guard let segment = path.first else {
      place = value
      return
    }
    if case .array(var elements) = place, let index = Int(segment), elements.indices.contains(index) {
      set(value, at: path.dropFirst(), in: &elements[index])
      place = .array(elements)
      return
    }
    var members = place.objectValue ?? [:]
    var inner = members[segment] ?? .object([:])
    set(value, at: path.dropFirst(), in: &inner)
    members[segment] = inner
    place = .object(members)
  }
}
