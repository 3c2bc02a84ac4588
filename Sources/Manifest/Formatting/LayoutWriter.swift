internal import YAML

/// Writes a tree in the canonical layout.
struct LayoutWriter {
  private(set) var text = ""
  /// Whether the next line goes on behind a dash.
  private var isInline = false
  /// Whether the next word starts the line, so that no space parts it from what is before.
  private var isAtStart = false
  /// Whether the last lines belong to a block text that keeps its blank end, so that another blank line would change it.
  private var endsInKeptBlanks = false

  private static let step = 2

  mutating func write(_ tree: SyntaxTree) {
    for comment in tree.head { line(comment.text, 0) }
    for directive in tree.directives { line(directive, 0) }
    if !tree.directives.isEmpty { line("---", 0) }
    if let root = tree.root { write(root: root) }
    write(comments: tree.closing, 0, isFirst: text.isEmpty)
  }

  private mutating func write(root: SyntaxNode) {
    guard let entries = root.entries, !entries.isEmpty else {
      root.strays = (root.head.map { [$0] } ?? []) + root.strays
      root.head = nil
      if let scalar = root.scalar, scalar.style == .plain, scalar.text.hasPrefix("---") || scalar.text.hasPrefix("...") {
        // At the start of a line these would part documents.
        root.content = .verbatim(NodeWriter.quoted(scalar.text))
      }
      var entry = SyntaxEntry(value: root)
      settle(&entry, 0)
      write(comments: entry.leading, 0, isFirst: true)
      isAtStart = true
      return value(entry.value, 0, entry.trailing)
    }
    var strays = root.strays
    if !root.properties.isEmpty {
      write(comments: strays, 0, isFirst: true)
      line((root.properties + (root.head.map { [$0.text] } ?? [])).joined(separator: " "), 0)
      strays = []
    } else if let head = root.head {
      strays.append(head)
    }
    var first = entries
    hoist(strays, above: &first[0])
    write(first, root.closing, 0)
  }

  // MARK: Lines

  private mutating func line(_ content: String, _ indentation: Int) {
    open(indentation)
    text += content
    endLine()
  }

  private mutating func open(_ indentation: Int) {
    if !isInline { text += String(repeating: " ", count: indentation) }
    isInline = false
  }

  private mutating func endLine() {
    text += "\n"
    endsInKeptBlanks = false
  }

  private mutating func blank(_ isWanted: Bool, isFirst: Bool) {
    if isWanted, !isFirst, !endsInKeptBlanks { text += "\n" }
  }

  private mutating func write(comments: [SyntaxComment], _ indentation: Int, isFirst: Bool) {
    for (place, comment) in comments.enumerated() {
      blank(comment.hasBlankAbove, isFirst: isFirst && place == 0)
      line(comment.text, indentation)
    }
  }

  // MARK: Members

  private mutating func write(_ entries: [SyntaxEntry], _ closing: [SyntaxComment], _ indentation: Int) {
    for (place, entry) in entries.enumerated() {
      var entry = entry
      settle(&entry, indentation)
      write(comments: entry.leading, indentation, isFirst: place == 0)
      blank(entry.hasBlankAbove, isFirst: place == 0 && entry.leading.isEmpty)
      open(indentation)
      if let key = entry.key {
        if let name = FlowLayout.key(key) {
          text += name
        } else {
          text += "?"
          value(key, indentation, nil)
          text += String(repeating: " ", count: indentation) + ":"
        }
        value(entry.value, indentation, entry.trailing)
      } else {
        text += "-"
        value(entry.value, indentation, entry.trailing, followsDash: true)
      }
    }
    write(comments: closing, indentation, isFirst: entries.isEmpty)
  }

