/// An expression as it is written.
struct Expression {
  indirect enum Kind {
    case name(String)
    case constant(Constant)
    case tuple([Expression])
    case list([Expression])
    case dict([(key: Expression, value: Expression)])
    case attribute(Expression, String)
    case item(Expression, Expression)
    case slice(Expression, start: Expression?, stop: Expression?, step: Expression?)
    case call(Expression, CallArguments)
    /// The value is nil in filter blocks, where the block's text takes its place.
    case filter(Expression?, String, CallArguments)
    case test(Expression, String, CallArguments)
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    case and(Expression, Expression)
    case or(Expression, Expression)
    case concat([Expression])
    case compare(Expression, [(comparison: CompareOperator, operand: Expression)])
    case conditional(test: Expression, then: Expression, otherwise: Expression?)
    /// `name.attribute` as the target of an assignment.
    case namespaceReference(String, String)
  }

  let kind: Kind
  let offset: Int

  init(_ kind: Kind, _ offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}

/// A constant in a template.
enum Constant: Sendable {
  case none
  case bool(Bool)
  case integer(Int)
  case bigInteger(BigInteger)
  case double(Double)
  case string(String)

  var value: TemplateValue {
    switch self {
    case .none: .none
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .bigInteger(let value): .bigInteger(value)
    case .double(let value): .double(value)
    case .string(let value): .string(value)
    }
  }
}

struct CallArguments {
  var positional: [Expression] = []
  var keywords: [(name: String, value: Expression)] = []
  var morePositional: Expression?
  var moreKeywords: Expression?

  var all: [Expression] {
    positional + keywords.map(\.value) + [morePositional, moreKeywords].compactMap { $0 }
  }
}

enum UnaryOperator: String, Sendable { case not, plus = "+", minus = "-" }

enum BinaryOperator: String, Sendable {
  case add = "+"
  case sub = "-"
  case mul = "*"
  case div = "/"
  case floorDiv = "//"
  case mod = "%"
  case pow = "**"
}

enum CompareOperator: Sendable {
  case equal, notEqual, isIn, notIn
  case order(TemplateValue.Comparison)
}
