import JSON

/// The kinds of JSON values, as bits.
struct KindSet: OptionSet, Sendable {
  let rawValue: UInt16

  static let all = KindSet(rawValue: 0xffff)

  init(rawValue: UInt16) { self.rawValue = rawValue }

  @inline(__always)
  init(_ kind: JSONKind) { rawValue = 1 &<< UInt16(kind.rawValue) }

  init(where admits: (JSONKind) -> Bool) {
    let kinds: [JSONKind] = [.null, .bool, .integer, .double, .string, .array, .object]
    self = kinds.reduce(into: []) { if admits($1) { $0.insert(KindSet($1)) } }
  }
}

/// What tells at a glance that a value stays as it is, for each node of a plan. It may say no where a closer look finds nothing
/// to do, but never yes where there is something.
final class FitCheck: Sendable {
  /// The kinds of values that can stay as they are, as far as this node's own steps go.
  private let kinds: KindSet
  private let table: KeyTable?
  /// For each property the kinds that stay as they are.
  private let propertyKinds: [KindSet]
  /// For each property the check of what is inside; nil when the kind tells all.
  private let propertyChecks: [FitCheck?]
  private let itemKinds: KindSet
  private let itemCheck: FitCheck?
  private let looksInside: Bool

  /// Makes the check of a node. Below a node stand only its properties and items, so this ends.
  init(_ nodes: [NormalizationNode], _ place: Int) {
    var kinds = KindSet.all
    var plan: NormalizationNode.PropertyPlan?
    var items: (coercion: Coercion, check: FitCheck)?
    for step in nodes[place].steps {
      switch step {
      case .types(let names, _): kinds.formIntersection(Self.kinds(of: names))
      case .properties(let properties): plan = properties
      case .items(let coercion, let node): items = (coercion, FitCheck(nodes, node))
      // A reference, or a mistake in the schema: left to the closer look.
      case .reference, .mismatch, .impossible: kinds = []
      }
    }
    let properties = plan?.properties.map { (coercion: $0.coercion, check: FitCheck(nodes, $0.node)) } ?? []
    self.kinds = kinds
    table = plan?.table
    propertyKinds = properties.map { KindSet(where: $0.coercion.keeps).intersection($0.check.kinds) }
    propertyChecks = properties.map { $0.check.looksInside ? $0.check : nil }
    itemKinds = items.map { KindSet(where: $0.coercion.keeps).intersection($0.check.kinds) } ?? .all
    itemCheck = items.flatMap { $0.check.looksInside ? $0.check : nil }
    looksInside = plan != nil || items != nil
  }

  private static func kinds(of names: [NormalizationNode.TypeName]) -> KindSet {
    var kinds: KindSet = []
    for name in names {
      guard case .known(let type) = name else { return kinds }
      kinds.formUnion(KindSet(where: { type.admits($0, whole: { .null }) }))
    }
    return kinds
  }

  /// Whether a value is sure to stay as it is, without a mismatch.
  func admits(_ view: JSONView) -> Bool { kinds.contains(KindSet(view.kind)) && admitsContents(of: view, depth: 0) }

  private func admitsContents(of view: JSONView, depth: Int) -> Bool {
    guard depth < NormalizationWalk.maximumDepth else { return false }
    if view.isObject {
      guard let table else { return true }
      for member in view.members {
        guard let place = table.place(of: member.key) else { continue }
        let value = member.value
        guard propertyKinds[place].contains(KindSet(value.kind)) else { return false }
        if let check = propertyChecks[place], !check.admitsContents(of: value, depth: depth + 1) { return false }
      }
    } else if view.isArray, looksInside {
      for element in view.elements {
        guard itemKinds.contains(KindSet(element.kind)) else { return false }
        if let itemCheck, !itemCheck.admitsContents(of: element, depth: depth + 1) { return false }
      }
    }
    return true
  }
}
