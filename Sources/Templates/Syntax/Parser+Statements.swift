import PythonRules

extension Parser {
  /// What stands between `{%` and `%}`, with the body that belongs to it.
  mutating func tag() throws(SyntaxFailure) -> [Statement] {
    let token = current
    guard token.kind == .name else { throw failure("expected the name of a tag but found \(token.description)") }
    openTags.append(token.text)
    defer { openTags.removeLast() }
    return try nested { parser throws(SyntaxFailure) in try parser.tag(named: token) }
  }

  private mutating func tag(named token: Token) throws(SyntaxFailure) -> [Statement] {
    let kind: Statement.Kind
    switch token.text {
    case "if": kind = try ifTag()
    case "for": kind = try forTag()
    case "set": kind = try setTag()
    case "macro": kind = try macroTag()
    case "call": kind = try callTag()
    case "filter": kind = try filterTag()
    case "with": kind = try withTag()
    case "autoescape":
      advance()
      let flag = try expression()
      kind = .autoescape(flag, body: try body(until: ["endautoescape"]))
    case "block": kind = try blockTag()
    case "print":
      kind = try printTag()
    case "include", "extends", "import", "from": kind = try loadTag()
    default: throw unknownTag(token)
    }
    return [Statement(kind, token.offset)]
  }

  private func unknownTag(_ token: Token) -> SyntaxFailure {
    let enclosing = openTags.dropLast()
    var message = "unknown tag '\(token.text)'"
    if let inner = enclosing.last, let wanted = endTags.last {
      message = "'\(token.text)' does not belong here: '\(inner)' is waiting for \(wanted.map { "'\($0)'" }.joined(separator: " or "))"
    }
    return SyntaxFailure(message: message, offset: token.offset)
  }

  /// The body of a tag up to its end tag, which is skipped when there is only one that can end it.
  private mutating func body(until ends: [String]) throws(SyntaxFailure) -> [Statement] {
    _ = skip(.colon)
    try expect(.blockEnd, "'%}'")
    endTags.append(ends)
    defer { endTags.removeLast() }
    let result = try statements(until: ends)
    if current.kind == .end {
      let wanted = ends.map { "'\($0)'" }.joined(separator: " or ")
      throw failure("the template ends before \(wanted) for '\(openTags.last ?? "")'")
    }
    if ends.count == 1 { advance() }
    return result
  }

  private mutating func ifTag() throws(SyntaxFailure) -> Statement.Kind {
    var branches: [Statement.Branch] = []
    var otherwise: [Statement] = []
    advance()
    while true {
      let test = try tuple(withConditional: false)
      branches.append(Statement.Branch(test: test, body: try body(until: ["elif", "else", "endif"])))
      let end = advance().text
      if end == "elif" { continue }
      if end == "else" { otherwise = try body(until: ["endif"]) }
      return .conditional(branches, otherwise: otherwise)
    }
  }

  private mutating func forTag() throws(SyntaxFailure) -> Statement.Kind {
    advance()
    let target = try assignmentTarget(ends: ["in"])
    try expect(word: "in")
    let iterable = try tuple(withConditional: false, ends: ["recursive"])
    let test = skip(word: "if") ? try expression() : nil
    let isRecursive = skip(word: "recursive")
    let (body, extent) = try measured { parser throws(SyntaxFailure) in try parser.body(until: ["endfor", "else"]) }
    let otherwise = advance().text == "else" ? try self.body(until: ["endfor"]) : []
    return .loop(
      Statement.Loop(
        target: target, iterable: iterable, test: test, isRecursive: isRecursive, body: body, extent: extent,
        otherwise: otherwise))
  }

  private mutating func setTag() throws(SyntaxFailure) -> Statement.Kind {
    advance()
    let target = try assignmentTarget(withNamespace: true)
    if skip(.assign) { return .assign(target: target, value: try tuple()) }
    let filter = at(.pipe) ? try filters(of: nil) : nil
    return .assignBlock(target: target, filter: filter, body: try body(until: ["endset"]))
  }

  private mutating func macroTag() throws(SyntaxFailure) -> Statement.Kind {
    advance()
    let name = try nameTarget()
    let (read, extent) = try measured { parser throws(SyntaxFailure) in
      (try parser.signature(), try parser.body(until: ["endmacro"]))
    }
    let ((parameters, defaults), body) = read
    return .macro(Statement.Macro(name: name, parameters: parameters, defaults: defaults, body: body, extent: extent))
  }

  private mutating func callTag() throws(SyntaxFailure) -> Statement.Kind {
    let offset = advance().offset
    let (read, extent) = try measured { parser throws(SyntaxFailure) in
      let (parameters, defaults) = parser.at(.leftParen) ? try parser.signature() : ([], [])
      let call = try parser.expression()
      guard case .call = call.kind else { throw SyntaxFailure(message: "'call' needs a call", offset: offset) }
      return (parameters, defaults, call, try parser.body(until: ["endcall"]))
    }
    let (parameters, defaults, call, body) = read
    return .callBlock(
      Statement.Macro(name: "caller", parameters: parameters, defaults: defaults, body: body, extent: extent), call: call)
  }

