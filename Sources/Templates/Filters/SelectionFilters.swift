/// Filters that apply another filter or test to every element, as the elements are asked for.
enum SelectionFilters {
  static let all: [String: TemplateFunction] = [
    "map": map, "select": select, "reject": reject, "selectattr": selectAttribute, "rejectattr": rejectAttribute,
    "default": standard, "d": standard, "attr": attribute,
  ]

  private static let selecting = TemplateSignature("value", "*args", "**kwargs")

  @Sendable private static func map(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let value = try FilterArguments(call, selecting)[0]
    let (runtime, arguments, keywords) = (call.runtime, call.surplus(selecting), call.surplusKeywords(selecting))
    return TemplateGenerator.lazy { () throws(TemplateError) in
      guard value.truth() else { return nil }
      let change = try mapping(arguments, keywords, runtime)
      let source = try value.iterator(runtime)
      return { () throws(TemplateError) in
        guard let element = try source.next() else { return nil }
        try runtime.charge()
        return try change(element)
      }
    }
  }

  /// `map(attribute=...)` reads an attribute, `map('name', ...)` applies a filter.
  private static func mapping(
    _ arguments: [TemplateValue], _ keywords: [(name: String, value: TemplateValue)], _ runtime: TemplateRuntime
  ) throws(TemplateError) -> ((TemplateValue) throws(TemplateError) -> TemplateValue) {
    if arguments.isEmpty, let attribute = keywords.first(where: { $0.name == "attribute" }) {
      if let other = keywords.first(where: { $0.name != "attribute" && $0.name != "default" }) {
        throw TemplateError(.filterArgument, "Unexpected keyword argument '\(other.name)'")
      }
      let path = AttributePath(attribute.value)
      let fallback = keywords.first { $0.name == "default" }?.value ?? .none
      return { (element) throws(TemplateError) in try path.value(in: element, runtime, fallback: fallback) }
    }
    guard let name = arguments.first else { throw TemplateError(.filterArgument, "map requires a filter argument") }
    let filter = try name.pythonText(runtime)
    let rest = Array(arguments.dropFirst())
    return { (element) throws(TemplateError) in try runtime.applyFilter(filter, [element] + rest, keywords: keywords) }
  }

  @Sendable private static func select(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    try selection(call, keepsPassing: true, byAttribute: false)
  }

  @Sendable private static func reject(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    try selection(call, keepsPassing: false, byAttribute: false)
  }

  @Sendable private static func selectAttribute(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    try selection(call, keepsPassing: true, byAttribute: true)
  }

  @Sendable private static func rejectAttribute(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    try selection(call, keepsPassing: false, byAttribute: true)
  }

  private static func selection(_ call: TemplateCall, keepsPassing: Bool, byAttribute: Bool) throws(TemplateError) -> TemplateValue {
    let value = try FilterArguments(call, selecting)[0]
    let (runtime, given, keywords) = (call.runtime, call.surplus(selecting), call.surplusKeywords(selecting))
    return TemplateGenerator.lazy { () throws(TemplateError) in
      guard value.truth() else { return nil }
      var path: AttributePath?
      if byAttribute {
        guard let attribute = given.first else { throw TemplateError(.filterArgument, "Missing parameter for attribute name") }
        path = AttributePath(attribute)
      }
      let passes = try test(Array(given.dropFirst(byAttribute ? 1 : 0)), keywords, runtime)
      let source = try value.iterator(runtime)
      return { () throws(TemplateError) in
        while let element = try source.next() {
          try runtime.charge()
          if try passes(try path?.value(in: element, runtime) ?? element) == keepsPassing { return element }
        }
        return nil
      }
    }
  }

  /// The named test with the arguments behind its name; without a name, whether the value is true.
  private static func test(
    _ arguments: [TemplateValue], _ keywords: [(name: String, value: TemplateValue)], _ runtime: TemplateRuntime
  ) throws(TemplateError) -> ((TemplateValue) throws(TemplateError) -> Bool) {
    guard let name = arguments.first else { return { (element) throws(TemplateError) in element.truth() } }
    let test = try name.pythonText(runtime)
    let rest = Array(arguments.dropFirst())
    return { (element) throws(TemplateError) in try runtime.applyTest(test, [element] + rest, keywords: keywords) }
  }

  private static let defaulting = TemplateSignature("value", "default_value=", "boolean=")
  @Sendable private static func standard(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, defaulting)
    let isMissing = arguments[0].isUndefined || arguments.flag(2) && !arguments[0].truth()
    return isMissing ? arguments.given(1, or: .string("")) : arguments[0]
  }

  private static let reading = TemplateSignature("obj", "name")
  /// An attribute or method, never an item.
  @Sendable private static func attribute(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, reading)
    guard let name = arguments[1].textValue else {
      throw TemplateError(.typeError, "attribute name must be string, not '\(arguments[1].typeName)'")
    }
    return try call.runtime.attributeOnly(of: arguments[0], named: name) ?? .undefined(named: name)
  }
}
