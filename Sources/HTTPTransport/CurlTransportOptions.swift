/// How a `CurlTransport` behaves; the defaults suit a run.
package struct CurlTransportOptions: Sendable {
  /// Sent as `User-Agent` when a request has none of its own.
  package var userAgent: String
  /// The environment variables that choose proxies and certificates; those of the process by default.
  package var environment: TransportEnvironment
  /// The largest body that is held in memory, in bytes after its content encoding is undone. 2 GiB by default.
  package var maximumBodyBytes: Int
  /// How many bytes of a streamed body may wait for their reader before the server has to wait. 256 KiB by default.
  package var streamBufferBytes: Int
  /// How many connections to one host may be open at a time; further requests wait for one of them. No limit by default: a run bounds
  /// its requests itself, and streamed bodies whose readers wait for another request would keep it from a connection for ever.
  package var connectionsPerHost: Int?
  /// How many idle connections are kept for later. 256 by default.
  package var idleConnections: Int
  /// How long an idle connection may be used again, in seconds; servers close theirs sooner or later. 118 by default.
  package var idleConnectionSeconds: Int
  /// How many redirects a request follows. 30 by default.
  package var maximumRedirects: Int
  /// The hosts that a redirect may take headers and bodies with credentials to; `*.example.com` stands for all hosts below a domain.
  /// None by default: what leads to another host, port or scheme loses them.
  package var trustedHosts: [String] = []
  /// Whether a text is a secret, which a redirect to a host that is not trusted does not get as a parameter either; by default none is known.
  package var isSecret: @Sendable (String) -> Bool = { _ in false }
  /// The longest wait in seconds that a redirect may ask for with `Retry-After`; nil, the default, does not look at it.
  package var longestRedirectWait: Double?
  /// Whether cookies are kept and sent back for as long as the transport lives. They are, by default.
  package var keepsCookies: Bool
  /// Whether a packed body that ends before its packed data does is taken for whole, as the reference takes it. An error by default.
  package var takesCutBodies: Bool
  /// Whether libcurl unpacks what is not unpacked here; a cut in it goes unnoticed.
  package var leavesOtherEncodingsToLibcurl = LibCurl.decidesLate

  package init(
    userAgent: String = "Headwater", environment: TransportEnvironment = .process, maximumBodyBytes: Int = 2 << 30,
    streamBufferBytes: Int = 256 << 10, connectionsPerHost: Int? = nil, idleConnections: Int = 256, idleConnectionSeconds: Int = 118,
    maximumRedirects: Int = 30, keepsCookies: Bool = true, takesCutBodies: Bool = false
  ) {
    self.userAgent = userAgent
    self.environment = environment
    self.maximumBodyBytes = maximumBodyBytes
    self.streamBufferBytes = streamBufferBytes
    self.connectionsPerHost = connectionsPerHost
    self.idleConnections = idleConnections
    self.idleConnectionSeconds = idleConnectionSeconds
    self.maximumRedirects = maximumRedirects
    self.keepsCookies = keepsCookies
    self.takesCutBodies = takesCutBodies
  }
}
