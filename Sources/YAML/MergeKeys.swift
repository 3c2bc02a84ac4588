internal import Document

/// Follows `<<` keys: what they bring in stands before the mapping's own pairs, so that its own win.
struct MergeKeys {
  let file: String

  /// The pairs of a mapping with every merge followed; the mapping keeps them.
  func flatten(_ node: ComposedNode) throws(Diagnostic) -> [ComposedNode.Pair] {
    guard case .mapping(let pairs) = node.content else {
      throw Diagnostic(
        code: .yamlValue, "expected a mapping for the tag '\(node.tag.shorthand)', but found \(node.form)", at: node.start.location(file))
    }
    if node.mergedPairs != nil { return pairs }
    guard pairs.contains(where: { $0.key.tag == .merge }) else {
      node.mergedPairs = 0
      return pairs
    }
    var merged: [ComposedNode.Pair] = []
    for pair in pairs where pair.key.tag == .merge { merged += try brought(by: pair.value, into: node) }
    let all = merged + pairs.filter { $0.key.tag != .merge }
    node.mergedPairs = merged.count
    node.content = .mapping(all)
    return all
  }

  /// Of a list of mappings the first wins, so it comes last.
  private func brought(by value: ComposedNode, into node: ComposedNode) throws(Diagnostic) -> [ComposedNode.Pair] {
    switch value.content {
    case .mapping: return try flatten(value)
    case .sequence(let sources):
      var blocks: [[ComposedNode.Pair]] = []
      for source in sources {
        guard case .mapping = source.content else { throw wrong(source, "a mapping", node) }
        blocks.append(try flatten(source))
      }
      return blocks.reversed().flatMap(\.self)
    case .scalar: throw wrong(value, "a mapping or a list of mappings", node)
    }
  }

  private func wrong(_ value: ComposedNode, _ expected: String, _ node: ComposedNode) -> Diagnostic {
    Diagnostic(
      code: .yamlValue, "expected \(expected) to merge, but found \(value.form)", at: value.start.location(file),
      notes: [.init("into the mapping that starts here", at: node.start.location(file))],
      fix: "put '<<' in quotes when it is an ordinary key")
  }
}
