/// Text that is not JSON: what was expected, and where.
public struct JSONError: Error, Sendable, Hashable {
  /// Bytes before the place, from the start of the text (of the whole text also for JSON lines).
  public let offset: Int
  /// Line of the place, from 1.
  public let line: Int
  /// Column of the place in characters (Unicode scalars), from 1.
  public let column: Int
  /// What was expected and what was found. It quotes no more of the text than one character.
  public let message: String
  /// The first bytes of the text (of the line, for JSON lines), for telling an HTML page from a cut page. It may hold private data.
  public let snippet: String
  /// Whether the text (the line, for JSON lines) is UTF-8. Where it is not, it is no damaged JSON but text in another encoding.
  public let isUTF8: Bool

  public init(offset: Int, line: Int, column: Int, message: String, snippet: String = "", isUTF8: Bool = true) {
    self.offset = offset
    self.line = line
    self.column = column
    self.message = message
    self.snippet = snippet
    self.isUTF8 = isUTF8
  }
}

extension JSONError: CustomStringConvertible {
  public var description: String { "not JSON: \(message) (line \(line), column \(column), byte \(offset))" }
}

extension JSONError {
  private static let snippetLength = 80

  /// Describes a failure of the scanner within `text`, the document or the line from `start` on.
  init(_ failure: ScanFailure, in text: UnsafeRawBufferPointer, start: Int = 0, end: Int? = nil, line: Int = 1) {
    let end = end ?? text.count
    let place = min(failure.offset, end)
    var line = line
    var column = 1
    for byte in text[start..<max(start, place)] {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xc0 != 0x80 {
        column += 1
      }
    }
    let found = Found(text, place, end)
    self.init(
      offset: place, line: line, column: column, message: Self.message(failure.reason, found, isStart: place == start),
      snippet: String(decoding: text[start..<min(end, start + Self.snippetLength)], as: UTF8.self),
      isUTF8: UTF8Check.isUTF8(UnsafeRawBufferPointer(rebasing: text[start..<max(start, end)])))
  }

  private static func message(_ reason: ScanFailure.Reason, _ found: Found, isStart: Bool) -> String {
    switch reason {
    case .expectedValue: expectedValue(found, isStart: isStart)
    case .expectedFirstKey: "expected a key in double quotes or '}', found \(found.name)"
    case .expectedKey: "expected a key in double quotes after ',', found \(found.name)"
    case .expectedColon: "expected ':' after the key of a member, found \(found.name)"
    case .expectedCommaOrBrace: "expected ',' or '}' after a member of an object, found \(found.name)"
    case .expectedCommaOrBracket: "expected ',' or ']' after an element of an array, found \(found.name)"
    case .expectedEnd: "expected the end of the text after the value, found \(found.name)"
    case .unterminatedString: "a string is not closed: expected '\"' before the end of the text"
    case .controlCharacter where found.isEnd: "a string is not closed: expected '\"', found the end of the text"
    case .controlCharacter: "expected an escape such as \\n or \\u0000 in a string, found an unescaped \(found.name)"
    case .invalidEscape: "expected one of \" \\ / b f n r t u behind '\\' in a string"
    case .invalidUnicodeEscape: "expected four hexadecimal digits behind '\\u' in a string"
    case .invalidUTF8: "expected UTF-8 in a string, found \(found.name)"
    case .leadingZero: "expected no digit behind the leading 0 of a number, found \(found.name)"
    case .expectedDigit: "expected a digit in a number, found \(found.name)"
    case .tooDeep: "arrays and objects are nested deeper than allowed"
    case .byteOrderMark: "expected a value, found a byte order mark"
    case .tooLarge: "the text is larger than the limit of 4 GiB: request smaller pages"
    }
  }

  private static func expectedValue(_ found: Found, isStart: Bool) -> String {
    if isStart && found.byte == UInt8(ascii: "<") { return "expected a JSON value, found '<': the text looks like HTML or XML" }
    if found.byte == UInt8(ascii: "'") { return "expected a value, found \"'\": JSON strings need double quotes" }
    if isStart && found.isEnd { return "expected a JSON value, found an empty text" }
    return "expected a value (object, array, string, number, true, false or null), found \(found.name)"
  }

  /// The byte or character at the place of a failure.
  private struct Found {
    let byte: UInt8?
    let name: String
    var isEnd: Bool { byte == nil }

    init(_ text: UnsafeRawBufferPointer, _ place: Int, _ end: Int) {
      guard place < end else {
        byte = nil
        name = "the end of the text"
        return
      }
      let first = text[place]
      byte = first
      let character = String(decoding: text[place..<min(place + 4, end)], as: UTF8.self).unicodeScalars.first
      if let character, character != "\u{fffd}", character.value > 0x20, character.value != 0x7f {
        name = "'\(character)'"
      } else {
        let digits = String(first, radix: 16)
        name = first == 0x20 ? "a space" : "byte 0x\(digits.count < 2 ? "0" : "")\(digits)"
      }
    }
  }
}
