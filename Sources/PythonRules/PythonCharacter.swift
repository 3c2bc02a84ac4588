/// Python's notion of characters.
package enum PythonCharacter {
  /// Whether `str.isspace` takes the character for white space.
  @inlinable
  package static func isSpace(_ value: UInt32) -> Bool {
    if value < 0x80 { return value == 0x20 || value >= 0x09 && value <= 0x0D || value >= 0x1C && value <= 0x1F }
    switch value {
    case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: return true
    default: return false
    }
  }

  @inlinable
  package static func isSpace(_ scalar: Unicode.Scalar) -> Bool { isSpace(scalar.value) }

  /// The value of a decimal digit of any script.
  @inlinable
  package static func digit(_ value: UInt32) -> Int? {
    if value < 0x80 { return value >= 0x30 && value <= 0x39 ? Int(value) - 0x30 : nil }
    guard let scalar = Unicode.Scalar(value), scalar.properties.numericType == .decimal else { return nil }
    return scalar.properties.numericValue.map { Int($0) }
  }

  /// Whether `repr()` shows the character as it is.
  package static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value >= 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator: return false
    default: return true
    }
  }

  /// Lower-case hexadecimal digits, filled with zeros on the left.
  package static func hexDigits(_ value: UInt32, width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

extension String {
  /// The text without white space on either side, as `strip()` gives it.
  package var strippingPythonSpace: Substring.UnicodeScalarView {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !PythonCharacter.isSpace($0) }),
      let last = scalars.lastIndex(where: { !PythonCharacter.isSpace($0) })
    else { return scalars[scalars.endIndex...] }
    return scalars[first...last]
  }
}