  private mutating func filterTag() throws(SyntaxFailure) -> Statement.Kind {
    advance()
    let filter = try filters(of: nil, startsInline: true)
    return .filterBlock(filter, body: try body(until: ["endfilter"]))
  }

  private mutating func withTag() throws(SyntaxFailure) -> Statement.Kind {
    advance()
    var bindings: [(target: Expression, value: Expression)] = []
    while current.kind != .blockEnd {
      if !bindings.isEmpty { try expect(.comma) }
      let target = try assignmentTarget()
      try expect(.assign)
      bindings.append((target, try expression()))
    }
    return .with(bindings, body: try body(until: ["endwith"]))
  }

  private mutating func blockTag() throws(SyntaxFailure) -> Statement.Kind {
    advance()
    let name = try expect(.name, "the name of the block").text
    _ = skip(word: "scoped")
    let isRequired = skip(word: "required")
    if at(.sub) { throw failure("the name of a block cannot contain '-'") }
    let (body, extent) = try measured { parser throws(SyntaxFailure) in try parser.body(until: ["endblock"]) }
    if isRequired, !body.allSatisfy(Self.isBlank) { throw failure("a required block can only contain space") }
    _ = skip(word: name)
    return .block(name: name, body: body, extent: extent)
  }

  private static func isBlank(_ statement: Statement) -> Bool {
    guard case .output(let outputs) = statement.kind else { return false }
    return outputs.allSatisfy { output in
      if case .text(let text) = output { text.unicodeScalars.allSatisfy(PythonCharacter.isSpace) } else { false }
    }
  }

  private mutating func printTag() throws(SyntaxFailure) -> Statement.Kind {
    advance()
    var outputs: [Statement.Output] = []
    while current.kind != .blockEnd {
      if !outputs.isEmpty { try expect(.comma) }
      outputs.append(.expression(try expression()))
    }
    return .output(outputs)
  }

  private mutating func loadTag() throws(SyntaxFailure) -> Statement.Kind {
    let tag = advance().text
    let template = try expression()
    var names: [String] = []
    switch tag {
    case "include":
      if at(word: "ignore"), next.kind == .name, next.text == "missing" {
        advance()
        advance()
      }
    case "import":
      try expect(word: "as")
      names = [try nameTarget()]
    case "from":
      try expect(word: "import")
      names = try importedNames()
    default: break
    }
    if tag != "extends" { _ = skipContextClause() }
    return .load(tag: tag, template: template, names: names)
  }

  private mutating func importedNames() throws(SyntaxFailure) -> [String] {
    var names: [String] = []
    repeat {
      if skipContextClause() { break }
      let offset = current.offset
      let name = try nameTarget()
      if name.hasPrefix("_") {
        throw SyntaxFailure(message: "names that start with '_' cannot be imported", offset: offset, kind: .templateAssertion)
      }
      names.append(skip(word: "as") ? try nameTarget() : name)
    } while skip(.comma)
    if names.isEmpty { throw failure("expected a name but found \(current.description)") }
    return names
  }

  private mutating func skipContextClause() -> Bool {
    guard at(words: ["with", "without"]), next.kind == .name, next.text == "context" else { return false }
    advance()
    advance()
    return true
  }

  private mutating func signature() throws(SyntaxFailure) -> (parameters: [String], defaults: [Expression]) {
    var parameters: [String] = []
    var defaults: [Expression] = []
    try expect(.leftParen)
    while !at(.rightParen) {
      if !parameters.isEmpty { try expect(.comma) }
      let offset = current.offset
      parameters.append(try nameTarget())
      if skip(.assign) {
        defaults.append(try expression())
      } else if !defaults.isEmpty {
        throw SyntaxFailure(message: "a parameter without a default follows one with a default", offset: offset)
      }
    }
    try expect(.rightParen)
    return (parameters, defaults)
  }

  private mutating func nameTarget() throws(SyntaxFailure) -> String {
    let token = try expect(.name, "a name")
    try checkAssignable(Expression(.name(token.text), token.offset))
    return token.text
  }

  private mutating func assignmentTarget(
    ends: [String] = [], withNamespace: Bool = false
  ) throws(SyntaxFailure) -> Expression {
    let offset = current.offset
    let target = try list(offset, ends: ends, inParentheses: false) { parser throws(SyntaxFailure) in
      try parser.primary(withNamespace: withNamespace)
    }
    try checkAssignable(target)
    return target
  }

  private func checkAssignable(_ target: Expression) throws(SyntaxFailure) {
    switch target.kind {
    case .name(let name) where !["true", "false", "none", "True", "False", "None"].contains(name): return
    case .namespaceReference: return
    case .tuple(let elements):
      for element in elements { try checkAssignable(element) }
    default: throw SyntaxFailure(message: "this cannot be assigned to", offset: target.offset)
    }
  }
}
