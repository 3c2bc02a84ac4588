/// `'{} {name.attr[0]!r:>5}'.format(...)`.
struct BraceFormat {
  let arguments: [TemplateValue]
  let keywords: [(name: String, value: TemplateValue)]
  let runtime: TemplateRuntime
  private var nextPlace = 0
  private var usesNumbers = false

  init(arguments: [TemplateValue], keywords: [(name: String, value: TemplateValue)], runtime: TemplateRuntime) {
    self.arguments = arguments
    self.keywords = keywords
    self.runtime = runtime
  }

  mutating func format(_ text: String, depth: Int = 2) throws(TemplateError) -> String {
    guard depth > 0 else { throw TemplateError(.valueError, "Max string recursion exceeded") }
    var result = ""
    let scalars = Array(text.unicodeScalars)
    var at = 0
    while at < scalars.count {
      let scalar = scalars[at]
      let doubled = at + 1 < scalars.count && scalars[at + 1] == scalar
      if scalar == "{" || scalar == "}", doubled {
        result.unicodeScalars.append(scalar)
        at += 2
      } else if scalar == "}" {
        throw TemplateError(.valueError, "Single '}' encountered in format string")
      } else if scalar == "{" {
        let end = try closing(scalars, from: at + 1)
        try runtime.charge(1 + (end - at) / 16)
        result += try field(Array(scalars[(at + 1)..<end]), depth: depth)
        try runtime.checkSize(result.utf8.count)
        at = end + 1
      } else {
        result.unicodeScalars.append(scalar)
        at += 1
      }
    }
    try runtime.checkSize(result.utf8.count)
    return result
  }

  private func closing(_ scalars: [Unicode.Scalar], from start: Int) throws(TemplateError) -> Int {
    var depth = 1
    for at in start..<scalars.count {
      if scalars[at] == "{" { depth += 1 }
      if scalars[at] == "}" {
        depth -= 1
        if depth == 0 { return at }
      }
    }
    let message = start == scalars.count ? "Single '{' encountered in format string" : "expected '}' before end of string"
    throw TemplateError(.valueError, message)
  }

  private mutating func field(_ scalars: [Unicode.Scalar], depth: Int) throws(TemplateError) -> String {
    var nameEnd = scalars.count
    var inBrackets = false
    for (place, scalar) in scalars.enumerated() {
      if scalar == "[" { inBrackets = true }
      if scalar == "]" { inBrackets = false }
      if !inBrackets, scalar == "!" || scalar == ":" {
        nameEnd = place
        break
      }
    }
    var rest = scalars[nameEnd...]
    var value = try self.value(Array(scalars[..<nameEnd]))
    if rest.first == "!" {
      guard rest.count >= 2, rest.count == 2 || rest[rest.startIndex + 2] == ":" else {
        throw TemplateError(.valueError, "expected ':' after conversion specifier")
      }
      value = try converted(value, rest[rest.startIndex + 1])
      rest = rest.dropFirst(2)
    }
    let given = string(Array(rest.dropFirst()))
    let spec = given.contains("{") || given.contains("}") ? try format(given, depth: depth - 1) : given
    return try Self.format(value, spec, runtime)
  }

  /// `format(value, spec)`.
  static func format(_ value: TemplateValue, _ spec: String, _ runtime: TemplateRuntime) throws(TemplateError) -> String {
    if spec.isEmpty { return try value.pythonText(runtime) }
    switch value {
    case .datetime, .date:
      let format = try runtime.attribute(of: value, named: "strftime")
      return try runtime.call(format, [.string(spec)]).pythonText(runtime)
    default: return try FormatSpec(spec).apply(to: value, runtime)
    }
  }

  private func converted(_ value: TemplateValue, _ conversion: Unicode.Scalar) throws(TemplateError) -> TemplateValue {
    switch conversion {
    case "s": .string(try value.pythonText(runtime))
    case "r": .string(try value.pythonRepr(runtime))
    case "a": .string(PercentFormat.ascii(try value.pythonRepr(runtime)))
    default: throw TemplateError(.valueError, "Unknown conversion specifier \(conversion)")
    }
  }

  private mutating func value(_ name: [Unicode.Scalar]) throws(TemplateError) -> TemplateValue {
    let end = name.firstIndex { $0 == "." || $0 == "[" } ?? name.count
    var value = try first(string(Array(name[..<end])))
    var at = end
    while at < name.count {
      if name[at] == "." {
        let end = name[(at + 1)...].firstIndex { $0 == "." || $0 == "[" } ?? name.count
        guard end > at + 1 else { throw TemplateError(.valueError, "Empty attribute in format string") }
        value = try runtime.attribute(of: value, named: string(Array(name[(at + 1)..<end])))
        at = end
      } else if name[at] == "[" {
        guard let end = name[at...].firstIndex(of: "]") else { throw TemplateError(.valueError, "Missing ']' in format string") }
        let key = string(Array(name[(at + 1)..<end]))
        guard !key.isEmpty else { throw TemplateError(.valueError, "Empty attribute in format string") }
        value = try runtime.item(of: value, key: Int(key).map { .integer($0) } ?? .string(key))
        at = end + 1
      } else {
        throw TemplateError(.valueError, "Only '.' or '[' may follow ']' in format field specifier")
      }
    }
    return value
  }

  private mutating func first(_ name: String) throws(TemplateError) -> TemplateValue {
    var place = Int(name)
    if name.isEmpty {
      if usesNumbers { throw TemplateError(.valueError, "cannot switch from manual field specification to automatic field numbering") }
      place = nextPlace
      nextPlace += 1
    } else if place != nil {
      if nextPlace > 0 { throw TemplateError(.valueError, "cannot switch from automatic field numbering to manual field specification") }
      usesNumbers = true
    }
    if let place {
      guard arguments.indices.contains(place) else {
        throw TemplateError(.indexError, "Replacement index \(place) out of range for positional args tuple")
      }
      return arguments[place]
    }
    guard let found = keywords.first(where: { $0.name == name }) else { throw TemplateError(.keyError, "'\(name)'") }
    return found.value
  }

  private func string(_ scalars: [Unicode.Scalar]) -> String { String(String.UnicodeScalarView(scalars)) }
}
