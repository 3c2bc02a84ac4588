internal import Document

/// Makes ``Node`` values of composed ones: types scalars, follows merge keys, drops keys that come again.
struct Constructor {
  let file: String
  private(set) var warnings: [Diagnostic] = []

  init(file: String) { self.file = file }

  mutating func construct(_ node: ComposedNode) throws(Diagnostic) -> Node {
    if let constructed = node.constructed { return constructed }
    let value = try value(of: node)
    let constructed = Node(value, at: node.start.location(file))
    node.constructed = constructed
    return constructed
  }

  private mutating func value(of node: ComposedNode) throws(Diagnostic) -> Node.Value {
    switch node.tag {
    case .sequence: return .sequence(try elements(of: node))
    case .mapping: return .mapping(try mapping(of: node))
    case .set: return .sequence(try mapping(of: node).entries.map(\.key))
    case .orderedMap, .pairs: return .sequence(try pairs(of: node))
    case .unknown, .merge, .value: throw unusable(node)
    case .null, .bool, .int, .float, .string, .binary, .timestamp:
      let text = try text(of: node)
      do {
        return try ScalarValue.value(of: text, as: node.tag)
      } catch {
        throw problem(
          "'\(Self.excerpt(of: text))' is not \(error.expected)\(error.reason.map { ": \($0)" } ?? "")", node,
          "put it in quotes to keep it as text")
      }
    }
  }

  /// The text, or its beginning when it is long.
  private static func excerpt(of text: String) -> String { text.utf8.count > 80 ? text.prefix(40) + "..." : text }

  private func unusable(_ node: ComposedNode) -> Diagnostic {
    switch node.tag {
    case .merge: problem("'<<' merges mappings and can only be a key", node, "put it in quotes to keep it as text")
    case .value: problem("'=' alone has no meaning as a value", node, "put it in quotes to keep it as text")
    default: problem("the tag '\(node.tag.shorthand)' is not known", node, "remove it, or put the text in quotes when it starts with '!'")
    }
  }

  private func text(of node: ComposedNode) throws(Diagnostic) -> String {
    switch node.content {
    case .scalar(let text): return text
    case .mapping(let pairs):
      if let standIn = pairs.first(where: { $0.key.tag == .value }) { return try text(of: standIn.value) }
    case .sequence: break
    }
    throw problem("expected a single value for the tag '\(node.tag.shorthand)', but found \(node.form)", node)
  }

  private mutating func elements(of node: ComposedNode) throws(Diagnostic) -> [Node] {
    guard case .sequence(let elements) = node.content else {
      throw problem("expected a list for the tag '\(node.tag.shorthand)', but found \(node.form)", node)
    }
    var nodes: [Node] = []
    nodes.reserveCapacity(elements.count)
    for element in elements { nodes.append(try construct(element)) }
    return nodes
  }

  /// `!!omap` and `!!pairs`: a list of mappings of one key each, made into a list of pairs.
  private mutating func pairs(of node: ComposedNode) throws(Diagnostic) -> [Node] {
    guard case .sequence(let elements) = node.content else {
      throw problem("expected a list for the tag '\(node.tag.shorthand)', but found \(node.form)", node)
    }
    var nodes: [Node] = []
    for element in elements {
      guard case .mapping(let pairs) = element.content, pairs.count == 1 else {
        throw problem("expected a mapping with one key, but found \(element.form)", element)
      }
      let members = [try construct(pairs[0].key), try construct(pairs[0].value)]
      nodes.append(Node(.sequence(members), at: element.start.location(file)))
    }
    return nodes
  }

  private mutating func mapping(of node: ComposedNode) throws(Diagnostic) -> Node.Mapping {
    let pairs = try MergeKeys(file: file).flatten(node)
    let merged = node.mergedPairs ?? 0
    var builder = MappingBuilder(capacity: pairs.count)
    for (place, pair) in pairs.enumerated() {
      let key = try self.key(pair.key, of: node)
      let value = try construct(pair.value)
      if let earlier = builder.add(key, value, isMerged: place < merged) { warnings.append(duplicate(key, earlier)) }
    }
    return builder.mapping
  }

  /// A key, of which `=` is one like any other.
  private mutating func key(_ node: ComposedNode, of mapping: ComposedNode) throws(Diagnostic) -> Node {
    if node.tag == .value, case .scalar(let text) = node.content { return Node(.string(text), at: node.start.location(file)) }
    let key = try construct(node)
    switch key.value {
    case .sequence, .mapping:
      throw Diagnostic(
        code: .yamlValue, "\(node.form) cannot be a key", at: node.start.location(file),
        notes: [.init("the mapping starts here", at: mapping.start.location(file))],
        fix: "put the text in quotes; a template such as '{{ ... }}' needs quotes")
    default: return key
    }
  }

  private func duplicate(_ key: Node, _ earlier: Node) -> Diagnostic {
    Diagnostic(
      code: .duplicateKey, "duplicate key '\(key.keyText)' in this mapping; this value is used", at: key.location,
      notes: [.init("this value is not used", at: earlier.location)], fix: "remove one of them")
  }

  private func problem(_ message: String, _ node: ComposedNode, _ fix: String? = nil) -> Diagnostic {
    Diagnostic(code: .yamlValue, message, at: node.start.location(file), fix: fix)
  }
}
