internal import ConnectorKit
internal import Document

/// So many calls in so much time.
struct Rate: Sendable {
  static let spec = ComponentSpec<Rate>(
    "Rate", "So many calls in so much time.",
    fields: Field<TemplateText>.template("limit", as: .anyOf([.integer, .string]), doc: "How many calls may be made in the interval."),
    Field<String>.fixedDuration("interval", doc: "The interval, as an ISO 8601 duration such as PT1M."),
    Field<BuildContext>.context,
    examples: [
      """
      limit: "{{ 20 if config.get('is_paid') else 5 }}"
      interval: PT1S
      """
    ],
    make: { Rate(limit: try $0.wholeNumber("limit", $2), seconds: Double($1) / 1_000_000) })

  let limit: Int
  let seconds: Double
}
