internal import ConnectorKit
internal import Document

/// So many calls in so much time.
struct Rate: Sendable {
  static let spec = ComponentSpec<Rate>(
    "Rate", "So many calls in so much time.", since: "6.33", typing: .ignored,
    fields: Field<TemplateText>.template("limit", as: .anyOf([.integer, .string]), doc: "How many calls may be made in the interval."),
    Field<String>.fixedDuration("interval", doc: "The interval, as an ISO 8601 duration such as PT1M."),
    Field<BuildContext>.context,
    examples: [
      """
      limit: "{{ 20 if config.get('is_paid') else 5 }}"
      interval: PT1S
      """
    ],
    make: { try Rate(limit: $0.wholeNumber("limit", $2), microseconds: $1, context: $2) })

  let limit: Int
  let milliseconds: Int

  private init(limit: Int, microseconds: Int, context: BuildContext) throws {
    guard limit != 0, microseconds >= 1_000 else {
      throw Diagnostic(
        code: .badRate, "a rate needs a limit that is not 0 and an interval of a millisecond or more", at: context.location)
    }
    self.limit = limit
    milliseconds = microseconds / 1_000
  }
}
