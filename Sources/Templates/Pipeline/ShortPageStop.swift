/// Finds out whether a stop condition takes a page that is full, but smaller than the manifest says, for the last one.
///
/// Only comparisons that decide the condition by themselves are looked at: those reached through `and` and `or`, or as the test of
/// an `if` that puts out a true text. Of everything else it cannot be said what it does.
public struct ShortPageStop: Sendable {
  private static let lastPageSize = "last_page_size"
  private static let pageSize = "page_size"

  /// What the size of the last page is compared with, in the template's words where they are simple.
  public let bound: String

  /// - Parameters:
  ///   - source: the condition as the manifest has it.
  ///   - minimum: the smallest page size that will be asked for.
  /// - Returns: nil when the condition is not known to end the reading at a short page.
  public init?(_ source: String, minimum: Int) {
    guard let statements = try? Parser.parse(Lexer.normalized(source)), statements.count == 1,
      let test = Self.decisive(statements[0]),
      let bound = Self.bounds(test).first(where: { !Self.isSafe($0.operand, isStrict: $0.isStrict, minimum: minimum) })
    else { return nil }
    self.bound = Self.words(bound.operand)
  }

  /// The expression whose truth is that of the statement.
  private static func decisive(_ statement: Statement) -> Expression? {
    switch statement.kind {
    case .output(let parts):
      guard parts.count == 1, case .expression(let expression) = parts[0] else { return nil }
      return expression
    case .conditional(let branches, let otherwise):
      guard branches.count == 1, otherwise.isEmpty, let text = text(of: branches[0].body), !falseTexts.contains(text) else { return nil }
      return branches[0].test
    default: return nil
    }
  }

  private static let falseTexts: Set<String> = ["", "False", "false", "{}", "[]", "()", "0", "0.0"]

  private static func text(of body: [Statement]) -> String? {
    var text = ""
    for statement in body {
      guard case .output(let parts) = statement.kind else { return nil }
      for part in parts {
        switch part {
        case .text(let more): text += more
        case .expression(let expression):
          guard case .constant(let constant) = expression.kind, let more = try? constant.value.pythonText() else { return nil }
          text += more
        }
      }
    }
    return text
  }

  /// The upper bounds of the last page's size that make the whole expression true.
  private static func bounds(_ expression: Expression) -> [(operand: Expression, isStrict: Bool)] {
    switch expression.kind {
    case .and(let left, let right), .or(let left, let right): return bounds(left) + bounds(right)
    case .compare(var left, let steps):
      var found: [(Expression, Bool)] = []
      for step in steps {
        if let bound = bound(left, step.comparison, step.operand) { found.append(bound) }
        left = step.operand
      }
      return found
    default: return []
    }
  }

  private static func bound(_ left: Expression, _ comparison: CompareOperator, _ right: Expression) -> (Expression, Bool)? {
    guard case .order(let order) = comparison, mentions(lastPageSize, left) != mentions(lastPageSize, right) else { return nil }
    let isLeft = mentions(lastPageSize, left)
    let isUpper = isLeft ? order == .less || order == .lessOrEqual : order == .greater || order == .greaterOrEqual
    guard isUpper else { return nil }
    switch (isLeft ? left : right).kind {
    case .binary, .and, .or: return nil
    default: return (isLeft ? right : left, order == .less || order == .greater)
    }
  }

  /// Whether the bound follows the page size that is asked for, or lies below all of them.
  private static func isSafe(_ bound: Expression, isStrict: Bool, minimum: Int) -> Bool {
    if mentions(pageSize, bound) { return true }
    guard case .constant(.integer(let number)) = bound.kind else { return false }
    return (isStrict ? number : number + 1) <= minimum
  }

  private static func mentions(_ name: String, _ expression: Expression) -> Bool {
    !NameUse.uses([name], in: [Statement(.output([.expression(expression)]), expression.offset)]).isEmpty
  }

  private static func words(_ expression: Expression) -> String {
    switch expression.kind {
    case .constant(let constant): (try? constant.value.pythonRepr()) ?? "a constant"
    case .name(let name): "`\(name)`"
    case .attribute(let inner, let name): "`\(words(inner).filter { $0 != "`" }).\(name)`"
    case .item(let inner, let key):
      if case .constant(.string(let name)) = key.kind { "`\(words(inner).filter { $0 != "`" })['\(name)']`" } else { "a computed value" }
    default: "a computed value"
    }
  }
}
