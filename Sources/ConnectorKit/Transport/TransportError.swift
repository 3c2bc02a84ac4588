/// Why no answer came from a server. Status codes are answers; they are never errors here.
public struct TransportError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The address is not one a request can be sent to.
    case badURL
    /// The request itself cannot be sent, for instance a header with a line break in it.
    case badRequest
    /// The host name is not known.
    case resolve
    /// Nobody listens there, or the way there is barred.
    case connect
    /// The encrypted connection could not be made, for instance for want of a trusted certificate.
    case tls
    /// The proxy refused or could not be reached.
    case proxy
    /// The server took longer than the request's timeouts allow.
    case timeout
    /// The connection broke in the middle.
    case reset
    /// Redirects without end.
    case tooManyRedirects
    /// A redirect asks for a longer wait than is allowed.
    case refusedWait
    /// The body exceeds the limit for bodies held in memory, or the head the one for heads.
    case tooLarge
    /// The body's content encoding is broken, or the body ends in the middle of it.
    case decoding
    /// The task that asked was cancelled, or the transport was shut down.
    case cancelled
  }

  public let kind: Kind
  /// What went wrong and what to do, in plain words, with the host. Never holds a query, a header or a body.
  public let message: String
  /// Where the request went: `scheme://host:port/path`, without user, query and fragment.
  public let location: String

  public init(_ kind: Kind, _ message: String, location: String) {
    self.kind = kind
    self.message = message
    self.location = location
  }

  /// True when the same request may succeed a little later.
  public var isTransient: Bool {
    switch kind {
    case .resolve, .connect, .timeout, .reset, .proxy, .decoding: true
    case .badURL, .badRequest, .tls, .tooManyRedirects, .refusedWait, .tooLarge, .cancelled: false
    }
  }

  public var description: String { message }
}
