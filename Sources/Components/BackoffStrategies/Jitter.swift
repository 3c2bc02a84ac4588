internal import ConnectorKit
internal import JSON

/// Spreads waits, so that many clients do not come back at once.
enum Jitter {
  /// A time between a wait and the wait with twice the range added.
  static func spread(_ seconds: Double, _ range: Double) -> Double {
    range > 0 ? Double.random(in: seconds...(seconds + 2 * range)) : seconds
  }
}

extension Field where Value == Double {
  static var jitter: Field<Double> {
    .number("jitter_range_in_seconds", doc: "Seconds by which a wait is spread to either side, later than stated on average.").limited(
      .atLeast(0))
  }
}

extension TemplateText {
  /// The number that the text gives from the config.
  ///
  /// - Throws: ``SyncError`` when it is no number.
  func number(_ field: String, _ context: BuildContext) throws -> Double {
    let value = try json(TemplateScope(config: context.config))
    if let number = value.doubleValue { return number }
    if case .string(let text) = value, let number = Double(text.filter { !$0.isWhitespace }) { return number }
    throw SyncError(.system, "`\(field)` must give a number, but `\(source)` gives \(JSONText.compact(value)).")
  }
}
