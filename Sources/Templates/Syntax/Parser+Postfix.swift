extension Parser {
  /// Attributes, items and calls behind an expression.
  mutating func postfix(_ start: Expression) throws(SyntaxFailure) -> Expression {
    var node = start
    while true {
      switch current.kind {
      case .symbol(.dot): node = try attribute(of: node)
      case .symbol(.leftBracket): node = try item(of: node)
      case .symbol(.leftParen):
        let offset = current.offset
        node = try checked(.call(node, try callArguments()), offset)
      default: return node
      }
    }
  }

  /// Filters and tests behind an expression.
  mutating func filtered(_ start: Expression) throws(SyntaxFailure) -> Expression {
    var node = start
    while true {
      if at(.pipe) {
        node = try filters(of: node)
      } else if at(word: "is") {
        node = try test(of: node)
      } else if at(.leftParen) {
        let offset = current.offset
        node = try checked(.call(node, try callArguments()), offset)
      } else {
        return node
      }
    }
  }

  /// - Parameter startsInline: the first filter stands without a `|`, as in filter blocks.
  mutating func filters(of start: Expression?, startsInline: Bool = false) throws(SyntaxFailure) -> Expression {
    var node = start
    var inline = startsInline
    repeat {
      if !inline { try expect(.pipe) }
      inline = false
      let offset = current.offset
      let name = try dottedName()
      let arguments = at(.leftParen) ? try callArguments() : CallArguments()
      node = try checked(.filter(node, name, arguments), offset)
    } while at(.pipe)
    guard let node else { throw failure("expected a filter") }
    return node
  }

  private mutating func dottedName() throws(SyntaxFailure) -> String {
    var name = try expect(.name, "a name").text
    while skip(.dot) { name += "." + (try expect(.name, "a name").text) }
    return name
  }

  private mutating func test(of node: Expression) throws(SyntaxFailure) -> Expression {
    let offset = advance().offset
    let isNegated = skip(word: "not")
    let name = try dottedName()
    var arguments = CallArguments()
    if at(.leftParen) {
      arguments = try callArguments()
    } else if startsTestArgument() {
      if at(word: "is") { throw failure("several tests with 'is' cannot follow each other") }
      arguments.positional = [try postfix(try primary())]
    }
    let test = try checked(.test(node, name, arguments), offset)
    return isNegated ? Expression(.unary(.not, test), offset) : test
  }

  private func startsTestArgument() -> Bool {
    switch current.kind {
    case .string, .integer, .float, .symbol(.leftBracket), .symbol(.leftBrace): true
    case .name: !["else", "or", "and"].contains(current.text)
    default: false
    }
  }

  private mutating func attribute(of node: Expression) throws(SyntaxFailure) -> Expression {
    let offset = advance().offset
    let token = advance()
    switch token.kind {
    case .name: return try checked(.attribute(node, token.text), offset)
    case .integer:
      let index = Expression(.constant(Int(token.text).map { .integer($0) } ?? .string(token.text)), token.offset)
      return try checked(.item(node, index), offset)
    default: throw SyntaxFailure(message: "expected a name or a number after '.'", offset: token.offset)
    }
  }

  private mutating func item(of node: Expression) throws(SyntaxFailure) -> Expression {
    let offset = advance().offset
    var keys: [Expression] = []
    while !at(.rightBracket) {
      if !keys.isEmpty { try expect(.comma) }
      if keys.isEmpty, let slice = try slice(of: node, offset) {
        try expect(.rightBracket)
        return slice
      }
      keys.append(try expression())
      if at(.colon) {
        guard keys.count == 1 else { throw failure("a slice cannot be part of a tuple") }
        let slice = try sliceRest(of: node, start: keys[0], offset)
        try expect(.rightBracket)
        return slice
      }
    }
    try expect(.rightBracket)
    return try checked(.item(node, keys.count == 1 ? keys[0] : Expression(.tuple(keys), offset)), offset)
  }

  private mutating func slice(of node: Expression, _ offset: Int) throws(SyntaxFailure) -> Expression? {
    at(.colon) ? try sliceRest(of: node, start: nil, offset) : nil
  }

  private mutating func sliceRest(
    of node: Expression, start: Expression?, _ offset: Int
  ) throws(SyntaxFailure) -> Expression {
    advance()
    func ends(_ parser: Parser) -> Bool { parser.at(.rightBracket) || parser.at(.comma) }
    let stop = at(.colon) || ends(self) ? nil : try expression()
    var step: Expression?
    if skip(.colon), !ends(self) { step = try expression() }
    return try checked(.slice(node, start: start, stop: stop, step: step), offset)
  }

  mutating func callArguments() throws(SyntaxFailure) -> CallArguments {
    let open = current.offset
    try expect(.leftParen)
    var arguments = CallArguments()
    var needsComma = false
    func ensure(_ condition: Bool) throws(SyntaxFailure) {
      if !condition { throw SyntaxFailure(message: "the arguments of the call are not in a valid order", offset: open) }
    }
    while !at(.rightParen) {
      if needsComma {
        try expect(.comma)
        if at(.rightParen) { break }
      }
      if skip(.mul) {
        try ensure(arguments.morePositional == nil && arguments.moreKeywords == nil)
        arguments.morePositional = try expression()
      } else if skip(.pow) {
        try ensure(arguments.moreKeywords == nil)
        arguments.moreKeywords = try expression()
      } else if current.kind == .name, next.kind == .symbol(.assign) {
        try ensure(arguments.moreKeywords == nil)
        let name = advance().text
        advance()
        arguments.keywords.append((name, try expression()))
      } else {
        try ensure(arguments.morePositional == nil && arguments.moreKeywords == nil && arguments.keywords.isEmpty)
        arguments.positional.append(try expression())
      }
      needsComma = true
    }
    try expect(.rightParen)
    return arguments
  }
}
