internal import ConnectorKit
internal import JSON

/// Doubles the wait with each try.
struct ExponentialBackoffStrategy: BackoffStrategy {
  static let spec = ComponentSpec<any BackoffStrategy>(
    "ExponentialBackoffStrategy", "Doubles the wait with each try, from twice the factor on.",
    fields: Field<TemplateText>.template("factor", as: .anyOf([.number, .string]), doc: "Seconds that are doubled with each try.").optional
      .shown(5),
    Field<Double>.jitter.default(0),
    Field<BuildContext>.context,
    examples: [
      """
      type: ExponentialBackoffStrategy
      factor: 2
      """
    ],
    make: ExponentialBackoffStrategy.init)

  static let defaultFactor = 5.0

  let factor: TemplateText?
  let jitter: Double
  let context: BuildContext

  func waitSeconds(after response: Response?, attempt: Int, run: RunServices) throws -> Double? {
    let factor = try factor?.number("factor", context) ?? Self.defaultFactor
    return Jitter.spread(factor * Double(1 << min(attempt, 40)), jitter)
  }
}
