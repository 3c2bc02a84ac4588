import PythonRules

/// Filters that turn values into text of a given form: JSON, Base64, digests, URL encoding.
enum EncodingFilters {
  static let all: [String: TemplateFunction] = [
    "string": string, "tojson": toJSON, "pprint": prettyPrint, "urlencode": urlEncode,
    "base64encode": base64Encode, "base64decode": base64Decode, "base64binascii_decode": base64EncodeASCII,
    "hash": hash, "hmac": hmac,
  ]

  private static let one = TemplateSignature("value")

  // MARK: JSON

  /// Text unchanged; JSON in three quotes of everything else, which literal evaluation makes a text of.
  @Sendable private static func string(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let value = try FilterArguments(call, one)[0]
    if value.textValue != nil { return value }
    return .string("\"\"\"" + (try JSONText.write(value, call.runtime)) + "\"\"\"")
  }

  private static let dumping = TemplateSignature("value", "indent=")
  @Sendable private static func toJSON(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, dumping)
    var indent = arguments[1].textValue
    // A text alone is written before anybody looks at the indentation.
    if indent == nil, !arguments[1].isNone, arguments[0].textValue == nil {
      let width = try arguments[1].requiredInteger(call)
      try call.runtime.checkSize(width)
      indent = String(repeating: " ", count: max(0, width))
    }
    let text = try JSONText.write(arguments[0], sortsKeys: true, indent: indent, call.runtime)
    guard text.utf8.contains(where: { $0 == 0x3C || $0 == 0x3E || $0 == 0x26 || $0 == 0x27 }) else { return .markup(text) }
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<", ">", "&", "'": safe += "\\u" + PythonCharacter.hexDigits(scalar.value, width: 4)
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return .markup(safe)
  }

  @Sendable private static func prettyPrint(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    .string(try PrettyPrinter.text(of: try FilterArguments(call, one)[0], call.runtime))
  }

  // MARK: Addresses

  @Sendable private static func urlEncode(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let value = try FilterArguments(call, one)[0]
    if value.textValue != nil { return .string(try quote(value, isQuery: false, call.runtime)) }
    var pairs: [(TemplateValue, TemplateValue)] = []
    if case .dict(let dict) = value {
      pairs = Array(zip(dict.keys, dict.values))
    } else if BuiltinTests.isIterable(value) {
      for element in try value.elements(call.runtime) { pairs.append(try pair(element, call.runtime)) }
    } else {
      return .string(try quote(value, isQuery: false, call.runtime))
    }
    var parts: [String] = []
    var size = 0
    for (key, value) in pairs {
      parts.append(try quote(key, isQuery: true, call.runtime) + "=" + quote(value, isQuery: true, call.runtime))
      size += parts[parts.count - 1].utf8.count + 1
      try call.runtime.checkSize(size)
    }
    try call.runtime.charge(parts.count)
    return .string(parts.joined(separator: "&"))
  }

  private static func pair(
    _ value: TemplateValue, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> (TemplateValue, TemplateValue) {
    guard BuiltinTests.isIterable(value) else {
      throw TemplateError(.typeError, "cannot unpack non-iterable \(value.typeName) object")
    }
    let elements = try value.elements(runtime)
    if elements.count == 2 { return (elements[0], elements[1]) }
    let problem = elements.count > 2 ? "too many values to unpack (expected 2)" : "not enough values to unpack (expected 2)"
    throw TemplateError(.valueError, problem)
  }

  /// Percent encoding; in queries a slash is encoded too and a blank becomes a plus.
  private static func quote(_ value: TemplateValue, isQuery: Bool, _ runtime: TemplateRuntime) throws(TemplateError) -> String {
    var bytes: [UInt8]
    if case .bytes(let raw) = value { bytes = raw } else { bytes = Array(try value.pythonText(runtime).utf8) }
    try runtime.charge(bytes.count / 16)
    let digits = Array("0123456789ABCDEF".utf8)
    bytes = bytes.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "~"):
        [byte]
      case UInt8(ascii: "/") where !isQuery: [byte]
      case UInt8(ascii: " ") where isQuery: [UInt8(ascii: "+")]
      default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Base64

  @Sendable private static func base64Encode(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    .string(Base64.encode(try encodable(call).utf8))
  }

  @Sendable private static func base64Decode(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let source = try encodable(call)
    let bytes: [UInt8]
    do throws(Base64.DecodingError) {
      bytes = try Base64.decode(source)
    } catch {
      switch error {
      case .missingPadding: throw TemplateError(.binascii, "Incorrect padding")
      case .truncated(let count):
        throw TemplateError(
          .binascii,
          "Invalid base64-encoded string: number of data characters (\(count)) cannot be 1 more than a multiple of 4")
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw TemplateError(.unicodeDecode, "the decoded bytes are not UTF-8 text")
    }
    return .string(text)
  }

  /// Encodes, whatever its name says, and takes ASCII only.
  @Sendable private static func base64EncodeASCII(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let text = try encodable(call)
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw TemplateError(.unicodeEncode, "'ascii' codec can't encode characters: ordinal not in range(128)")
    }
    return .string(Base64.encode(text.utf8))
  }

  private static func encodable(_ call: TemplateCall) throws(TemplateError) -> String {
    let value = try FilterArguments(call, one)[0]
    if let text = value.textValue { return text }
    if case .undefined(let info) = value { throw info.error }
    throw TemplateError(.attributeError, "'\(value.typeName)' object has no attribute 'encode'")
  }

  // MARK: Digests

  /// Names that are there beside the hash functions, but cannot be called without arguments.
  private static let otherNames: Set<String> = [
    "shake_128", "shake_256", "new", "pbkdf2_hmac", "scrypt", "file_digest", "algorithms_available", "algorithms_guaranteed",
  ]

  private static let hashing = TemplateSignature("value", "hash_type=", "salt=")
  @Sendable private static func hash(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, hashing)
    guard let name = arguments.given(1, or: .string("md5")).textValue else {
      throw TemplateError(.typeError, "attribute name must be string, not '\(arguments[1].typeName)'")
    }
    if otherNames.contains(name) { throw call.typeError("cannot use '\(name)' as a hash function") }
    var message = Array(try arguments[0].pythonText(call.runtime).utf8)
    if arguments[2].truth() { message += try arguments[2].pythonText(call.runtime).utf8 }
    try call.runtime.charge(message.count / 64)
    guard let digest = call.runtime.host.digest(name, message) else {
      throw TemplateError(.attributeError, "No hashing function named \(name)")
    }
    return .string(hexadecimal(digest))
  }

  private static let authenticating = TemplateSignature("value", "key", "hash_type=")
  @Sendable private static func hmac(_ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try FilterArguments(call, authenticating)
    let name = arguments.given(2, or: .string("sha256"))
    // Looking the name up fails for what cannot be a key.
    _ = try TemplateKey(name)
    guard name.textValue == "sha256" else {
      throw TemplateError(.valueError, "Hash type '\(try name.pythonText(call.runtime))' is not allowed. Allowed types: sha256")
    }
    let (key, message) = (Array(try arguments[1].pythonText(call.runtime).utf8), Array(try arguments[0].pythonText(call.runtime).utf8))
    try call.runtime.charge(message.count / 64)
    guard let code = call.runtime.host.hmac("sha256", key, message) else {
      throw TemplateError(.valueError, "Hash type 'sha256' is not available here")
    }
    return .string(hexadecimal(code))
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
