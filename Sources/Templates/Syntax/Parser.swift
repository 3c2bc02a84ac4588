/// Reads tokens into statements. Expressions are in `Parser+Expressions`, tags in `Parser+Statements`.
struct Parser {
  private let tokens: [Token]
  private var place = 0
  /// The tags that enclose the current place, and which tags would end the innermost bodies.
  var openTags: [String] = []
  var endTags: [[String]] = []
  var depth = 0
  /// How deep expressions and tags may nest.
  static let depthLimit = 180

  private init(_ tokens: [Token]) { self.tokens = tokens }

  static func parse(_ source: [UInt8]) throws(SyntaxFailure) -> [Statement] {
    var parser = Parser(try Lexer.tokens(of: source))
    return try parser.statements(until: [])
  }

  var current: Token { tokens[place] }

  var next: Token { tokens[min(place + 1, tokens.count - 1)] }

  @discardableResult
  mutating func advance() -> Token {
    defer { if place < tokens.count - 1 { place += 1 } }
    return tokens[place]
  }

  func at(_ symbol: Token.Symbol) -> Bool { current.kind == .symbol(symbol) }

  func at(word: String) -> Bool { current.kind == .name && current.text == word }

  func at(words: [String]) -> Bool { current.kind == .name && words.contains(current.text) }

  mutating func skip(_ symbol: Token.Symbol) -> Bool {
    guard at(symbol) else { return false }
    advance()
    return true
  }

  mutating func skip(word: String) -> Bool {
    guard at(word: word) else { return false }
    advance()
    return true
  }

  @discardableResult
  mutating func expect(_ kind: Token.Kind, _ what: String) throws(SyntaxFailure) -> Token {
    guard current.kind == kind else {
      throw SyntaxFailure(message: "expected \(what) but found \(current.description)", offset: current.offset)
    }
    return advance()
  }

  mutating func expect(_ symbol: Token.Symbol) throws(SyntaxFailure) {
    try expect(.symbol(symbol), "'\(symbol.rawValue)'")
  }

  mutating func expect(word: String) throws(SyntaxFailure) {
    guard skip(word: word) else {
      throw SyntaxFailure(message: "expected '\(word)' but found \(current.description)", offset: current.offset)
    }
  }

  func failure(_ message: String) -> SyntaxFailure { SyntaxFailure(message: message, offset: current.offset) }

  /// Guards against templates that nest so deep that reading them would run out of stack.
  mutating func nested<Result>(
    _ body: (inout Parser) throws(SyntaxFailure) -> Result
  ) throws(SyntaxFailure) -> Result {
    guard depth < Self.depthLimit else { throw failure("the template nests too deeply") }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  /// Text, output and tags up to one of the end tags (whose name is then the current token) or the end of the template.
  mutating func statements(until ends: [String]) throws(SyntaxFailure) -> [Statement] {
    var body: [Statement] = []
    var outputs: [Statement.Output] = []
    var outputOffset = 0
    func flush() {
      if !outputs.isEmpty { body.append(Statement(.output(outputs), outputOffset)) }
      outputs = []
    }
    while current.kind != .end {
      if outputs.isEmpty { outputOffset = current.offset }
      switch current.kind {
      case .data: outputs.append(.text(advance().text))
      case .variableBegin:
        advance()
        outputs.append(.expression(try tuple()))
        try expect(.variableEnd, "'}}'")
      default:
        flush()
        advance()
        if at(words: ends) { return body }
        body += try tag()
        try expect(.blockEnd, "'%}'")
      }
    }
    flush()
    return body
  }
}
