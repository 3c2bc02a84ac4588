internal import ConnectorKit
public import JSON

/// An API as it was recorded: a JSON file with a list of requests and the answers to them.
///
/// ```json
/// [{"request": {"path": "/items", "query": {"page": "1"}}, "response": {"body": {"items": []}}}]
/// ```
/// A request may say `method` (GET), `path`, `query`, `headers` and `body` (a text that the body must be); a response `status` (200),
/// `headers`, and `body` as JSON or `text`. Equal requests are answered in their order, the last answer again and again.
public struct RecordedPages: Sendable {
  public let routes: [LoopbackRoute]

  /// - Throws: ``GoldenFailure`` when the recording has another form.
  public init(_ recording: JSONValue) throws {
    guard let exchanges = recording.arrayValue else { throw GoldenFailure("The recorded pages are no list.") }
    var order: [JSONValue] = []
    var answers: [JSONValue: [LoopbackAnswer]] = [:]
    for exchange in exchanges {
      guard let request = exchange["request"], request["path"]?.stringValue != nil, let response = exchange["response"] else {
        throw GoldenFailure("A recorded page needs a `request` with a `path`, and a `response`: \(JSONText.compact(exchange))")
      }
      if answers[request] == nil { order.append(request) }
      answers[request, default: []].append(Self.answer(response))
    }
    routes = order.map { Self.route($0, answers[$0] ?? []) }
  }

  private static func answer(_ response: JSONValue) -> LoopbackAnswer {
    let status = response["status"]?.integerValue ?? 200
    let headers = texts(response["headers"])
    if let text = response["text"]?.stringValue { return .text(text, status: status, headers: headers) }
    guard let body = response["body"] else { return .status(status, headers: headers) }
    return .json(JSONText.compact(body), status: status, headers: headers)
  }

  private static func route(_ request: JSONValue, _ answers: [LoopbackAnswer]) -> LoopbackRoute {
    let headers = texts(request["headers"])
    let body = request["body"]?.stringValue
    let query = texts(request["query"])
    return LoopbackRoute(
      request["method"]?.stringValue ?? "GET", request["path"]?.stringValue ?? "/", query: query,
      where: { sent in
        headers.allSatisfy { sent.header($0.key) == $0.value } && (body.map { $0 == sent.bodyText } ?? true)
          && (request["query"] == nil || sent.query.count == query.count)
      }, answers: answers)
  }

  private static func texts(_ value: JSONValue?) -> [String: String] {
    Dictionary((value?.objectValue ?? [:]).map { ($0.key, FormEncoding.text($0.value)) }) { _, last in last }
  }
}
