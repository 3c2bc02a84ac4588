internal import YAML

/// Finds components that stand in several places of a manifest with the same content.
struct RepeatedParts {
  /// One place of a part.
  struct Occurrence {
    var node: SyntaxNode
    /// The way to it, such as `#/streams/0/retriever`.
    var path: String
    /// The key it stands at, or nil in a list.
    var field: String?
  }

  /// A part with fewer values is shorter than its reference.
  private static let smallest = 4

  /// Places by content, and how many values each content has.
  private(set) var occurrences: [String: [Occurrence]] = [:]
  private var sizes: [String: Int] = [:]
  /// The texts of all references.
  private(set) var references: Set<String> = []

  init(_ root: SyntaxNode) { _ = visit(root, path: "#", field: nil, isData: false) }

  /// Contents from the largest to the smallest; what stands in fewer than two places is left out.
  var contents: [String] {
    occurrences.keys.filter { (occurrences[$0]?.count ?? 0) > 1 }
      .sorted { (sizes[$1] ?? 0, occurrences[$0]?[0].path ?? "") < (sizes[$0] ?? 0, occurrences[$1]?[0].path ?? "") }
  }

  /// The content of a value as a text that is equal for equal values, and the number of values in it; nil when comments, anchors,
  /// aliases or tags would be lost with a copy of it.
  private mutating func visit(_ node: SyntaxNode, path: String, field: String?, isData: Bool) -> (content: String, size: Int)? {
    var isWhole = node.properties.isEmpty && node.head == nil && node.strays.isEmpty && node.closing.isEmpty
    var (text, size) = ("", 0)
    switch node.content {
    case .verbatim: return nil
    case .scalar(let scalar):
      if scalar.text.hasPrefix(ReferencePath.marker) { references.insert(scalar.text) }
      return isWhole ? (Self.spelling(scalar), 1) : nil
    case .sequence(let entries), .mapping(let entries):
      var members: [String] = []
      for (place, entry) in entries.enumerated() {
        let name = entry.key.map { $0.scalar?.text ?? "" }
        let isDataBelow = isData || name.map { TypeOrder.dataFields.contains($0) } ?? false
        let value = visit(entry.value, path: "\(path)/\(name ?? String(place))", field: name, isData: isDataBelow)
        let key = entry.key.map { $0.scalar.map(Self.spelling) }
        guard let value, entry.leading.isEmpty, entry.trailing == nil, entry.key?.properties.isEmpty != false, key != .some(nil),
          name != "<<"
        else {
          isWhole = false
          continue
        }
        members.append((key.flatMap(\.self) ?? "") + ":" + value.content)
        size += value.size
      }
      // The order of a component's fields says nothing.
      if node.isMapping, !isData { members.sort() }
      text = (node.isMapping ? "{" : "[") + members.joined(separator: ",") + (node.isMapping ? "}" : "]")
    }
    guard isWhole else { return nil }
    if !isData, size >= Self.smallest, Self.isComponent(node) {
      occurrences[text, default: []].append(Occurrence(node: node, path: path, field: field))
      sizes[text] = size
    }
    return (text, size)
  }

  private static func isComponent(_ node: SyntaxNode) -> Bool {
    guard case .mapping(let entries) = node.content else { return false }
    let type = entries.first { $0.key?.scalar?.text == "type" }?.value.scalar?.text
    return type.map { LanguageNames.contains($0) } ?? false
  }

  /// A text for the value: names are the same with and without quotes, other plain texts may be numbers.
  private static func spelling(_ scalar: SyntaxScalar) -> String {
    let isText = scalar.style != .plain || ScalarLayout.isName(scalar.text)
    return "\(isText ? "t" : "p")\(scalar.text.utf8.count)=\(scalar.text)"
  }
}
