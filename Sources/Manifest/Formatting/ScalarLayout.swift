internal import YAML

/// The lines of a single value. The first stands behind its key, the others are indented.
struct ScalarLayout {
  var lines: [String]
  /// The comment in the head of a block text.
  var comment: SyntaxComment?
  /// Whether the blank lines at the end belong to the text.
  var keepsBlankEnd = false

  var isSingleLine: Bool { lines.count == 1 }

  init(_ scalar: SyntaxScalar, isKey: Bool = false) {
    if scalar.source.unicodeScalars.contains(where: { $0 == "\u{2028}" || $0 == "\u{2029}" || $0 == "\u{FEFF}" }) {
      // YAML breaks lines there, or takes a mark of the encoding, and editors show nothing: an escape says it plainly.
      lines = [NodeWriter.escaped(scalar.text)]
      comment = scalar.isBlock ? Self.comment(in: Self.split(scalar.source)[0]) : nil
      return
    }
    switch scalar.style {
    case .literal, .folded:
      let lines = Self.split(scalar.source)
      comment = Self.comment(in: lines[0])
      (self.lines, keepsBlankEnd) = Self.block(scalar, lines)
    case .plain:
      if isKey, scalar.isEmpty {
        lines = ["null"]
      } else {
        lines = Self.split(scalar.source).map { Self.trimmed($0, isEndToo: true) }
      }
    case .singleQuoted, .doubleQuoted:
      let written = Self.split(scalar.source)
      lines = written.count == 1 ? [Self.quoted(scalar, isKey: isKey)] : [written[0]] + written.dropFirst().map { Self.trimmed($0) }
    }
  }

  // MARK: Quotes

  private static func quoted(_ scalar: SyntaxScalar, isKey: Bool) -> String {
    if isKey, isName(scalar.text) { return scalar.text }
    if scalar.style == .singleQuoted {
      let isFree = scalar.text.unicodeScalars.allSatisfy { $0 != "\"" && $0 != "\\" && $0 != "\t" }
      return isFree ? "\"\(scalar.text)\"" : scalar.source
    }
    return hasOnlyQuotesEscaped(scalar) ? "'\(scalar.text)'" : scalar.source
  }

  /// Whether a key needs no quotes in the eyes of a reader.
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "_") || first == UInt8(ascii: "$"),
      text.utf8.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || "_-$".utf8.contains($0) })
    else { return false }
    return !["yes", "no", "true", "false", "on", "off", "null", "y", "n"].contains(text.lowercased())
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static func hasOnlyQuotesEscaped(_ scalar: SyntaxScalar) -> Bool {
    guard !scalar.text.contains("'"), scalar.text.contains("\"") else { return false }
    var isEscaped = false
    for byte in scalar.source.utf8 {
      if isEscaped, byte != UInt8(ascii: "\"") { return false }
      isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
    }
    return true
  }

  // MARK: Block texts

  private static func block(_ scalar: SyntaxScalar, _ written: [String]) -> (lines: [String], keepsBlankEnd: Bool) {
    if scalar.text.isEmpty { return (["\"\""], false) }
    let breaks = scalar.text.utf8.reversed().prefix { $0 == UInt8(ascii: "\n") }.count
    var body = scalar.style == .literal ? literalBody(scalar.text) : foldedBody(scalar, written)
    while body.last?.isEmpty == true { body.removeLast() }
    var head = scalar.style == .literal ? "|" : ">"
    if needsIndentation(body) { head += "2" }
    let keeps = breaks > 1 || body.isEmpty
    if keeps { head += "+" } else if breaks == 0 { head += "-" }
    let blanks = body.isEmpty ? breaks : max(0, breaks - 1)
    return ([head] + body + Array(repeating: "", count: blanks), keeps)
  }

  private static func literalBody(_ text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { String(Substring($0)) }
  }

  /// Where lines are folded shows in the source only.
  private static func foldedBody(_ scalar: SyntaxScalar, _ written: [String]) -> [String] {
    let lines = written.dropFirst()
    let digit = written[0].prefix { $0 != "#" && $0 != " " }.compactMap(\.wholeNumberValue).first
    let detected = lines.first { $0.utf8.contains { $0 != 0x20 } }.map { $0.utf8.prefix { $0 == 0x20 }.count } ?? 0
    let indentation = digit.map { max(scalar.outerColumn, 0) + $0 } ?? detected
    return lines.map { String(decoding: $0.utf8.dropFirst(min(indentation, $0.utf8.prefix { $0 == 0x20 }.count)), as: UTF8.self) }
  }

  /// Whether the indentation cannot be read off the first line with text.
  private static func needsIndentation(_ lines: [String]) -> Bool {
    for line in lines {
      if let first = line.utf8.first, first == 0x20 || first == 0x09 { return true }
      if !line.isEmpty { return false }
    }
    return false
  }

  private static func comment(in head: String) -> SyntaxComment? {
    head.firstIndex(of: "#").map { SyntaxComment(ownLine: trimmed(String(head[$0...]), isEndToo: true)) }
  }

  // MARK: Lines

  private static func trimmed(_ line: String, isEndToo: Bool = false) -> String {
    var bytes = line.utf8.drop { $0 == 0x20 || $0 == 0x09 }
    while isEndToo, let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    return String(Substring(bytes))
  }

  private static func split(_ text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in text.unicodeScalars {
      defer { afterReturn = scalar == "\r" }
      if scalar == "\n", afterReturn { continue }
      if scalar == "\n" || scalar == "\r" || scalar == "\u{85}" {
        lines.append(String(line))
        line = String.UnicodeScalarView()
      } else {
        line.append(scalar)
      }
    }
    return lines + [String(line)]
  }
}
