/// Proves to an API who asks: adds credentials to requests and obtains or renews them.
public protocol Authenticator: Sendable {
  /// What the authenticator adds to the request that is being built; may log in first.
  ///
  /// - Throws: ``SyncError`` when no credential can be had.
  func requestOptions(_ scope: RequestScope) async throws -> RequestOptions

  /// Last word on a finished request, for signatures over its method, URL and body. Does nothing by default.
  func sign(_ request: inout HTTPRequest, _ scope: RequestScope) async throws

  /// Renews the credential after the API refused it with this request.
  ///
  /// - Returns: false when this authenticator has nothing to renew, which is the default.
  func refresh(after request: HTTPRequest, _ scope: RequestScope) async throws -> Bool

  /// Whether a credential that an API refuses with status 401 is renewed and the request sent once more before the error
  /// handler's verdict counts. False by default.
  var renewsRefusedCredentials: Bool { get }

  /// Whether requests are changed at all; without that the authenticator is never asked. True by default.
  var addsCredentials: Bool { get }
  /// Hears of every answer, for authenticators that keep account of a quota. Does nothing by default.
  func observe(_ response: HTTPResponse, to request: HTTPRequest, _ scope: RequestScope) async

  /// Whether the request could be sent with another credential now instead of waiting for this one's quota. False by default.
  func canRotate(after request: HTTPRequest, _ scope: RequestScope) async -> Bool
}

extension Authenticator {
  public var renewsRefusedCredentials: Bool { false }
  public var addsCredentials: Bool { true }
  public func sign(_ request: inout HTTPRequest, _ scope: RequestScope) async throws {}
  public func refresh(after request: HTTPRequest, _ scope: RequestScope) async throws -> Bool { false }
  public func observe(_ response: HTTPResponse, to request: HTTPRequest, _ scope: RequestScope) async {}
  public func canRotate(after request: HTTPRequest, _ scope: RequestScope) async -> Bool { false }
}
