internal import ConnectorKit
internal import Document
internal import JSON
internal import Templates

/// Names answers by status, text or condition, and says what to do about them.
struct HttpResponseFilter: Sendable {
  static let spec = ComponentSpec<HttpResponseFilter>(
    "HttpResponseFilter", "Names responses by status, text or condition, and says what to do about them.",
    fields: Field<ErrorResolution.Action>.choice(
      "action",
      doc: """
        `SUCCESS` takes the answer as good, `IGNORE` as one without records; `FAIL` ends the stream; `RETRY` and `RATE_LIMITED` send the \
        request again after a wait, `REFRESH_TOKEN_THEN_RETRY` with a new token; the others ask the retriever's `pagination_reset`, \
        `page_size_reduction` or `request_window_splitting`.
        """
    ).optional,
    Field<SyncError.FailureType>.choice(
      "failure_type",
      doc: "Who can fix it, when the action is FAIL: the user (`config_error`), nobody but time (`transient_error`), or a programmer."
    ).optional,
    Field<TemplateText>.template("error_message", doc: "What to tell the user when the stream fails.").variables(
      .config, .parameters, .response, .headers, .requestURL
    ).optional,
    Field<String>.string("error_message_contains", doc: "A part of the API's error message by which matching responses are known.")
      .optional,
    Field<[Int]>.statuses("http_codes", doc: "The statuses of matching responses. Status, text and condition: any of them is enough.")
      .default([]),
    Field<TemplateCondition>.condition("predicate", doc: "A condition that holds for matching responses.").variables(
      .parameters, .response, .headers, .requestURL
    ).optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: HttpResponseFilter
      http_codes: [401, 403]
      action: FAIL
      failure_type: config_error
      error_message: "The key is not accepted: {{ response['error'] }}"
      """,
      """
      type: HttpResponseFilter
      predicate: "{{ response.get('status') == 'pending' }}"
      action: RETRY
      """,
    ],
    make: HttpResponseFilter.init)

  let action: ErrorResolution.Action?
  private let failureType: SyncError.FailureType?
  private let message: TemplateText?
  private let contained: String?
  private let statuses: Set<Int>
  private let predicate: TemplateCondition?
  private let config: JSONObject

  init(
    action: ErrorResolution.Action?, failureType: SyncError.FailureType?, message: TemplateText?, contained: String?, statuses: [Int],
    predicate: TemplateCondition?, context: BuildContext
  ) {
    self.action = action
    self.failureType = failureType
    self.message = message
    self.contained = contained.flatMap { $0.isEmpty ? nil : $0 }
    self.statuses = Set(statuses)
    self.predicate = predicate.flatMap { $0.isEmpty ? nil : $0 }
    config = context.config
  }

  /// The verdict on an answer that the filter names; nil for all others.
  func verdict(on response: Response) throws -> ErrorResolution? {
    guard let action, try matches(response) else { return nil }
    let standard = DefaultErrorMapping.resolution(status: response.status)
    let failureType = action == .fail ? self.failureType : nil
    let said = try message?.string(scope(response))
    return ErrorResolution(
      action, failureType ?? (standard.map { $0.failureType } ?? .system), said.flatMap { $0.isEmpty ? nil : $0 } ?? standard?.message)
  }

  private func matches(_ response: Response) throws -> Bool {
    if statuses.contains(response.status) { return true }
    if let predicate, try predicate.holds(scope(response)) { return true }
    guard let contained, let said = ErrorMessageParser.message(response) else { return false }
    return said.contains(contained)
  }

  private func scope(_ response: Response) -> TemplateScope {
    var scope = TemplateScope(config: config)
    scope.set(response: response.json)
    scope.set(headersInAnyCase: response.headers.byName)
    scope.set(.requestURL, .string(Address(response.http.url).redacted))
    return scope
  }
}

extension Field where Value == [Int] {
  static func statuses(_ name: String, doc: String) -> Field<[Int]> {
    .custom(name, as: .limited(.list(.integer), .distinct), doc: doc) { node, _ in node.sequence?.compactMap(\.integer) ?? [] }
  }
}
