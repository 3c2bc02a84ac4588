/// The arguments of a filter or test in the order of its parameters.
struct FilterArguments {
  private let values: [TemplateValue?]

  init(_ call: TemplateCall, _ signature: TemplateSignature) throws(TemplateError) { values = try call.bound(signature) }

  /// A parameter; null where an optional one was not given.
  subscript(_ place: Int) -> TemplateValue { values[place] ?? .none }

  /// A parameter; nil where it was not given.
  func given(_ place: Int) -> TemplateValue? { values[place] }

  /// A parameter, or its default.
  func given(_ place: Int, or standard: TemplateValue) -> TemplateValue { values[place] ?? standard }

  /// Whether a flag was given and is true.
  func flag(_ place: Int) -> Bool { values[place]?.truth() ?? false }
}

/// A way into values such as `address.city` or `0`.
struct AttributePath {
  private let parts: [TemplateValue]

  /// The path itself for null; texts are split at dots, and digits count as places.
  init(_ attribute: TemplateValue) {
    switch attribute {
    case .none: parts = []
    case .string(let text), .markup(let text): parts = Self.split(text, at: ".").map(Self.part)
    default: parts = [attribute]
    }
  }

  /// The paths of a text that lists several between commas.
  static func several(_ attribute: TemplateValue) -> [AttributePath] {
    guard let text = attribute.textValue else { return [AttributePath(attribute)] }
    return split(text, at: ",").map { AttributePath(.string($0)) }
  }

  private static func split(_ text: String, at separator: Unicode.Scalar) -> [String] {
    text.unicodeScalars.split(separator: separator, omittingEmptySubsequences: false).map { String($0) }
  }

  private static func part(_ text: String) -> TemplateValue {
    let isNumber = !text.isEmpty && text.unicodeScalars.allSatisfy { $0.properties.generalCategory == .decimalNumber }
    return isNumber ? TemplateValue(integerText: text) ?? .string(text) : .string(text)
  }

  /// What is at the path's end.
  /// - Parameter fallback: Takes the place of what is undefined, on the way as well as at the end, unless it is null.
  func value(
    in value: TemplateValue, _ runtime: TemplateRuntime, fallback: TemplateValue = .none
  ) throws(TemplateError) -> TemplateValue {
    var value = value
    for part in parts {
      value = try runtime.item(of: value, key: part)
      if value.isUndefined, !fallback.isNone { value = fallback }
    }
    return value
  }
}

extension TemplateValue {
  /// Text as it is, with its mark; everything else as `str()` shows it.
  func softText(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    switch self {
    case .string, .markup: self
    default: .string(try pythonText(runtime))
    }
  }

  /// The text of the value changed, marked as safe when it was before.
  func mapText(
    _ runtime: TemplateRuntime, _ change: (String) throws(TemplateError) -> String
  ) throws(TemplateError) -> TemplateValue {
    if case .markup(let text) = self { return .markup(try change(text)) }
    return .string(try change(try pythonText(runtime)))
  }

  /// Text in lower case, everything else unchanged: what comparisons look at that ignore case.
  var ignoringCase: TemplateValue { textValue.map { .string(PythonText.lower($0)) } ?? self }

  /// The integer of a parameter that must be one.
  func requiredInteger(_ call: TemplateCall) throws(TemplateError) -> Int {
    if case .bigInteger = self { throw TemplateError(.overflow, "Python int too large to convert to C ssize_t") }
    if case .undefined(let info) = self { throw info.error }
    guard let integer = integerValue else {
      throw call.typeError("expected an integer, got '\(typeName)'")
    }
    return integer
  }

  /// The key-value pairs that `.items()` gives.
  ///
  /// - Throws: an attribute error for values without that method.
  func mappingItems() throws(TemplateError) -> [(TemplateValue, TemplateValue)] {
    if case .undefined(let info) = self { throw info.error }
    guard let mapping = mappingValue else { throw TemplateError(.attributeError, "'\(typeName)' object has no attribute 'items'") }
    return Array(zip(mapping.keys, mapping.values))
  }

  /// The dictionary behind the value, if it is a mapping.
  var mappingValue: TemplateDict? {
    switch self {
    case .dict(let dict): dict
    case .object(let object): object.mapping
    default: nil
    }
  }
}

extension TemplateGenerator {
  /// Values that are looked for only when the first is asked for, as the body of a Python generator runs.
  static func lazy(
    _ make: @escaping () throws(TemplateError) -> (() throws(TemplateError) -> TemplateValue?)?
  ) -> TemplateValue {
    var hasStarted = false
    var next: (() throws(TemplateError) -> TemplateValue?)?
    return .generator(
      TemplateGenerator { () throws(TemplateError) -> TemplateValue? in
        if !hasStarted {
          hasStarted = true
          next = try make()
        }
        return try next?()
      })
  }
}
