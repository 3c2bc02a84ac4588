internal import YAML

/// Lists and mappings in brackets, on one line.
enum FlowLayout {
  /// The text of a value, or nil when it holds comments or anything else that takes several lines.
  static func line(_ node: SyntaxNode) -> String? {
    guard !node.spansLines, node.head == nil, node.strays.isEmpty, node.closing.isEmpty else { return nil }
    var parts = node.properties
    switch node.content {
    case .verbatim(let name): parts.append(name)
    case .scalar(let scalar):
      guard !scalar.isEmpty, let text = single(scalar, isKey: false) else { return nil }
      parts.append(text)
    case .sequence(let entries):
      guard let text = members(entries) else { return nil }
      parts.append("[\(text)]")
    case .mapping(let entries):
      guard let text = members(entries) else { return nil }
      parts.append("{\(text)}")
    }
    return parts.joined(separator: " ")
  }

  /// A key with its colon, or nil when it takes the explicit form.
  static func key(_ node: SyntaxNode) -> String? {
    switch node.content {
    case .verbatim(let name): return (node.properties + [name, ":"]).joined(separator: " ")
    case .scalar(let scalar):
      guard let text = single(scalar, isKey: true), text.utf8.count <= longestKey else { return nil }
      return (node.properties + [text]).joined(separator: " ") + ":"
    case .sequence, .mapping: return nil
    }
  }

  /// From 1,024 characters on a key must be marked with `?`.
  private static let longestKey = 1000

  private static func single(_ scalar: SyntaxScalar, isKey: Bool) -> String? {
    guard !scalar.isBlock else { return nil }
    let layout = ScalarLayout(scalar, isKey: isKey)
    return layout.isSingleLine ? layout.lines[0] : nil
  }

  private static func members(_ entries: [SyntaxEntry]) -> String? {
    var texts: [String] = []
    for entry in entries {
      guard entry.leading.isEmpty, entry.trailing == nil, let value = line(entry.value) else { return nil }
      guard let key = entry.key else {
        texts.append(value)
        continue
      }
      guard let key = self.key(key) else { return nil }
      texts.append("\(key) \(value)")
    }
    return texts.joined(separator: ", ")
  }
}
