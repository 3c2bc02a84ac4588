import PythonRules

/// An integer of an answer or a config with more digits than templates compute with: it is passed on as it is.
final class LongInteger: TemplateObject {
  let typeName = "int"
  let digits: String

  init(_ digits: String) { self.digits = digits }

  var isTrue: Bool { true }

  func pythonText() throws(TemplateError) -> String { digits }

  func isEqual(to other: TemplateValue) -> Bool { Self.of(other)?.digits == digits }

  static func of(_ value: TemplateValue) -> LongInteger? {
    if case .object(let object) = value { object as? LongInteger } else { nil }
  }

  /// Why nothing can be computed with the value, when it is such an integer.
  static func error(_ value: TemplateValue) -> TemplateError? { of(value)?.error }

  var error: TemplateError {
    TemplateError(
      .limit,
      "the integer has \(digits.utf8.count) digits; templates compute with at most \(PythonNumberText.maximumDigits), which is the limit")
  }
}
