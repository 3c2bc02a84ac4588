/// One HTTP request, ready to be sent.
///
/// A transport adds `Host` and the length of the body, cookies it keeps, and `User-Agent`, `Accept: */*` and `Accept-Encoding`
/// where the request has none of its own. It guesses no `Content-Type`.
public struct HTTPRequest: Sendable {
  /// The method as it is sent ("GET", "POST", ...). Any method but HEAD may have a body.
  public var method: String
  /// The absolute address with its query, already percent-encoded. A user name and password in it are not sent.
  public var url: String
  /// Header fields in the order in which they are sent.
  public var headers: HTTPHeaders
  /// The body, nil for none. Methods other than GET and HEAD announce a missing body as `Content-Length: 0`.
  public var body: [UInt8]?
  /// How long to wait for the server.
  public var timeouts: HTTPTimeouts
  /// Whether a redirect is followed (the default) or handed back as the response.
  public var followsRedirects: Bool
  /// The name of the cache to ask: an answer that this run got to an equal request with the same name will do. Nil, the default, asks
  /// the server always.
  ///
  /// Credentials are no part of what makes requests equal, so what has credentials of its own needs a cache of its own.
  public var cache: String?
  /// The names of the query's parameters that are credentials. A redirect to another host does not take their values there.
  public var credentialParameters: Set<String> = []
  /// For what the request is made. It is not sent, and no part of what makes requests equal.
  public var origin: RequestOrigin?

  public init(
    method: String = "GET", url: String, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8]? = nil,
    timeouts: HTTPTimeouts = HTTPTimeouts(), followsRedirects: Bool = true, cache: String? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
    self.followsRedirects = followsRedirects
    self.cache = cache
  }
}

extension HTTPRequest: Hashable {
  public static func == (left: Self, right: Self) -> Bool {
    left.method == right.method && left.url == right.url && left.headers == right.headers && left.body == right.body
      && left.timeouts == right.timeouts && left.followsRedirects == right.followsRedirects && left.cache == right.cache
      && left.credentialParameters == right.credentialParameters
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(method)
    hasher.combine(url)
    hasher.combine(headers)
    hasher.combine(body)
    hasher.combine(cache)
  }
}

/// How long a request may take; a slow but steady download is never cut off.
public struct HTTPTimeouts: Sendable, Hashable {
  /// Seconds until the connection (TLS included) must stand. 30 by default.
  public var connect: Double
  /// Seconds without a single byte after which a transfer is given up. 300 by default.
  public var idle: Double

  public init(connect: Double = 30, idle: Double = 300) {
    self.connect = connect
    self.idle = idle
  }
}
