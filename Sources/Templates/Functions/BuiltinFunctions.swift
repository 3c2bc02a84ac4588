import PythonRules

/// The functions of the manifest language by name, but for those on dates.
enum BuiltinFunctions {
  static let all: [String: TemplateFunction] = [
    "max": { call throws(TemplateError) in try extreme(&call, .greater) },
    "min": { call throws(TemplateError) in try extreme(&call, .less) },
    "sanitize_url": sanitizeURL, "camel_case_to_snake_case": snakeCase, "generate_uuid": uuid, "dict": dict,
    "namespace": namespace, "cycler": cycler, "joiner": joiner, "lipsum": Lipsum.call,
  ]

  /// The largest or smallest of several values, or of the elements of a single one.
  private static func extreme(
    _ call: inout TemplateCall, _ wanted: TemplateValue.Comparison
  ) throws(TemplateError) -> TemplateValue {
    if let keyword = call.keywords.first { throw call.typeError("got an unexpected keyword argument '\(keyword.name)'") }
    guard let first = call.arguments.first else { throw call.typeError("expected at least 1 argument, got 0") }
    let values = call.arguments.count == 1 ? try first.elements(call.runtime) : call.arguments
    guard var best = values.first else { throw TemplateError(.valueError, "\(call.name)() arg is an empty sequence") }
    try call.runtime.charge(values.count)
    for value in values.dropFirst() where try value.compares(wanted, best, call.runtime) { best = value }
    return best
  }

  /// Form encoding: all but letters, digits and `_.-~` as `%XX`, space as `+`.
  @Sendable private static func sanitizeURL(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let value = try call.bound(TemplateSignature("value"))[0] ?? .none
    let bytes: [UInt8]
    switch value {
    case .string(let text), .markup(let text): bytes = Array(text.utf8)
    case .bytes(let given): bytes = given
    case .undefined(let info): throw info.error
    default: throw call.typeError("expected text, got \(value.typeName)")
    }
    var result: [UInt8] = []
    for byte in bytes {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "~"):
        result.append(byte)
      case 0x20: result.append(UInt8(ascii: "+"))
      default: result += Array(("%" + PythonCharacter.hexDigits(UInt32(byte), width: 2).uppercased()).utf8)
      }
    }
    return .string(String(decoding: result, as: UTF8.self))
  }

  /// Puts `_` before each capital letter but the first character, all in lower case.
  @Sendable private static func snakeCase(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let value = try call.bound(TemplateSignature("value"))[0] ?? .none
    guard let text = value.textValue else { throw call.typeError("expected text, got \(value.typeName)") }
    var result = ""
    for (place, scalar) in text.unicodeScalars.enumerated() {
      if place > 0, scalar.value >= 0x41, scalar.value <= 0x5A { result += "_" }
      result.unicodeScalars.append(scalar)
    }
    return .string(result.lowercased())
  }

  @Sendable private static func uuid(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(TemplateSignature())
    var bytes = Array(call.runtime.host.randomBytes(16).prefix(16))
    guard bytes.count == 16 else { throw TemplateError(.runtimeError, "no random numbers are available") }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    var text = ""
    for (place, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(place) { text += "-" }
      text += PythonCharacter.hexDigits(UInt32(byte), width: 2)
    }
    return .string(text)
  }

  @Sendable private static func dict(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    .dict(try members(call))
  }

  private static func members(_ call: TemplateCall) throws(TemplateError) -> TemplateDict {
    guard call.arguments.count <= 1 else { throw call.typeError("expected at most 1 argument, got \(call.arguments.count)") }
    let result = TemplateDict()
    if let source = call.arguments.first {
      for (key, value) in try DictMethods.pairs(of: source, call.runtime) { try result.set(key, to: value) }
    }
    for (name, value) in call.keywords { result.setText(name, to: value) }
    return result
  }

  @Sendable private static func namespace(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    .object(NamespaceObject(try members(call)))
  }

  @Sendable private static func cycler(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    guard call.keywords.isEmpty else { throw call.typeError("takes no keyword arguments") }
    guard !call.arguments.isEmpty else { throw TemplateError(.runtimeError, "at least one item has to be provided") }
    return .object(CyclerObject(call.arguments))
  }

  @Sendable private static func joiner(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let separator = try call.bound(TemplateSignature("sep="))[0] ?? .string(", ")
    return .object(JoinerObject(separator))
  }
}
