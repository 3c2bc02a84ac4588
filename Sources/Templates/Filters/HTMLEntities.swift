/// References to characters in HTML such as `&amp;` and `&#65;`.
enum HTMLEntities {
  /// The text with every reference replaced by its character, by the rules browsers follow for broken ones too.
  static func unescape(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var place = 0
    while place < scalars.count {
      if scalars[place] == "&", let (replacement, end) = reference(scalars, place + 1) {
        result.append(contentsOf: replacement.unicodeScalars)
        place = end
      } else {
        result.append(scalars[place])
        place += 1
      }
    }
    return String(result)
  }

  private static func reference(_ scalars: [Unicode.Scalar], _ start: Int) -> (text: String, end: Int)? {
    guard start < scalars.count else { return nil }
    return scalars[start] == "#" ? number(scalars, start + 1) : name(scalars, start)
  }

  private static func number(_ scalars: [Unicode.Scalar], _ start: Int) -> (text: String, end: Int)? {
    var place = start
    var radix = 10
    if place < scalars.count, scalars[place] == "x" || scalars[place] == "X" {
      radix = 16
      place += 1
    }
    let first = place
    var value = 0
    while place < scalars.count, scalars[place].isASCII, let digit = Character(scalars[place]).hexDigitValue, digit < radix {
      value = min(value * radix + digit, 0x110000)
      place += 1
    }
    guard place > first else { return nil }
    if place < scalars.count, scalars[place] == ";" { place += 1 }
    return (character(value), place)
  }

  /// Codes of the old Windows set stand for its characters; control characters and the like vanish.
  private static func character(_ code: Int) -> String {
    if code == 0 || code > 0x10FFFF || (0xD800...0xDFFF).contains(code) { return "\u{FFFD}" }
    if (0x80...0x9F).contains(code) { return windows[code - 0x80].map { String($0) } ?? scalarText(code) }
    let isInvalid =
      code < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D].contains(code) || code == 0x7F || (0xFDD0...0xFDEF).contains(code)
      || code & 0xFFFE == 0xFFFE
    return isInvalid ? "" : scalarText(code)
  }

  private static func scalarText(_ code: Int) -> String { Unicode.Scalar(UInt32(code)).map { String($0) } ?? "" }

  private static let windows: [Unicode.Scalar?] = [
    "\u{20AC}", nil, "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}", "\u{2C6}", "\u{2030}", "\u{160}",
    "\u{2039}", "\u{152}", nil, "\u{17D}", nil, nil, "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}",
    "\u{2014}", "\u{2DC}", "\u{2122}", "\u{161}", "\u{203A}", "\u{153}", nil, "\u{17E}", "\u{178}",
  ]

  /// A name of up to 32 characters; without a semicolon the longest known beginning counts.
  private static func name(_ scalars: [Unicode.Scalar], _ start: Int) -> (text: String, end: Int)? {
    var end = start
    while end < scalars.count, end - start < 32, !"\t\n\u{C} <&#;".unicodeScalars.contains(scalars[end]) { end += 1 }
    guard end > start else { return nil }
    if end < scalars.count, scalars[end] == ";" {
      if let text = known.withSemicolon[text(scalars, start, end)] { return (text, end + 1) }
    }
    var length = end - start
    while length >= 2 {
      if let found = known.without[text(scalars, start, start + length)] { return (found, start + length) }
      length -= 1
    }
    return nil
  }

  private static func text(_ scalars: [Unicode.Scalar], _ start: Int, _ end: Int) -> String {
    String(String.UnicodeScalarView(scalars[start..<end]))
  }

  private static let known: (withSemicolon: [String: String], without: [String: String]) = {
    var (all, short): ([String: String], [String: String]) = ([:], [:])
    for entry in table.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let parts = entry.split(separator: ":")
      let isShort = parts[0].first == "!"
      let name = String(isShort ? parts[0].dropFirst() : parts[0])
      let codes = parts[1].split(separator: "+").compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
      let text = String(String.UnicodeScalarView(codes))
      all[name] = text
      if isShort { short[name] = text }
    }
    return (all, short)
  }()
}
