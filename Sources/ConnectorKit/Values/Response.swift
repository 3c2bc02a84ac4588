public import JSON
internal import Synchronization

/// An answer of an API as components see it: status, headers, body, and the request it answers.
///
/// The body is parsed as JSON at most once, by whoever asks first.
public final class Response: Sendable {
  public let http: HTTPResponse
  public let request: HTTPRequest
  private let parsed = Mutex<Parsed>(.notYet)

  private enum Parsed {
    case notYet
    case document(JSONView)
    case invalid
  }

  public init(_ http: HTTPResponse, to request: HTTPRequest) {
    self.http = http
    self.request = request
  }

  public var status: Int { http.status }
  public var headers: HTTPHeaders { http.headers }
  public var body: [UInt8] { http.body }

  /// Whether the status is below 400.
  public var isOK: Bool { status < 400 }

  /// The body as text; bytes that are not UTF-8 become replacement characters.
  public var text: String { String(decoding: http.body, as: UTF8.self) }

  /// The body parsed as JSON; nil when it is none.
  public var json: JSONView? {
    parsed.withLock { parsed in
      if case .notYet = parsed {
        if let tape = try? JSONTape(http.body, options: .python) { parsed = .document(tape.root) } else { parsed = .invalid }
      }
      if case .document(let view) = parsed { return view }
      return nil
    }
  }

  /// Hands over what a decoder has already parsed, so that templates need not parse it again.
  public func cacheDocument(_ document: JSONView) {
    parsed.withLock { if case .notYet = $0 { $0 = .document(document) } }
  }
}
