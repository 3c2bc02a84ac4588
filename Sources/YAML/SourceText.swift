internal import Document

/// A text to parse: UTF-8 without a byte order mark, in which every character is one that YAML allows.
struct SourceText {
  let file: String
  private(set) var bytes: [UInt8]

  /// - Throws: `encoding` with the place of the first byte or character that cannot stand in YAML.
  init(_ raw: [UInt8], file: String) throws(Diagnostic) {
    self.file = file
    if raw.starts(with: [0xFF, 0xFE]) || raw.starts(with: [0xFE, 0xFF]) {
      bytes = try Self.decodeUTF16(raw, littleEndian: raw[0] == 0xFF, file: file)
    } else if raw.starts(with: [0xEF, 0xBB, 0xBF]) {
      bytes = Array(raw.dropFirst(3))
    } else {
      bytes = raw
    }
    try checkCharacters()
  }

  /// A text that was mended; its characters were checked before.
  init(mended scalars: [Unicode.Scalar], file: String) {
    self.file = file
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    bytes = Array(String(text).utf8)
  }

  /// The characters, so that libyaml's character indexes can be looked up.
  var scalars: [Unicode.Scalar] { Array(String(decoding: bytes, as: UTF8.self).unicodeScalars) }

  /// The place just behind the last character.
  var end: Mark {
    var counter = PositionCounter()
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars { counter.advance(scalar) }
    return counter.mark
  }

  private static func decodeUTF16(_ raw: [UInt8], littleEndian: Bool, file: String) throws(Diagnostic) -> [UInt8] {
    var units: [UInt16] = []
    units.reserveCapacity(raw.count / 2)
    var place = 2
    while place + 1 < raw.count {
      let (first, second) = (UInt16(raw[place]), UInt16(raw[place + 1]))
      units.append(littleEndian ? second << 8 | first : first << 8 | second)
      place += 2
    }
    guard place == raw.count, let text = String(validating: units, as: UTF16.self) else {
      throw Diagnostic(
        code: .encoding, "the file starts like UTF-16 text but does not go on so", at: SourceLocation(file: file, line: 1, column: 1),
        fix: "save it as UTF-8")
    }
    return Array(text.utf8)
  }

  private func checkCharacters() throws(Diagnostic) {
    guard !bytes.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) else { return }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var counter = PositionCounter()
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        if !Self.isAllowed(scalar) { throw unprintable(scalar, counter.mark) }
        counter.advance(scalar)
      case .emptyInput:
        return
      case .error:
        throw Diagnostic(
          code: .encoding, "the text is not UTF-8", at: counter.mark.location(file),
          fix: "save the file as UTF-8; the character here is the first that is not")
      }
    }
  }

  private func unprintable(_ scalar: Unicode.Scalar, _ mark: Mark) -> Diagnostic {
    Diagnostic(
      code: .encoding, "the control character U+\(hexadecimal(scalar.value)) is not allowed in YAML", at: mark.location(file),
      fix: "remove it, or write it as an escape such as \\x07 inside double quotes")
  }

  private func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...: true
    default: false
    }
  }
}

/// A place as libyaml counts it, lines and columns from zero.
struct Mark: Comparable {
  var index: Int
  var line: Int
  var column: Int

  func location(_ file: String) -> SourceLocation { SourceLocation(file: file, line: line + 1, column: column + 1) }

  static func < (left: Mark, right: Mark) -> Bool { (left.line, left.column) < (right.line, right.column) }
}

/// Counts lines and columns over characters, taking every line break YAML 1.1 knows.
struct PositionCounter {
  private(set) var mark = Mark(index: 0, line: 0, column: 0)
  private var afterReturn = false

  mutating func advance(_ scalar: Unicode.Scalar) {
    mark.index += 1
    let isSecondHalf = afterReturn && scalar == "\n"
    afterReturn = scalar == "\r"
    if isSecondHalf { return }
    switch scalar {
    case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
      mark.line += 1
      mark.column = 0
    default:
      mark.column += 1
    }
  }
}
