internal import ConnectorKit
internal import JSON

/// How many slices are read at a time.
struct ConcurrencyLevel: Sendable {
  static let spec = ComponentSpec<ConcurrencyLevel>(
    "ConcurrencyLevel", "Bounds how many slices are read at a time.", typing: .optional,
    fields: Field<TemplateText>.template(
      "default_concurrency", as: .anyOf([.integer, .string]), doc: "The number of slices, or a template that gives it from the config."),
    Field<Double>.wholeNumber("max_concurrency", doc: "The most that a config may ask for; needed when the number comes from it.").optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: ConcurrencyLevel
      default_concurrency: "{{ config['workers'] }}"
      max_concurrency: 20
      """
    ],
    make: ConcurrencyLevel.init)

  let value: Int

  init(level: TemplateText, maximum: Double?, context: BuildContext) throws {
    guard (maximum ?? 0) != 0 || !level.source.contains("config") else {
      throw SyncError(.system, "The concurrency level `\(level.source)` comes from the config, so the manifest must set `max_concurrency`.")
    }
    let maximum = maximum.flatMap { $0 == 0 ? nil : $0 }
    let isTemplate = context.declaration["default_concurrency"]?.string != nil
    var asked = Self.number(try? level.json(TemplateScope(config: context.config)), takesFractions: !isTemplate) ?? .nan
    // For the reference, a number that the manifest itself names is not bound by the maximum.
    if let maximum, isTemplate || !context.follows(.ignoresMaximumOfPlainLevel) { asked = min(asked, maximum) }
    guard !asked.isNaN, asked >= 1 || !context.follows(.refusesLowConcurrency) else {
      throw SyncError(
        context.options.configFailure(.refusesLowConcurrency),
        "The concurrency level `\(level.source)` must give a whole number of 1 or more.")
    }
    value = Int(max(1, min(asked, Self.most)))
  }

  /// More slices at a time are as good as no bound.
  private static let most = 100_000.0

  private static func number(_ value: JSONValue?, takesFractions: Bool) -> Double? {
    switch value {
    case .integer(let number): Double(number)
    case .double(let number) where takesFractions: number
    case .bigInteger(let digits): Double(digits)
    case .bool(let flag): flag ? 1 : 0
    default: nil
    }
  }
}
