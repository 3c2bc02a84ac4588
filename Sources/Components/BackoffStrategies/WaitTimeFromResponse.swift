internal import ConnectorKit
internal import JSON
internal import Templates

/// Waits as long as the body of the answer says.
struct WaitTimeFromResponse: BackoffStrategy {
  private static let variables: [TemplateName] = [.config, .parameters, .response, .headers]

  static let spec = ComponentSpec<any BackoffStrategy>(
    "WaitTimeFromResponse", "Waits the seconds that a template finds in the response body or headers.", since: "7.29",
    fields: Field<TemplateText>.template("wait_time_in_seconds", doc: "Gives the seconds; what is no positive number is ignored.")
      .variables(variables),
    Field<TemplateText>.template(
      "max_waiting_time_in_seconds", as: .anyOf([.number, .string]), doc: "The stream stops when it would have to wait this long."
    ).optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: WaitTimeFromResponse
      wait_time_in_seconds: "{{ response['error']['retry_after_ms'] / 1000 }}"
      max_waiting_time_in_seconds: 600
      """
    ],
    make: WaitTimeFromResponse.init)

  private let seconds: TemplateText
  private let limit: WaitLimit
  private let config: JSONObject

  /// - Throws: ``SyncError`` when the template reads what an answer cannot give: it would then never find a time to wait.
  init(seconds: TemplateText, limit: TemplateText?, context: BuildContext) throws {
    let unknown = seconds.variables(besides: Set(Self.variables))
    guard unknown.isEmpty else {
      let names = { (names: [String]) in names.map { "`\($0)`" }.joined(separator: ", ") }
      throw SyncError(
        .system, "`wait_time_in_seconds` reads \(names(unknown)), but there is only \(names(Self.variables.map(\.rawValue))).")
    }
    self.seconds = seconds
    self.limit = try WaitLimit(limit, context)
    config = context.config
  }

  func waitSeconds(after response: Response?, attempt: Int, run: RunServices) throws -> Double? {
    var scope = TemplateScope(config: config)
    scope.set(response: response?.json)
    scope.set(headersInAnyCase: response?.headers.byName ?? [:])
    let value: TemplateValue
    do {
      value = try seconds.value(scope)
    } catch {
      run.log.write(.warning, "`wait_time_in_seconds` cannot be evaluated on this response: \(SyncError(wrapping: error).message)")
      return nil
    }
    guard let wait = (try? value.pythonFloat()) ?? nil, wait.isFinite, wait > 0 else { return nil }
    try limit.check(wait, run)
    return wait
  }
}
