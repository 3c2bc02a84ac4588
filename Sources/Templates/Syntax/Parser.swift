/// Reads tokens into statements. Expressions are in `Parser+Expressions`, tags in `Parser+Statements`.
struct Parser {
  private let tokens: [Token]
  private(set) var place = 0
  /// The tags that enclose the current place, and which tags would end the innermost bodies.
  var openTags: [String] = []
  var endTags: [[String]] = []
  var depth = 0
  /// How far below the top the deepest expression of the body that is being read lies.
  var deepest = 0
  /// How deep brackets, signs and tags may nest.
  static let depthLimit = 180
  /// How many operators, filters, subscripts and the like may be applied one to the result of the other.
  static let chainLimit = 500

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
    guard depth < Self.depthLimit else {
      throw failure("brackets and tags nest more than \(Self.depthLimit) levels deep, which is the limit; split the template with 'set'")
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  /// Checks an expression that was put around another one.
  mutating func checked(_ kind: Expression.Kind, _ offset: Int) throws(SyntaxFailure) -> Expression {
    try checked(Expression(kind, offset))
  }

  mutating func checked(_ expression: Expression) throws(SyntaxFailure) -> Expression {
    guard expression.height <= Self.chainLimit else {
      throw SyntaxFailure(
        message: "more than \(Self.chainLimit) operations build on each other, which is the limit; split the expression with 'set'",
        offset: expression.offset)
    }
    deepest = max(deepest, depth + expression.height)
    return expression
  }

  /// Reads a body, and tells how deep and how long it is.
  mutating func measured<Body>(
    _ read: (inout Parser) throws(SyntaxFailure) -> Body
  ) throws(SyntaxFailure) -> (body: Body, extent: Statement.Extent) {
    let (start, outer) = (place, deepest)
    deepest = depth
    let body = try read(&self)
    let extent = Statement.Extent(height: deepest - depth, length: place - start)
    deepest = max(deepest, outer)
    return (body, extent)
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
