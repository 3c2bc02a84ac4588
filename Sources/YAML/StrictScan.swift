internal import Document

/// Finds what libyaml takes and the loader written in Python does not: tabs between values or inside plain text, `?` inside
/// plain text of `[]` and `{}`, a comment that touches the head of a block text.
struct StrictScan {
  private let source: SourceText
  private let scalars: [Unicode.Scalar]
  private let mending: QuoteRepair
  private var position = PositionCounter()
  private var flowDepth = 0

  static func firstDeviation(in source: SourceText, mending: QuoteRepair) -> Diagnostic? {
    guard !mending.isEmpty || isSuspicious(source.bytes) else { return nil }
    var scan = StrictScan(source: source, scalars: source.scalars, mending: mending)
    return EventParser.withParser(source) { parser in scan.run(parser) }
  }

  private init(source: SourceText, scalars: [Unicode.Scalar], mending: QuoteRepair) {
    self.source = source
    self.scalars = scalars
    self.mending = mending
  }

  /// Whether the text holds any character that a deviation needs; nearly all manifests do not.
  private static func isSuspicious(_ bytes: [UInt8]) -> Bool {
    var (hasFlow, hasQuestion) = (false, false)
    var last: UInt8 = 0
    for byte in bytes {
      switch byte {
      case 0x09: return true
      case UInt8(ascii: "["), UInt8(ascii: "{"): hasFlow = true
      case UInt8(ascii: "?"): hasQuestion = true
      case UInt8(ascii: "#"):
        if last == UInt8(ascii: "|") || last == UInt8(ascii: ">") || last == UInt8(ascii: "-") || last == UInt8(ascii: "+") || isDigit(last)
        {
          return true
        }
      default: break
      }
      last = byte
    }
    return hasFlow && hasQuestion
  }

  private mutating func run(_ parser: EventParser) -> Diagnostic? {
    while true {
      let token: Token
      do {
        token = try parser.nextToken()
      } catch {
        return gap(to: min(error.mark.index, scalars.count), isCut: true)
      }
      if token.start.index > position.mark.index, let found = gap(to: token.start.index, isCut: false) { return found }
      switch token.kind {
      case .streamEnd: return gap(to: scalars.count, isCut: false)
      case .flowStart: flowDepth += 1
      case .flowEnd: flowDepth -= 1
      case .plain: if let found = plain(token) { return found }
      case .directive: if let found = directive(token) { return found }
      case .block: if let found = blockHead() { return found }
      case .other: break
      }
      advance(to: token.end.index)
    }
  }

  /// White space and comments between two tokens. When the scan was cut short by an error, tokens that libyaml held back may
  /// stand there too; where quotes or block texts begin, a tab is no longer a sign of anything.
  private mutating func gap(to end: Int, isCut: Bool) -> Diagnostic? {
    var inComment = false
    while position.mark.index < min(end, scalars.count) {
      let scalar = scalars[position.mark.index]
      if mending.tabs.contains(position.mark.index) { return tab() }
      switch scalar {
      case "#": inComment = true
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": inComment = false
      case "\t" where !inComment: return tab()
      case "'", "\"", "|", ">": if isCut, !inComment { return nil }
      default: break
      }
      position.advance(scalar)
    }
    return isCut && mending.tabs.contains(position.mark.index) ? tab() : nil
  }

  private mutating func plain(_ token: Token) -> Diagnostic? {
    while position.mark.index < min(token.end.index, scalars.count) {
      let scalar = scalars[position.mark.index]
      if scalar == "\t" || mending.tabs.contains(position.mark.index) { return tab() }
      if scalar == "?", flowDepth > 0 {
        return Diagnostic(
          code: .yamlSyntax, "expected ',' or the end of the list or mapping, but found '?'", at: position.mark.location(source.file),
          fix: "put the text in quotes")
      }
      position.advance(scalar)
    }
    return nil
  }

  /// The first line of a block text: `|` or `>`, indicators, white space, a comment.
  private mutating func blockHead() -> Diagnostic? {
    var isSeparated = false
    while position.mark.index < scalars.count {
      let scalar = scalars[position.mark.index]
      switch scalar {
      case "\t": return tab()
      case " ": isSeparated = true
      case "#":
        if isSeparated { return nil }
        return Diagnostic(
          code: .yamlSyntax, "expected a space before the comment", at: position.mark.location(source.file))
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": return nil
      default: break
      }
      position.advance(scalar)
    }
    return nil
  }

  private mutating func directive(_ token: Token) -> Diagnostic? {
    while position.mark.index < min(token.end.index, scalars.count) {
      if scalars[position.mark.index] == "\t" { return tab() }
      position.advance(scalars[position.mark.index])
    }
    return nil
  }

  private mutating func advance(to index: Int) {
    while position.mark.index < min(index, scalars.count) { position.advance(scalars[position.mark.index]) }
  }

  private func tab() -> Diagnostic {
    Diagnostic(
      code: .yamlSyntax, "a tab may not separate values", at: position.mark.location(source.file),
      fix: "write spaces, or put the text in quotes")
  }
}
