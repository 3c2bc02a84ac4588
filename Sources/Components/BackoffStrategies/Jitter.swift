internal import ConnectorKit
internal import JSON
internal import Templates

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
  /// The number that the text gives from the config; truth values count as 1 and 0.
  ///
  /// - Throws: ``SyncError`` when it is no finite number.
  func number(_ field: String, _ context: BuildContext) throws -> Double {
    try number(value(TemplateScope(config: context.config)), field)
  }

  /// The number that the text gives from the config; nil when it gives nothing, an empty text or zero.
  ///
  /// - Throws: ``SyncError`` when it gives anything else that is no finite number.
  func numberOrNothing(_ field: String, _ context: BuildContext) throws -> Double? {
    let value = try value(TemplateScope(config: context.config))
    return value.truth() ? try number(value, field) : nil
  }

  private func number(_ value: TemplateValue, _ field: String) throws -> Double {
    if let number = try value.pythonFloat(), number.isFinite { return number }
    throw SyncError(.system, "`\(field)` must give a number, but `\(source)` gives \(try value.pythonRepr()).")
  }
}
