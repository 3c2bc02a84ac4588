import PythonRules

extension Parser {
  /// An expression, or several with commas between them, which make a tuple.
  mutating func tuple(
    withConditional: Bool = true, ends: [String] = [], inParentheses: Bool = false
  ) throws(SyntaxFailure) -> Expression {
    let offset = current.offset
    return try list(offset, ends: ends, inParentheses: inParentheses) { parser throws(SyntaxFailure) in
      try parser.expression(withConditional: withConditional)
    }
  }

  mutating func list(
    _ offset: Int, ends: [String], inParentheses: Bool,
    element: (inout Parser) throws(SyntaxFailure) -> Expression
  ) throws(SyntaxFailure) -> Expression {
    var elements: [Expression] = []
    var isTuple = false
    while true {
      if !elements.isEmpty { try expect(.comma) }
      if atTupleEnd(ends) { break }
      elements.append(try element(&self))
      guard at(.comma) else { break }
      isTuple = true
    }
    if !isTuple {
      if let single = elements.first { return single }
      if !inParentheses { throw failure("expected an expression but found \(current.description)") }
    }
    return Expression(.tuple(elements), offset)
  }

  private func atTupleEnd(_ ends: [String]) -> Bool {
    current.kind == .variableEnd || current.kind == .blockEnd || at(.rightParen) || at(words: ends)
  }

  mutating func expression(withConditional: Bool = true) throws(SyntaxFailure) -> Expression {
    try nested { parser throws(SyntaxFailure) in
      let expression = withConditional ? try parser.conditional() : try parser.or()
      return try parser.checked(expression)
    }
  }

  private mutating func conditional() throws(SyntaxFailure) -> Expression {
    var result = try or()
    while at(word: "if") {
      let offset = advance().offset
      let test = try or()
      let otherwise = skip(word: "else") ? try expression() : nil
      result = try checked(.conditional(test: test, then: result, otherwise: otherwise), offset)
    }
    return result
  }

  private mutating func or() throws(SyntaxFailure) -> Expression {
    var left = try and()
    while at(word: "or") {
      let offset = advance().offset
      left = try checked(.or(left, try and()), offset)
    }
    return left
  }

  private mutating func and() throws(SyntaxFailure) -> Expression {
    var left = try not()
    while at(word: "and") {
      let offset = advance().offset
      left = try checked(.and(left, try not()), offset)
    }
    return left
  }

  private mutating func not() throws(SyntaxFailure) -> Expression {
    guard at(word: "not") else { return try comparison() }
    let offset = advance().offset
    return Expression(.unary(.not, try nested { parser throws(SyntaxFailure) in try parser.not() }), offset)
  }

  private mutating func comparison() throws(SyntaxFailure) -> Expression {
    let first = try sum()
    var operations: [(comparison: CompareOperator, operand: Expression)] = []
    while let comparison = comparisonOperator() {
      operations.append((comparison, try sum()))
    }
    return operations.isEmpty ? first : Expression(.compare(first, operations), first.offset)
  }

  private mutating func comparisonOperator() -> CompareOperator? {
    let found: CompareOperator
    switch current.kind {
    case .symbol(.equal): found = .equal
    case .symbol(.notEqual): found = .notEqual
    case .symbol(.less): found = .order(.less)
    case .symbol(.lessOrEqual): found = .order(.lessOrEqual)
    case .symbol(.greater): found = .order(.greater)
    case .symbol(.greaterOrEqual): found = .order(.greaterOrEqual)
    case .name where current.text == "in": found = .isIn
    case .name where current.text == "not" && next.kind == .name && next.text == "in":
      advance()
      found = .notIn
    default: return nil
    }
    advance()
    return found
  }

  private mutating func sum() throws(SyntaxFailure) -> Expression {
    try chain([.add: .add, .sub: .sub]) { parser throws(SyntaxFailure) in try parser.concatenation() }
  }

  private mutating func concatenation() throws(SyntaxFailure) -> Expression {
    let first = try product()
    guard at(.tilde) else { return first }
    var parts = [first]
    while skip(.tilde) { parts.append(try product()) }
    return Expression(.concat(parts), first.offset)
  }

  private mutating func product() throws(SyntaxFailure) -> Expression {
    try chain([.mul: .mul, .div: .div, .floorDiv: .floorDiv, .mod: .mod]) { parser throws(SyntaxFailure) in
      try parser.power()
    }
  }

