@inline(__always)
func isSpaceByte(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D || byte >= 0x1C && byte <= 0x1F }

@inline(__always)
func isNameByte(_ byte: UInt8) -> Bool {
  byte >= 0x61 && byte <= 0x7A || byte >= 0x41 && byte <= 0x5A || byte >= 0x30 && byte <= 0x39 || byte == 0x5F
}

/// Letters, digits and the underscore, as `\w` takes them.
func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.value < 0x80 { return isNameByte(UInt8(scalar.value)) }
  switch scalar.properties.generalCategory {
  case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber,
    .otherNumber:
    return true
  default: return scalar.properties.numericType != nil
  }
}

/// Whether a text is a name in the manifest language.
func isIdentifier(_ text: String) -> Bool {
  guard let first = text.unicodeScalars.first else { return false }
  guard first == "_" || first.properties.isXIDStart else { return false }
  return text.unicodeScalars.dropFirst().allSatisfy { $0.properties.isXIDContinue }
}

/// The character that starts at a byte of valid UTF-8; U+FFFD where the bytes are not valid.
func decodeScalar(_ bytes: [UInt8], at place: Int) -> Unicode.Scalar {
  let first = UInt32(bytes[place])
  if first < 0x80 { return Unicode.Scalar(UInt8(first)) }
  func tail(_ offset: Int) -> UInt32 { place + offset < bytes.count ? UInt32(bytes[place + offset] & 0x3F) : 0 }
  let value: UInt32 =
    if first < 0xE0 {
      (first & 0x1F) << 6 | tail(1)
    } else if first < 0xF0 {
      (first & 0x0F) << 12 | tail(1) << 6 | tail(2)
    } else {
      (first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3)
    }
  return Unicode.Scalar(value) ?? "\u{FFFD}"
}
