import PythonRules

/// The methods of bytes that templates have a use for.
enum BytesMethods {
  static let all: [String: Method<[UInt8]>] = ["decode": decode, "hex": hex]

  @Sendable private static func decode(_ bytes: [UInt8], _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    let arguments = try call.bound(TemplateSignature("encoding=", "errors="))
    let mode = arguments[1]?.textValue ?? "strict"
    let encoding = TextEncoding(arguments[0]?.textValue ?? "utf-8")
    guard let encoding else { throw TemplateError(Self.lookupError, "unknown encoding: \(arguments[0]?.textValue ?? "")") }
    guard let text = encoding.decode(bytes, ignoringErrors: mode != "strict", replacing: mode == "replace") else {
      throw TemplateError(.unicodeDecode, "the bytes are not valid \(encoding.rawValue)")
    }
    return .string(text)
  }

  @Sendable private static func hex(_ bytes: [UInt8], _ call: inout TemplateCall) throws(TemplateError) -> TemplateValue {
    _ = try call.bound(TemplateSignature())
    return .string(bytes.map { PythonCharacter.hexDigits(UInt32($0), width: 2) }.joined())
  }

  static let lookupError = TemplateError.Kind(rawValue: "LookupError")
}

/// The encodings that `encode` and `decode` know.
enum TextEncoding: String {
  case utf8 = "utf-8"
  case ascii
  case latin1 = "latin-1"

  init?(_ name: String) {
    switch name.lowercased().filter({ $0 != "-" && $0 != "_" }) {
    case "utf8", "u8": self = .utf8
    case "ascii", "usascii": self = .ascii
    case "latin1", "iso88591", "l1": self = .latin1
    default: return nil
    }
  }

  /// nil when the bytes are not valid and errors are not ignored.
  func decode(_ bytes: [UInt8], ignoringErrors: Bool, replacing: Bool) -> String? {
    switch self {
    case .utf8:
      if let text = String(validating: bytes, as: UTF8.self) { return text }
      guard ignoringErrors else { return nil }
      let text = String(decoding: bytes, as: UTF8.self)
      return replacing ? text : String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\u{FFFD}" }))
    case .ascii:
      if !ignoringErrors, bytes.contains(where: { $0 >= 0x80 }) { return nil }
      return String(String.UnicodeScalarView(bytes.compactMap { $0 < 0x80 ? Unicode.Scalar($0) : replacing ? "\u{FFFD}" : nil }))
    case .latin1: return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
  }

  /// nil when a character has no place in the encoding.
  func encode(_ text: String, errors: String) -> [UInt8]? {
    let limit: UInt32 = self == .ascii ? 0x80 : 0x100
    if self == .utf8 { return Array(text.utf8) }
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      if scalar.value < limit {
        bytes.append(UInt8(scalar.value))
      } else {
        switch errors {
        case "ignore": break
        case "replace": bytes.append(UInt8(ascii: "?"))
        case "xmlcharrefreplace": bytes += Array("&#\(scalar.value);".utf8)
        case "backslashreplace":
          let width = scalar.value < 0x100 ? 2 : scalar.value < 0x10000 ? 4 : 8
          bytes += Array(("\\" + (width == 2 ? "x" : width == 4 ? "u" : "U") + PythonCharacter.hexDigits(scalar.value, width: width)).utf8)
        default: return nil
        }
      }
    }
    return bytes
  }
}
