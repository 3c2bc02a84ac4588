final class NotNode: Evaluable {
  let operand: any Evaluable
  init(_ operand: any Evaluable) { self.operand = operand }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue { .bool(try !operand.isTrue(runtime)) }
  func isTrue(_ runtime: TemplateRuntime) throws(TemplateError) -> Bool { try !operand.isTrue(runtime) }
}

final class SignNode: Evaluable {
  let isMinus: Bool
  let operand: any Evaluable

  init(isMinus: Bool, _ operand: any Evaluable) {
    self.isMinus = isMinus
    self.operand = operand
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    let value = try operand.evaluate(runtime)
    return isMinus ? try Arithmetic.negated(value) : try Arithmetic.positive(value)
  }
}

final class BinaryNode: Evaluable {
  let operation: BinaryOperator
  let left, right: any Evaluable

  init(_ operation: BinaryOperator, _ left: any Evaluable, _ right: any Evaluable) {
    self.operation = operation
    self.left = left
    self.right = right
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    let left = try left.evaluate(runtime)
    return try Arithmetic.apply(operation, left, try right.evaluate(runtime), runtime)
  }
}

final class AndNode: Evaluable {
  let left, right: any Evaluable

  init(_ left: any Evaluable, _ right: any Evaluable) {
    self.left = left
    self.right = right
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    let value = try left.evaluate(runtime)
    return value.truth() ? try right.evaluate(runtime) : value
  }

  func isTrue(_ runtime: TemplateRuntime) throws(TemplateError) -> Bool {
    guard try left.isTrue(runtime) else { return false }
    return try right.isTrue(runtime)
  }
}

final class OrNode: Evaluable {
  let left, right: any Evaluable

  init(_ left: any Evaluable, _ right: any Evaluable) {
    self.left = left
    self.right = right
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    let value = try left.evaluate(runtime)
    return value.truth() ? value : try right.evaluate(runtime)
  }

  func isTrue(_ runtime: TemplateRuntime) throws(TemplateError) -> Bool {
    if try left.isTrue(runtime) { return true }
    return try right.isTrue(runtime)
  }
}

final class ConcatNode: Evaluable {
  let parts: [any Evaluable]
  init(_ parts: [any Evaluable]) { self.parts = parts }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    let values = try runtime.values(of: parts)
    if runtime.autoescape, values.contains(where: { if case .markup = $0 { true } else { false } }) {
      var text = ""
      for value in values {
        text += try Markup.escape(value, runtime)
        try runtime.checkSize(text.utf8.count)
      }
      return try runtime.limited(.markup(text))
    }
    var text = ""
    for value in values {
      text += try value.pythonText(runtime)
      try runtime.checkSize(text.utf8.count)
    }
    return try runtime.limited(.string(text))
  }
}

/// `a < b`, and chains such as `a < b < c`.
final class CompareNode: Evaluable {
  let first: any Evaluable
  let rest: [(comparison: CompareOperator, operand: any Evaluable)]

  init(_ first: any Evaluable, _ rest: [(comparison: CompareOperator, operand: any Evaluable)]) {
    self.first = first
    self.rest = rest
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue { .bool(try isTrue(runtime)) }

  func isTrue(_ runtime: TemplateRuntime) throws(TemplateError) -> Bool {
    var left = try first.evaluate(runtime)
    for (comparison, operand) in rest {
      let right = try operand.evaluate(runtime)
      guard try Self.holds(comparison, left, right, runtime) else { return false }
      left = right
    }
    return true
  }

  private static func holds(
    _ comparison: CompareOperator, _ left: TemplateValue, _ right: TemplateValue, _ runtime: TemplateRuntime
  ) throws(TemplateError) -> Bool {
    switch comparison {
    case .equal: try left.equals(right, runtime)
    case .notEqual: try !left.equals(right, runtime)
    case .isIn: try Containment.contains(right, left, runtime)
    case .notIn: try !Containment.contains(right, left, runtime)
    case .order(let order): try left.compares(order, right, runtime)
    }
  }
}

final class ConditionalNode: Evaluable {
  let test, then: any Evaluable
  let otherwise: (any Evaluable)?
  private static let nothing = UndefinedInfo(
    name: "", hint: "the inline if-expression evaluated to false and no else section was defined.")

  init(test: any Evaluable, then: any Evaluable, otherwise: (any Evaluable)?) {
    self.test = test
    self.then = then
    self.otherwise = otherwise
  }

  func evaluate(_ runtime: TemplateRuntime) throws(TemplateError) -> TemplateValue {
    if try test.isTrue(runtime) { return try then.evaluate(runtime) }
    return try otherwise?.evaluate(runtime) ?? .undefined(Self.nothing)
  }

  func isTrue(_ runtime: TemplateRuntime) throws(TemplateError) -> Bool {
    if try test.isTrue(runtime) { return try then.isTrue(runtime) }
    return try otherwise?.isTrue(runtime) ?? false
  }
}
