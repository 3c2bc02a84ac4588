internal import ConnectorKit
internal import JSON

/// Waits the same time before each try.
struct ConstantBackoffStrategy: BackoffStrategy {
  static let spec = ComponentSpec<any BackoffStrategy>(
    "ConstantBackoffStrategy", "Waits the same time before each try.",
    fields: Field<TemplateText>.template(
      "backoff_time_in_seconds", as: .anyOf([.limited(.number, .atLeast(0)), .string]),
      doc: "Seconds to wait before a request is sent again."
    ),
    Field<Double>.jitter.default(0),
    Field<BuildContext>.context,
    examples: [
      """
      type: ConstantBackoffStrategy
      backoff_time_in_seconds: 30
      jitter_range_in_seconds: 5
      """
    ],
    make: ConstantBackoffStrategy.init)

  let seconds: TemplateText
  let jitter: Double
  let context: BuildContext

  func waitSeconds(after response: Response?, attempt: Int, run: RunServices) throws -> Double? {
    Jitter.spread(try seconds.number("backoff_time_in_seconds", context), jitter)
  }
}
