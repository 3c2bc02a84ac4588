/// What a server says before the body.
public struct HTTPResponseHead: Sendable, Hashable {
  /// The status code.
  public var status: Int
  /// The header fields of the last answer (after redirects, proxies and 1xx answers), in the order received.
  public var headers: HTTPHeaders
  /// The address that answered, after redirects.
  public var url: String
  /// The protocol spoken.
  public var version: HTTPVersion

  public init(status: Int, headers: HTTPHeaders = HTTPHeaders(), url: String, version: HTTPVersion = .http11) {
    self.status = status
    self.headers = headers
    self.url = url
    self.version = version
  }
}

/// The version of HTTP that an answer came in.
public enum HTTPVersion: String, Sendable, Hashable {
  case http10 = "HTTP/1.0"
  case http11 = "HTTP/1.1"
  case http2 = "HTTP/2"
  case http3 = "HTTP/3"
}

/// A whole answer, its body in memory and its content encoding (gzip, deflate, br, zstd) undone.
public struct HTTPResponse: Sendable, Hashable {
  public var head: HTTPResponseHead
  /// The decoded body.
  public var body: [UInt8]

  public var status: Int { head.status }
  public var headers: HTTPHeaders { head.headers }
  public var url: String { head.url }
  public var version: HTTPVersion { head.version }

  public init(head: HTTPResponseHead, body: [UInt8]) {
    self.head = head
    self.body = body
  }
}

/// An answer whose body is still on its way: read it to its end, or drop it to break off the transfer.
public struct HTTPStreamingResponse: Sendable {
  public let head: HTTPResponseHead
  public let body: HTTPBodyStream

  public init(head: HTTPResponseHead, body: HTTPBodyStream) {
    self.head = head
    self.body = body
  }
}
