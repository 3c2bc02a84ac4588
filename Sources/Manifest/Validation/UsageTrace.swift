internal import Document

/// Tells where a value that was written in one place is used: the references and parameters on the way to it.
struct UsageTrace {
  private static let limit = 3
  /// References may lead in a circle.
  private static let hopLimit = 64

  private let root: Node
  private var notes: [Diagnostic.Note] = []
  /// The `$parameters` of the components on the way, outermost first.
  private var parameters: [Node.Mapping] = []
  private var hops = 0

  /// The diagnostic with a note for each place on the way from the manifest's top to the value where the text goes on elsewhere.
  ///
  /// - Parameter written: the manifest as its text says.
  static func explain(_ diagnostic: Diagnostic, written: Node) -> Diagnostic {
    guard let path = diagnostic.path, let location = diagnostic.location else { return diagnostic }
    var trace = UsageTrace(root: written)
    trace.walk(path)
    var explained = diagnostic
    let known = Set(diagnostic.notes.compactMap(\.location))
    let fresh = trace.notes.reversed().filter { note in
      note.location.map { !known.contains($0) && ($0.file, $0.line) != (location.file, location.line) } ?? false
    }
    explained.notes = fresh.prefix(limit) + diagnostic.notes
    return explained
  }

  private init(root: Node) { self.root = root }

  private mutating func walk(_ path: NodePath) {
    var node = root
    for step in path.steps {
      guard let next = member(step, of: node) else { return }
      node = next
    }
    _ = target(of: node)
  }

  private mutating func member(_ step: NodePath.Step, of node: Node) -> Node? {
    guard let node = target(of: node) else { return nil }
    switch step {
    case .element(let place):
      guard let elements = node.sequence, elements.indices.contains(place) else { return nil }
      return elements[place]
    case .field(let name):
      if let mapping = node[ParameterPropagation.key]?.mapping { parameters.append(mapping) }
      if let own = node[name] { return own }
      if let reference = node[ReferenceResolver.key], hops < Self.hopLimit {
        hops += 1
        return member(step, of: Node(reference.value, at: reference.location))
      }
      for mapping in parameters.reversed() {
        guard let value = mapping[name] else { continue }
        notes.append(Diagnostic.Note("this component takes `\(name)` from its parameters", at: node.location))
        return value
      }
      return nil
    }
  }

  /// The value itself, or what it refers to.
  private mutating func target(of node: Node) -> Node? {
    var node = node
    while hops < Self.hopLimit {
      hops += 1
      let reference: Node
      if node.string?.hasPrefix(ReferencePath.marker) == true {
        reference = node
      } else if let mapping = node.mapping, mapping.count == 1, let only = mapping[ReferenceResolver.key] {
        reference = only
      } else {
        return node
      }
      guard let text = reference.string, text.hasPrefix(ReferencePath.marker),
        let next = try? ReferencePath(reference: text).lookUp(in: root)
      else { return nil }
      notes.append(Diagnostic.Note("used here, through `\(text)`", at: reference.location))
      node = next
    }
    return nil
  }
}
