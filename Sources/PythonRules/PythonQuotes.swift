/// Text in quotes as `repr()` writes it.
package enum PythonQuotes {
  package static func write(_ string: String, to text: inout String) {
    var plain = true
    var single = false
    var double = false
    for byte in string.utf8 {
      if byte < 0x20 || byte >= 0x7F || byte == 0x5C { plain = false }
      if byte == 0x27 { single = true }
      if byte == 0x22 { double = true }
    }
    let quote: Unicode.Scalar = single && !double ? "\"" : "'"
    text.unicodeScalars.append(quote)
    if plain, !(single && double) {
      text += string
    } else {
      for scalar in string.unicodeScalars { writeEscaped(scalar, quote: quote, to: &text) }
    }
    text.unicodeScalars.append(quote)
  }

  private static func writeEscaped(_ scalar: Unicode.Scalar, quote: Unicode.Scalar, to text: inout String) {
    switch scalar {
    case "\t": text += "\\t"
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\\": text += "\\\\"
    case quote:
      text += "\\"
      text.unicodeScalars.append(scalar)
    default:
      if PythonCharacter.isPrintable(scalar) {
        text.unicodeScalars.append(scalar)
      } else if scalar.value < 0x100 {
        text += "\\x" + PythonCharacter.hexDigits(scalar.value, width: 2)
      } else if scalar.value < 0x10000 {
        text += "\\u" + PythonCharacter.hexDigits(scalar.value, width: 4)
      } else {
        text += "\\U" + PythonCharacter.hexDigits(scalar.value, width: 8)
      }
    }
  }
}
