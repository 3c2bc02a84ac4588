import JSON
import Templates

/// Text read as a number the way Python's `int()` and `float()` do: white space around, `_` between digits, any script's
/// decimal digits.
enum PythonNumberText {
  /// Longer texts are refused, as Python refuses them.
  private static let digitLimit = 4300

  /// An integer; nil when the text is not one.
  static func integer(_ text: String) -> JSONValue? {
    guard let characters = ascii(text) else { return nil }
    var rest = characters[...]
    let isNegative = takeSign(&rest)
    guard let digits = takeDigits(&rest), rest.isEmpty, digits.count <= digitLimit else { return nil }
    let significant = digits.drop { $0 == UInt8(ascii: "0") }
    let number = (isNegative && !significant.isEmpty ? "-" : "") + String(decoding: significant, as: UTF8.self)
    if significant.isEmpty { return .integer(0) }
    return Int(number).map { .integer($0) } ?? .bigInteger(number)
  }

  /// A floating-point number, also `nan` and `inf`; nil when the text is not one.
  static func float(_ text: String) -> Double? {
    guard let characters = ascii(text) else { return nil }
    var rest = characters[...]
    let isNegative = takeSign(&rest)
    if let special = special(rest) { return isNegative ? -special : special }
    var number: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
    let whole = takeDigits(&rest)
    number += whole ?? [UInt8(ascii: "0")]
    var fraction: [UInt8]?
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = takeDigits(&rest)
      number += [UInt8(ascii: ".")] + (fraction ?? [UInt8(ascii: "0")])
    }
    guard whole != nil || fraction != nil else { return nil }
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      let isSmall = takeSign(&rest)
      guard let exponent = takeDigits(&rest) else { return nil }
      number += [UInt8(ascii: "e"), UInt8(ascii: isSmall ? "-" : "+")] + exponent
    }
    return rest.isEmpty ? Double(String(decoding: number, as: UTF8.self)) : nil
  }

  private static func special(_ rest: ArraySlice<UInt8>) -> Double? {
    switch String(decoding: rest.map { $0 | 0x20 }, as: UTF8.self) {
    case "inf", "infinity": .infinity
    case "nan": .nan
    default: nil
    }
  }

  private static func takeSign(_ rest: inout ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") else { return false }
    rest = rest.dropFirst()
    return first == UInt8(ascii: "-")
  }

  /// The digits at the start, without the `_` between them; nil when there are none or a `_` stands elsewhere.
  private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    var digits: [UInt8] = []
    var afterDigit = false
    while let byte = rest.first {
      if ASCII.isDigit(byte) {
        digits.append(byte)
        afterDigit = true
      } else if byte == UInt8(ascii: "_"), afterDigit {
        afterDigit = false
      } else {
        break
      }
      rest = rest.dropFirst()
    }
    return afterDigit ? digits : nil
  }

  /// The text without white space around, decimal digits of other scripts turned into ASCII; nil when it holds
  /// anything else that is not ASCII.
  private static func ascii(_ text: String) -> [UInt8]? {
    // Nearly every text is plain: then neither white space nor other scripts have to be looked for.
    if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) { return Array(text.utf8) }
    var bytes: [UInt8] = []
    for scalar in PythonStrip.strip(text) {
      if scalar.isASCII {
        bytes.append(UInt8(scalar.value))
      } else if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
        bytes.append(UInt8(ascii: "0") + UInt8(value))
      } else {
        return nil
      }
    }
    return bytes
  }
}

/// Python's idea of white space around a text.
enum PythonStrip {
  static func strip(_ text: String) -> Substring.UnicodeScalarView {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isSpace($0) }), let last = scalars.lastIndex(where: { !isSpace($0) }) else {
      return scalars[scalars.endIndex...]
    }
    return scalars[first...last]
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    (0x1c...0x1f).contains(scalar.value) || scalar.properties.isWhitespace
  }
}
