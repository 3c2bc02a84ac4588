package import JSON

/// Brings the values of records into the types their schema declares, as the reference's default schema normalisation.
///
/// Made once for a schema. Fields that have the right type are not touched, of a record on a tape not even decoded.
/// Only `properties`, `items` and `$ref` are followed.
package struct TypeNormalizer: Sendable {
  let nodes: [NormalizationNode]
  private let check: FitCheck
  private let rewriting: RewritePlan?

  /// Compiles a schema. What is wrong with it shows when a record comes to the place, as an error of the record.
  package init(schema: JSONValue) {
    nodes = NormalizationCompiler.compile(schema)
    check = FitCheck(nodes, 0)
    rewriting = RewritePlan(nodes, 0)
  }

  /// Normalises a tree in place.
  ///
  /// - Parameter report: is told of values that still have the wrong type; they are kept.
  /// - Throws: ``TypeNormalizationError`` when the schema is broken at a place of the value, or an infinite number stands where an
  ///   integer is wanted; the value may be partly normalised then.
  package func normalize(
    _ value: inout JSONValue, report: ((TypeMismatch) -> Void)? = nil
  ) throws(TypeNormalizationError) {
    var walk = NormalizationWalk(nodes: nodes, report: report)
    try walk.normalize(&value, by: 0)
  }

  /// Normalises a record in place. See ``normalize(_:report:)-(JSONValue,_)``.
  package func normalize(
    _ record: inout JSONRecord, report: ((TypeMismatch) -> Void)? = nil
  ) throws(TypeNormalizationError) {
    if let view = record.untouchedView, check.admits(view) { return }
    var walk = NormalizationWalk(nodes: nodes, report: report)
    try walk.normalize(&record, by: 0)
  }

  /// Normalises the records of a page in place.
  ///
  /// - Throws: ``TypeNormalizationError`` as for a single record; some records are normalised then, others not.
  package func normalize(_ records: inout [JSONRecord]) throws(TypeNormalizationError) {
    guard let rewriting else {
      for place in records.indices { try normalize(&records[place]) }
      return
    }
    JSONRecord.settle(&records)
    var rewriter = RecordRewriter()
    for place in records.indices {
      if let view = records[place].untouchedView, rewriter.rewrite(view, at: place, by: rewriting) { continue }
      try normalize(&records[place])
    }
    rewriter.finish(&records)
  }

  /// Whether a value on a tape is sure to stay as it is, without a mismatch. Decodes nothing but whole doubles.
  static func fits(_ view: JSONView, by place: Int, of nodes: [NormalizationNode], depth: Int = 0) -> Bool {
    guard depth < NormalizationWalk.maximumDepth else { return false }
    for step in nodes[place].steps {
      switch step {
      case .types(let names, _): if !hasType(view, of: names) { return false }
      case .properties(let plan):
        guard view.isObject else { continue }
        for member in view.members {
          guard let found = plan.table.place(of: member.key) else { continue }
          let property = plan.properties[found]
          let value = member.value
          guard property.coercion.keeps(value.kind), fits(value, by: property.node, of: nodes, depth: depth + 1) else { return false }
        }
      case .items(let coercion, let node):
        for element in view.elements {
          guard coercion.keeps(element.kind), fits(element, by: node, of: nodes, depth: depth + 1) else { return false }
        }
      case .reference(let node): if !fits(view, by: node, of: nodes, depth: depth + 1) { return false }
      case .mismatch: return false
      case .impossible(let trigger, _): if trigger.isPulled(by: view.kind, isEmpty: view.isEmpty) { return false }
      }
    }
    return true
  }

  private static func hasType(_ view: JSONView, of names: [NormalizationNode.TypeName]) -> Bool {
    for name in names {
      guard case .known(let type) = name else { return false }
      if type.admits(view.kind, whole: { view.value }) { return true }
    }
    return false
  }
}

extension NormalizationNode.Trigger {
  func isPulled(by kind: JSONKind, isEmpty: Bool) -> Bool {
    switch self {
    case .always: true
    case .objects: kind == .object
    case .filledLists: kind == .array && !isEmpty
    }
  }
}
