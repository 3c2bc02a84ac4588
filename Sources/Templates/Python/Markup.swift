/// Text that is safe HTML, and escaping of what is not.
enum Markup {
  /// The text of a value with `&`, `<`, `>`, `'` and `"` escaped, unless it is marked as safe.
  static func escape(_ value: TemplateValue, _ runtime: TemplateRuntime) throws(TemplateError) -> String {
    if case .markup(let text) = value { return text }
    return try escape(text: try value.pythonText(runtime), runtime)
  }

  /// A text with these characters escaped.
  static func escape(text: String, _ runtime: TemplateRuntime) throws(TemplateError) -> String {
    let size = text.utf8.count
    if size > 64 { try runtime.charge(size / 64) }
    // An escaped character takes five or six bytes; only where that may be too much, all are counted.
    if size > runtime.environment.options.outputLimit / 6 {
      try runtime.checkSize(size + 5 * text.utf8.count { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x27 || $0 == 0x22 })
    }
    return escape(text)
  }

  static func escape(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x27 || $0 == 0x22 }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "'": result += "&#39;"
      case "\"": result += "&#34;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Methods whose text arguments are escaped before they take part.
  private static let escaping: Set<String> = ["join", "replace", "format", "ljust", "rjust", "center"]

  /// Calls a method of strings on safe text: text that comes out is safe again.
  static func call(
    _ method: Method<String>, _ name: String, _ text: String, _ call: inout TemplateCall
  ) throws(TemplateError) -> TemplateValue {
    if name == "join", let parts = call.arguments.first {
      var escaped: [TemplateValue] = []
      for part in try parts.elements(call.runtime) { escaped.append(.string(try escape(part, call.runtime))) }
      call.arguments = [.list(escaped)]
    } else if escaping.contains(name) {
      for place in call.arguments.indices { call.arguments[place] = try escaped(call.arguments[place]) }
      for place in call.keywords.indices { call.keywords[place].value = try escaped(call.keywords[place].value) }
    }
    return marked(try method(text, &call))
  }

  private static func escaped(_ value: TemplateValue) throws(TemplateError) -> TemplateValue {
    switch value {
    case .string(let text): .string(escape(text))
    case .markup(let text): .string(text)
    default: value
    }
  }

  private static func marked(_ value: TemplateValue) -> TemplateValue {
    switch value {
    case .string(let text): .markup(text)
    case .list(let list): .list(list.elements.map(marked))
    case .tuple(let tuple): .tuple(tuple.elements.map(marked))
    default: value
    }
  }

  /// The right side of `%` with its texts escaped.
  static func escapedArguments(_ value: TemplateValue) throws(TemplateError) -> TemplateValue {
    switch value {
    case .tuple(let tuple):
      var elements: [TemplateValue] = []
      for element in tuple.elements { elements.append(try escaped(element)) }
      return .tuple(elements)
    case .dict(let dict):
      let result = TemplateDict()
      for (key, value) in zip(dict.keys, dict.values) { try result.set(key, to: try escaped(value)) }
      return .dict(result)
    default: return try escaped(value)
    }
  }
}
