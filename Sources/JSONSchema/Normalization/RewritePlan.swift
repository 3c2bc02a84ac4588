import JSON

/// The kinds of tokens, as bits.
struct TokenKinds: OptionSet, Sendable {
  let rawValue: UInt16

  init(rawValue: UInt16) { self.rawValue = rawValue }

  @inline(__always)
  init(_ token: JSONToken) { rawValue = 1 &<< UInt16(token.rawKind) }

  init(where admits: (JSONKind) -> Bool) {
    let kinds: [(TokenKind, JSONKind)] = [
      (.string, .string), (.object, .object), (.array, .array), (.yes, .bool), (.no, .bool), (.null, .null), (.integer, .integer),
      (.double, .double), (.nonFinite, .double),
    ]
    rawValue = kinds.reduce(into: 0) { if admits($1.1) { $0 |= 1 << UInt16($1.0.rawValue) } }
  }
}

/// What a ``RecordRewriter`` does with the values below a place of a schema.
final class RewritePlan: Sendable {
  /// What happens to one property, or to the items of a list.
  struct Child: Sendable {
    let coercion: Coercion
    /// The kinds that need no coercion.
    let kept: TokenKinds
    /// What is inside; nil when nothing there can need a change.
    let inner: RewritePlan?
  }

  let table: KeyTable?
  let properties: [Child]
  let items: Child?

  /// - Returns: nil for schemas with references or mistakes, which take a closer look.
  init?(_ nodes: [NormalizationNode], _ place: Int) {
    var table: KeyTable?
    var properties: [Child] = []
    var items: Child?
    for step in nodes[place].steps {
      switch step {
      case .types(let names, _):
        // A value of the wrong type is kept; nobody asks to be told here.
        for case .unknown in names { return nil }
      case .properties(let plan):
        for property in plan.properties {
          guard let child = Child(nodes, property.coercion, property.node) else { return nil }
          properties.append(child)
        }
        table = plan.table
      case .items(let coercion, let node):
        guard let child = Child(nodes, coercion, node) else { return nil }
        items = child
      case .reference, .mismatch, .impossible: return nil
      }
    }
    self.table = table
    self.properties = properties
    self.items = items
  }

  /// Whether no value below can need a change.
  fileprivate var isIdle: Bool { properties.allSatisfy(\.isIdle) && (items?.isIdle ?? true) }
}

extension RewritePlan.Child {
  fileprivate init?(_ nodes: [NormalizationNode], _ coercion: Coercion, _ node: Int) {
    if case .impossible = coercion { return nil }
    guard let plan = RewritePlan(nodes, node) else { return nil }
    self.coercion = coercion
    kept = TokenKinds(where: coercion.keeps)
    inner = plan.isIdle ? nil : plan
  }

  fileprivate var isIdle: Bool {
    if case .none = coercion { return inner == nil }
    return false
  }
}
