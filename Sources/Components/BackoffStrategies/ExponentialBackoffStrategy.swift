internal import ConnectorKit
internal import JSON
internal import Templates

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

  private static let defaultFactor = 5.0

  private let factor: TemplateText?
  private let jitter: Double
  private let context: BuildContext

  init(factor: TemplateText?, jitter: Double, context: BuildContext) {
    // A zero that the manifest itself states stands for the default; what a template gives is taken as it is.
    self.factor = factor.flatMap { $0.source.isEmpty || (try? TemplateValue.string($0.source).pythonFloat()) == 0 ? nil : $0 }
    self.jitter = jitter
    self.context = context
  }

  func waitSeconds(after response: Response?, attempt: Int, run: RunServices) throws -> Double? {
    let factor = try factor?.number("factor", context) ?? Self.defaultFactor
    return Jitter.spread(factor * Double(1 << min(attempt, 40)), jitter)
  }
}