  private mutating func power() throws(SyntaxFailure) -> Expression {
    try chain([.pow: .pow]) { parser throws(SyntaxFailure) in try parser.unary() }
  }

  private mutating func chain(
    _ operators: [Token.Symbol: BinaryOperator], operand: (inout Parser) throws(SyntaxFailure) -> Expression
  ) throws(SyntaxFailure) -> Expression {
    var left = try operand(&self)
    while case .symbol(let symbol) = current.kind, let found = operators[symbol] {
      let offset = advance().offset
      left = try checked(.binary(found, left, try operand(&self)), offset)
    }
    return left
  }

  private mutating func unary(withFilters: Bool = true) throws(SyntaxFailure) -> Expression {
    let offset = current.offset
    var node: Expression
    if at(.sub) || at(.add) {
      let sign: UnaryOperator = at(.sub) ? .minus : .plus
      advance()
      let operand = try nested { parser throws(SyntaxFailure) in try parser.unary(withFilters: false) }
      node = Expression(.unary(sign, operand), offset)
    } else {
      node = try primary()
    }
    node = try postfix(node)
    return withFilters ? try filtered(node) : node
  }

  mutating func primary(withNamespace: Bool = false) throws(SyntaxFailure) -> Expression {
    let token = current
    switch token.kind {
    case .name:
      advance()
      return try named(token, withNamespace: withNamespace)
    case .string:
      var text = ""
      while current.kind == .string { text += advance().text }
      return Expression(.constant(.string(text)), token.offset)
    case .integer, .float:
      advance()
      return Expression(.constant(try Self.number(token)), token.offset)
    case .symbol(.leftParen):
      advance()
      let inner = try nested { parser throws(SyntaxFailure) in try parser.tuple(inParentheses: true) }
      try expect(.rightParen)
      return inner
    case .symbol(.leftBracket): return try listLiteral()
    case .symbol(.leftBrace): return try dictLiteral()
    default: throw failure("unexpected \(token.description)")
    }
  }

  private mutating func named(_ token: Token, withNamespace: Bool) throws(SyntaxFailure) -> Expression {
    switch token.text {
    case "true", "True": return Expression(.constant(.bool(true)), token.offset)
    case "false", "False": return Expression(.constant(.bool(false)), token.offset)
    case "none", "None": return Expression(.constant(.none), token.offset)
    default: break
    }
    if withNamespace, at(.dot) {
      advance()
      let attribute = try expect(.name, "a name")
      return Expression(.namespaceReference(token.text, attribute.text), token.offset)
    }
    return Expression(.name(token.text), token.offset)
  }

  private static func number(_ token: Token) throws(SyntaxFailure) -> Constant {
    if token.kind == .float { return .double(Double(token.text) ?? 0) }
    let text = token.text.lowercased()
    let (digits, radix): (Substring, Int) =
      if text.hasPrefix("0x") {
        (text.dropFirst(2), 16)
      } else if text.hasPrefix("0o") {
        (text.dropFirst(2), 8)
      } else if text.hasPrefix("0b") {
        (text.dropFirst(2), 2)
      } else {
        (text[...], 10)
      }
    if let value = Int(digits, radix: radix) { return .integer(value) }
    let (count, limit) = (digits.utf8.count, radix == 10 ? PythonNumberText.maximumDigits : BigInteger.maximumBitWidth / 4)
    guard count <= limit, let value = BigInteger(digits, radix: radix) else {
      throw SyntaxFailure(message: "the integer has \(count) digits; the limit is \(limit)", offset: token.offset)
    }
    return .bigInteger(value)
  }

  private mutating func listLiteral() throws(SyntaxFailure) -> Expression {
    let offset = advance().offset
    var elements: [Expression] = []
    while !at(.rightBracket) {
      if !elements.isEmpty { try expect(.comma) }
      if at(.rightBracket) { break }
      elements.append(try expression())
    }
    try expect(.rightBracket)
    return Expression(.list(elements), offset)
  }

  private mutating func dictLiteral() throws(SyntaxFailure) -> Expression {
    let offset = advance().offset
    var members: [(key: Expression, value: Expression)] = []
    while !at(.rightBrace) {
      if !members.isEmpty { try expect(.comma) }
      if at(.rightBrace) { break }
      let key = try expression()
      try expect(.colon)
      members.append((key, try expression()))
    }
    try expect(.rightBrace)
    return Expression(.dict(members), offset)
  }
}
