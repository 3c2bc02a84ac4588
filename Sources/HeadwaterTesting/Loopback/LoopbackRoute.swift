/// Which requests a ``LoopbackServer`` knows, and what it answers to them.
///
/// The answers are given in turn, one for each request that matches; the last one is given from then on.
public struct LoopbackRoute: Sendable {
  let method: String?
  let path: String
  let query: [LoopbackRequest.Parameter]
  let condition: @Sendable (LoopbackRequest) -> Bool
  let answer: @Sendable (LoopbackRequest, _ turn: Int) -> LoopbackAnswer

  /// A route with fixed answers.
  ///
  /// - Parameters:
  ///   - method: the method that matches; nil for any. Default `GET`.
  ///   - path: the path that matches, percent-encoded; a `*` at its end matches anything that follows.
  ///   - query: parameters that must be there with these values; others do not matter. Default none.
  ///   - condition: a further condition. Default none.
  ///   - answers: what is answered in turn; without any, an empty 200.
  public init(
    _ method: String? = "GET", _ path: String, query: [String: String] = [:],
    where condition: @escaping @Sendable (LoopbackRequest) -> Bool = { _ in true }, answers: [LoopbackAnswer]
  ) {
    self.init(method, path, query: query, where: condition) { _, turn in
      answers.isEmpty ? LoopbackAnswer() : answers[min(turn, answers.count - 1)]
    }
  }

  /// A route whose answers are made from the requests; see ``init(_:_:query:where:answers:)``.
  ///
  /// - Parameters:
  ///   - method: the HTTP method; nil for any.
  ///   - path: the path of the requests that match.
  ///   - query: parameters that a request must have to match.
  ///   - condition: what else must hold for a request to match.
  ///   - answer: takes the request and how many have matched before it.
  public init(
    _ method: String? = "GET", _ path: String, query: [String: String] = [:],
    where condition: @escaping @Sendable (LoopbackRequest) -> Bool = { _ in true },
    answer: @escaping @Sendable (LoopbackRequest, _ turn: Int) -> LoopbackAnswer
  ) {
    self.method = method
    self.path = path
    self.query = query.map { LoopbackRequest.Parameter($0.key, $0.value) }
    self.condition = condition
    self.answer = answer
  }

  func matches(_ request: LoopbackRequest) -> Bool {
    if let method, method.uppercased() != request.method { return false }
    if path.hasSuffix("*") {
      guard request.path.hasPrefix(path.dropLast()) else { return false }
    } else if path != request.path {
      return false
    }
    let sent = request.query
    return query.allSatisfy { sent.contains($0) } && condition(request)
  }
}
