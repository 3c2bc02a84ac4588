internal import ConnectorKit

/// Waits until the time that a header of the answer gives.
struct WaitUntilTimeFromHeader: BackoffStrategy {
  static let spec = ComponentSpec<any BackoffStrategy>(
    "WaitUntilTimeFromHeader", "Waits until the time that a header of the response gives, in seconds since 1970 or as a date.",
    fields: Field<TemplateText>.template("header", doc: "The name of the header."),
    Field<TemplateText>.template("min_wait", as: .anyOf([.number, .string]), doc: "The shortest wait in seconds.").optional,
    Field<TemplateText>.template("regex", doc: "A regular expression for the number within the header's value.").optional,
    Field<TemplateText>.template(
      "max_waiting_time_in_seconds", as: .anyOf([.number, .string]), doc: "The stream stops when it would have to wait this long."
    ).optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: WaitUntilTimeFromHeader
      header: X-RateLimit-Reset
      min_wait: 5
      """
    ],
    make: WaitUntilTimeFromHeader.init)

  private let value: HeaderValue
  private let shortest: TemplateText?
  private let limit: WaitLimit

  init(header: TemplateText, shortest: TemplateText?, regex: TemplateText?, limit: TemplateText?, context: BuildContext) throws {
    value = HeaderValue(header: header, regex: regex, context: context)
    self.shortest = shortest
    self.limit = try WaitLimit(limit, context)
  }

  func waitSeconds(after response: Response?, attempt: Int, run: RunServices) throws -> Double? {
    let until: Double? =
      switch try value.reading(response, run) {
      case .number(let seconds): seconds
      case .date(let date): Double(date) / 1_000_000
      case nil: nil
      }
    let shortest = try shortest?.numberOrNothing("min_wait", value.context)
    let wait: Double
    if let until, until != 0 {
      wait = max(until - Double(run.clock.now()) / 1_000_000, shortest ?? -.infinity)
      if wait < 0 { return nil }
    } else if let shortest {
      wait = shortest
    } else {
      return nil
    }
    try limit.check(wait, run)
    return wait
  }
}
