internal import YAML

/// Edits of one field of a component: another name, another form, or none at all.
struct FieldEdits {
  let tree: SyntaxTree
  let place: SyntaxIndex.Place

  /// Another word in place of a key or single value, in the quotes it had.
  func rename(to name: String) -> [TextEdit]? {
    guard let scalar = place.node.scalar, !scalar.isBlock, !scalar.isEmpty else { return nil }
    let start = place.node.range.upperBound - scalar.source.unicodeScalars.count
    let word: String
    switch scalar.style {
    case .singleQuoted: word = "'\(name)'"
    case .doubleQuoted: word = "\"\(name)\""
    default: word = name
    }
    return [TextEdit(range: start..<place.node.range.upperBound, replacement: word)]
  }

  /// The field under a new name as a component of a type, with the old value as its `value`.
  func wrap(as name: String, type: String) -> [TextEdit]? {
    guard place.isKey, let entry = place.entry, var edits = rename(to: name), let colon = colon() else { return nil }
    let value = entry.value
    if place.isFlow {
      edits.append(TextEdit(range: value.range.lowerBound..<value.range.lowerBound, replacement: "{type: \(type), value: "))
      edits.append(TextEdit(range: value.range.upperBound..<value.range.upperBound, replacement: "}"))
      return edits
    }
    let indentation = String(repeating: " ", count: place.node.column + 2)
    let lineEnd = tree.scalars.first { isBreak($0) } == "\r" ? "\r\n" : "\n"
    let head = "\(lineEnd)\(indentation)type: \(type)\(lineEnd)\(indentation)value:"
    edits.append(TextEdit(range: colon + 1..<colon + 1, replacement: head))
    var index = colon + 1
    while index < value.range.upperBound {
      if tree.scalars[index] == "\n", index + 1 < value.range.upperBound, !isBreak(tree.scalars[index + 1]) {
        edits.append(TextEdit(range: index + 1..<index + 1, replacement: "  "))
      }
      index += 1
    }
    return edits
  }

  /// The field taken out, with its lines. Not in brackets, nor behind a dash.
  func remove() -> [TextEdit]? {
    guard place.isKey, !place.isFlow, let entry = place.entry else { return nil }
    var start = place.node.range.lowerBound
    while start > 0, tree.scalars[start - 1] == " " { start -= 1 }
    guard start == 0 || isBreak(tree.scalars[start - 1]) else { return nil }
    var end = entry.value.range.upperBound
    if end > 0, !isBreak(tree.scalars[end - 1]) {
      while end < tree.scalars.count, !isBreak(tree.scalars[end]) { end += 1 }
      if end < tree.scalars.count, tree.scalars[end] == "\r" { end += 1 }
      if end < tree.scalars.count, tree.scalars[end] == "\n" { end += 1 }
    }
    return [TextEdit(range: start..<end, replacement: "")]
  }

  private func isBreak(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

  /// The colon behind the key; nil when it stands on a line of its own.
  private func colon() -> Int? {
    let index = tree.scalars[place.node.range.upperBound...].firstIndex { $0 != " " && $0 != "\t" }
    return index.flatMap { tree.scalars[$0] == ":" ? $0 : nil }
  }
}
