/// The way from the top of a document to one of its values.
public struct NodePath: Sendable, Hashable, CustomStringConvertible {
  public enum Step: Sendable, Hashable {
    case field(String)
    case element(Int)
  }

  public var steps: [Step]

  public init(_ steps: [Step] = []) { self.steps = steps }

  public func appending(_ step: Step) -> NodePath { NodePath(steps + [step]) }

  /// The way as people write it: `streams[0].retriever.requester`; empty for the document itself.
  public var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .field(let name): text += text.isEmpty ? name : "." + name
      case .element(let place): text += "[\(place)]"
      }
    }
    return text
  }
}

extension Node {
  /// The value at the end of a way; nil where there is none.
  public func value(at path: NodePath) -> Node? {
    var node = self
    for step in path.steps {
      switch step {
      case .field(let name):
        guard let member = node[name] else { return nil }
        node = member
      case .element(let place):
        guard let elements = node.sequence, elements.indices.contains(place) else { return nil }
        node = elements[place]
      }
    }
    return node
  }

  /// The way to the first value that was written at a place; nil when there is none.
  public func path(to place: SourceLocation) -> NodePath? {
    if location == place { return NodePath() }
    switch value {
    case .sequence(let elements):
      for (index, element) in elements.enumerated() {
        if let path = element.path(to: place) { return NodePath([.element(index)] + path.steps) }
      }
    case .mapping(let mapping):
      for entry in mapping.entries {
        if let path = entry.value.path(to: place) { return NodePath([.field(entry.key.keyText)] + path.steps) }
      }
    default: break
    }
    return nil
  }
}
