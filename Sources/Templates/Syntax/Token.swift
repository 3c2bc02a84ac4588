/// A piece of a template: text between tags, the brackets of tags, and what stands inside them.
struct Token {
  enum Kind: Equatable {
    case data, variableBegin, variableEnd, blockBegin, blockEnd, end
    case name, string, integer, float
    case symbol(Symbol)
  }

  enum Symbol: String {
    case add = "+", sub = "-", div = "/", floorDiv = "//", mul = "*", mod = "%", pow = "**", tilde = "~"
    case leftBracket = "[", rightBracket = "]", leftParen = "(", rightParen = ")", leftBrace = "{", rightBrace = "}"
    case equal = "==", notEqual = "!=", greater = ">", greaterOrEqual = ">=", less = "<", lessOrEqual = "<="
    case assign = "=", dot = ".", colon = ":", pipe = "|", comma = ",", semicolon = ";"
  }

  let kind: Kind
  /// The text of data, names and strings (without quotes, escapes resolved); digits of numbers without underscores.
  let text: String
  let offset: Int

  /// How messages call it.
  var description: String {
    switch kind {
    case .data: "text"
    case .variableBegin: "'{{'"
    case .variableEnd: "the end '}}'"
    case .blockBegin: "'{%'"
    case .blockEnd: "the end '%}'"
    case .end: "the end of the template"
    case .name: "'\(text)'"
    case .string: "a string"
    case .integer, .float: "the number \(text)"
    case .symbol(let symbol): "'\(symbol.rawValue)'"
    }
  }
}
