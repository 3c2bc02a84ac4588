internal import ConnectorKit

/// Waits as long as a header of the answer says.
struct WaitTimeFromHeader: BackoffStrategy {
  static let spec = ComponentSpec<any BackoffStrategy>(
    "WaitTimeFromHeader", "Waits the seconds that a header of the response gives, or until the date that it gives.",
    fields: Field<TemplateText>.template("header", doc: "The name of the header."),
    Field<TemplateText>.template("regex", doc: "A regular expression for the number within the header's value.").optional,
    Field<TemplateText>.template(
      "max_waiting_time_in_seconds", as: .anyOf([.number, .string]), doc: "The stream stops when it would have to wait this long."
    ).optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: WaitTimeFromHeader
      header: Retry-After
      max_waiting_time_in_seconds: 600
      """,
      """
      type: WaitTimeFromHeader
      header: X-Limits
      regex: "wait=([0-9]+)"
      """,
    ],
    make: WaitTimeFromHeader.init)

  private let value: HeaderValue
  private let limit: WaitLimit

  init(header: TemplateText, regex: TemplateText?, limit: TemplateText?, context: BuildContext) throws {
    value = HeaderValue(header: header, regex: regex, context: context)
    self.limit = try WaitLimit(limit, context)
  }

  func waitSeconds(after response: Response?, attempt: Int, run: RunServices) throws -> Double? {
    let wait: Double
    switch try value.reading(response, run) {
    case nil: return nil
    case .number(let seconds) where seconds < 0 && !run.follows(.ignoresRetryDates):
      value.say("is no time to wait", String(seconds), run)
      return nil
    case .number(let seconds): wait = seconds
    case .date(let date): wait = max(0, Double(date - run.clock.now()) / 1_000_000)
    }
    if wait != 0 { try limit.check(wait, run) }
    return wait
  }
}
