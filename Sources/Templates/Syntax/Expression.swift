import PythonRules

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
  /// The number of expressions from this one down to the deepest one in it, itself included.
  let height: Int

  init(_ kind: Kind, _ offset: Int) {
    self.kind = kind
    self.offset = offset
    height = 1 + kind.innerHeight
  }
}

extension Expression.Kind {
  /// The height of the highest expression in it.
  fileprivate var innerHeight: Int {
    switch self {
    case .name, .constant, .namespaceReference: 0
    case .tuple(let elements), .list(let elements), .concat(let elements): Self.highest(elements)
    case .dict(let members): members.reduce(0) { max($0, $1.key.height, $1.value.height) }
    case .attribute(let target, _), .unary(_, let target): target.height
    case .item(let left, let right), .binary(_, let left, let right), .and(let left, let right), .or(let left, let right):
      max(left.height, right.height)
    case .slice(let target, let start, let stop, let step): Self.highest([target] + [start, stop, step].compactMap { $0 })
    case .call(let callee, let arguments): max(callee.height, Self.highest(arguments.all))
    case .filter(let value, _, let arguments): max(value?.height ?? 0, Self.highest(arguments.all))
    case .test(let value, _, let arguments): max(value.height, Self.highest(arguments.all))
    case .compare(let first, let rest): rest.reduce(first.height) { max($0, $1.operand.height) }
    case .conditional(let test, let then, let otherwise): max(test.height, then.height, otherwise?.height ?? 0)
    }
  }

  private static func highest(_ expressions: [Expression]) -> Int { expressions.reduce(0) { max($0, $1.height) } }
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
