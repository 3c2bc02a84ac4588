/// What a ``LoopbackServer`` answers to one request.
public struct LoopbackAnswer: Sendable, Hashable {
  public var status: Int
  /// Sent as they are; `Content-Length` is added.
  public var headers: [String: String]
  public var body: [UInt8]
  /// How long the answer is held back. Default not at all.
  public var delay: Duration

  public init(status: Int = 200, headers: [String: String] = [:], body: [UInt8] = [], delay: Duration = .zero) {
    self.status = status
    self.headers = headers
    self.body = body
    self.delay = delay
  }

  /// A JSON body, given as text, with its content type.
  public static func json(_ text: String, status: Int = 200, headers: [String: String] = [:]) -> LoopbackAnswer {
    .text(text, type: "application/json", status: status, headers: headers)
  }

  /// A body of text. Default content type `text/plain; charset=utf-8`.
  public static func text(
    _ text: String, type: String = "text/plain; charset=utf-8", status: Int = 200, headers: [String: String] = [:]
  ) -> LoopbackAnswer {
    LoopbackAnswer(status: status, headers: headers.merging(["Content-Type": type]) { given, _ in given }, body: Array(text.utf8))
  }

  /// No body, such as for an error or a redirect (with `["Location": ...]`).
  public static func status(_ status: Int, headers: [String: String] = [:]) -> LoopbackAnswer {
    LoopbackAnswer(status: status, headers: headers)
  }

  /// The same answer, held back for a while.
  public func delayed(by delay: Duration) -> LoopbackAnswer {
    var answer = self
    answer.delay = delay
    return answer
  }
}