  /// Writes what stands behind a key or a dash in a collection of this indentation.
  private mutating func value(_ node: SyntaxNode, _ indentation: Int, _ trailing: SyntaxComment?, followsDash: Bool = false) {
    for property in node.properties { put(property) }
    if let entries = node.entries, isBroken(node) {
      if followsDash, node.properties.isEmpty {
        text += " "
        isInline = true
      } else {
        if let head = node.head { put(head.text) }
        endLine()
      }
      return write(entries, node.closing, indentation + Self.step)
    }
    var keepsBlankEnd = false
    switch node.content {
    case .verbatim(let name): end(name, trailing)
    case .sequence: end("[]", trailing)
    case .mapping: end("{}", trailing)
    case .scalar(let scalar):
      let layout = ScalarLayout(scalar)
      keepsBlankEnd = layout.keepsBlankEnd
      // Lines of a text below its key start in one column.
      if !layout.isSingleLine, !scalar.isBlock, !followsDash, !isAtStart {
        endLine()
        text += String(repeating: " ", count: indentation + Self.step)
        isAtStart = true
      }
      write(layout, isBlock: scalar.isBlock, indentation + Self.step, trailing)
    }
    write(comments: node.closing, indentation + Self.step, isFirst: true)
    endsInKeptBlanks = keepsBlankEnd
  }

  private mutating func put(_ word: String) {
    if !isAtStart { text += " " }
    text += word
    isAtStart = false
  }

  private mutating func end(_ word: String, _ trailing: SyntaxComment?) {
    if !word.isEmpty { put(word) }
    if let trailing { put(trailing.text) }
    isAtStart = false
    endLine()
  }

  private mutating func write(_ layout: ScalarLayout, isBlock: Bool, _ indentation: Int, _ trailing: SyntaxComment?) {
    for (place, line) in layout.lines.enumerated() {
      if place > 0, !line.isEmpty {
        text += String(repeating: " ", count: indentation)
        isAtStart = true
      }
      end(line, place == (isBlock ? 0 : layout.lines.count - 1) ? trailing : nil)
    }
  }

  // MARK: Comments

  /// Whether a collection is written line by line.
  private func isBroken(_ node: SyntaxNode) -> Bool {
    guard let entries = node.entries, !entries.isEmpty else { return false }
    return !node.isFlow
  }

  /// Decides how the value is written, and gives comments a place in which they are found again.
  private func settle(_ entry: inout SyntaxEntry, _ indentation: Int) {
    let node = entry.value
    var above = node.strays
    node.strays = []
    if let entries = node.entries, !entries.isEmpty {
      let start = indentation + (entry.key.map { (FlowLayout.key($0) ?? "").unicodeScalars.count + 1 } ?? Self.step)
      if node.isFlow, let line = FlowLayout.line(node), start + line.unicodeScalars.count <= ManifestFormatter.lineWidth {
        node.content = .verbatim(line)
        node.properties = []
      } else {
        node.isFlow = false
        if let trailing = entry.trailing {
          entry.trailing = nil
          if node.head == nil { node.head = trailing } else { above.append(trailing) }
        }
        if entry.key == nil, node.properties.isEmpty { above += freed(node, indentation + Self.step) }
      }
    } else {
      if let scalar = node.scalar, scalar.isBlock, let comment = ScalarLayout(scalar).comment {
        if let trailing = entry.trailing, trailing.text != comment.text { above.append(trailing) }
        entry.trailing = comment
      }
      if node.entries != nil {
        above += node.closing
        node.closing = []
      }
      if let head = node.head {
        if entry.trailing == nil { entry.trailing = head } else { above.append(head) }
        node.head = nil
      }
    }
    hoist(above, above: &entry)
  }

  /// Behind a dash there is no room for comments above the first member: they go above the dash.
  private func freed(_ node: SyntaxNode, _ indentation: Int) -> [SyntaxComment] {
    var comments = node.head.map { [$0] } ?? []
    node.head = nil
    guard var entries = node.entries else { return comments }
    settle(&entries[0], indentation)
    comments += entries[0].leading
    entries[0].leading = []
    node.content = node.isMapping ? .mapping(entries) : .sequence(entries)
    return comments
  }

  /// Puts comments right above an entry, below those that stand there.
  private func hoist(_ comments: [SyntaxComment], above entry: inout SyntaxEntry) {
    guard !comments.isEmpty else { return }
    var comments = comments
    for place in comments.indices { comments[place].hasBlankAbove = false }
    comments[0].hasBlankAbove = entry.hasBlankAbove
    entry.hasBlankAbove = false
    entry.leading += comments
  }
}
