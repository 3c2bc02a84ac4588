/// The formats that can be checked. Names not listed here are not checked.
enum SchemaFormat: String, Sendable {
  case dateTime = "date-time"
  case date
  case time
  case email
  case internationalEmail = "idn-email"
  case hostname
  case ipv4
  case ipv6
  case uri
  case uriReference = "uri-reference"
  case iri
  case iriReference = "iri-reference"
  case uriTemplate = "uri-template"
  case uuid
  case regex
  case jsonPointer = "json-pointer"
  case relativeJSONPointer = "relative-json-pointer"

  func admits(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return switch self {
    case .dateTime: TimestampFormat.isDateTime(bytes)
    case .date: TimestampFormat.isDate(bytes[...])
    case .time: TimestampFormat.isTime(bytes[...])
    case .email: AddressFormat.isEmail(bytes, international: false)
    case .internationalEmail: AddressFormat.isEmail(bytes, international: true)
    case .hostname: AddressFormat.isHostname(bytes[...])
    case .ipv4: AddressFormat.isIPv4(bytes[...])
    case .ipv6: AddressFormat.isIPv6(bytes[...])
    case .uri: ResourceFormat.isURI(bytes, international: false, needsScheme: true)
    case .uriReference: ResourceFormat.isURI(bytes, international: false, needsScheme: false)
    case .iri: ResourceFormat.isURI(bytes, international: true, needsScheme: true)
    case .iriReference: ResourceFormat.isURI(bytes, international: true, needsScheme: false)
    case .uriTemplate: ResourceFormat.isTemplate(bytes)
    case .uuid: AddressFormat.isUUID(bytes)
    case .regex: (try? SchemaPattern(text)) != nil
    case .jsonPointer: ResourceFormat.isPointer(bytes[...])
    case .relativeJSONPointer: ResourceFormat.isRelativePointer(bytes)
    }
  }
}

/// Classes of ASCII bytes.
enum ASCII {
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }
  static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }
}
