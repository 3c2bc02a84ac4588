internal import Document

/// Finds the way to a value by the place where it was written.
struct PathFinder {
  private var wanted: Set<SourceLocation>
  private var found: [SourceLocation: NodePath] = [:]
  private var trail: [NodePath.Step] = []

  /// The diagnostics, those that have a place but no way with the first way that leads to that place.
  static func complete(_ diagnostics: [Diagnostic], in root: Node) -> [Diagnostic] {
    let open = diagnostics.filter { $0.path == nil }.compactMap(\.location)
    guard !open.isEmpty else { return diagnostics }
    var finder = PathFinder(wanted: Set(open))
    finder.visit(root)
    return diagnostics.map { diagnostic in
      guard diagnostic.path == nil, let location = diagnostic.location else { return diagnostic }
      var completed = diagnostic
      completed.path = finder.found[location]
      return completed
    }
  }

  private init(wanted: Set<SourceLocation>) { self.wanted = wanted }

  private mutating func visit(_ node: Node) {
    guard !wanted.isEmpty else { return }
    if let location = node.location, wanted.remove(location) != nil { found[location] = NodePath(trail) }
    switch node.value {
    case .sequence(let elements):
      for (place, element) in elements.enumerated() { step(.element(place), element) }
    case .mapping(let mapping):
      for entry in mapping.entries where !(trail.isEmpty && entry.key.string == "definitions") {
        step(.field(entry.key.keyText), entry.value)
      }
    default: break
    }
  }

  private mutating func step(_ step: NodePath.Step, _ node: Node) {
    trail.append(step)
    visit(node)
    trail.removeLast()
  }
}
