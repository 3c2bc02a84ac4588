internal import Document
internal import YAML

/// Finds what is written at a place of the text.
struct SyntaxIndex {
  /// A value with the member it belongs to.
  struct Place {
    var node: SyntaxNode
    /// The member whose key or value it is; nil for the value of the whole text.
    var entry: SyntaxEntry?
    /// Whether it is the key.
    var isKey: Bool
    /// Whether the member stands in brackets.
    var isFlow: Bool
  }

  let tree: SyntaxTree
  private var places: [Int: Place] = [:]

  init(_ tree: SyntaxTree) {
    self.tree = tree
    guard let root = tree.root else { return }
    places[root.range.lowerBound] = Place(node: root, isKey: false, isFlow: false)
    collect(root)
  }

  private mutating func collect(_ node: SyntaxNode) {
    for entry in node.entries ?? [] {
      // The value of the first member starts where its collection does; the smaller of the two is meant, so it comes last.
      places[entry.value.range.lowerBound] = Place(node: entry.value, entry: entry, isKey: false, isFlow: node.isFlow)
      if let key = entry.key {
        places[key.range.lowerBound] = Place(node: key, entry: entry, isKey: true, isFlow: node.isFlow)
      }
      collect(entry.value)
    }
  }

  subscript(location: SourceLocation?) -> Place? {
    guard let location, let index = tree.index(ofLine: location.line, column: location.column) else { return nil }
    return places[index]
  }
}
