/// Makes a tree of tokens that are known to be well formed, and gives every comment its place in it.
struct SyntaxParser {
  private let lines: SourceLines
  private let tokens: [SyntaxToken]
  private let comments: [SyntaxComment]
  private var place = 0
  private var nextComment = 0
  /// Columns of the block collections around the place, the innermost last.
  private var columns: [Int] = []

  init(lines: SourceLines, tokens: [SyntaxToken], comments: [SyntaxComment]) {
    self.lines = lines
    self.tokens = tokens
    self.comments = comments
  }

  private var token: SyntaxToken { tokens[min(place, tokens.count - 1)] }
  private var lastEnd: Int { place == 0 ? 0 : tokens[place - 1].end.index }
  private var column: Int { columns.last ?? -1 }

  mutating func parse(into tree: inout SyntaxTree) {
    if case .streamStart = token.kind { place += 1 }
    while case .directive = token.kind {
      tree.directives.append(lines.text(token))
      place += 1
    }
    if !tree.directives.isEmpty { tree.head = takeComments() }
    if case .documentStart = token.kind { place += 1 }
    switch token.kind {
    case .streamEnd, .documentEnd: break
    default: tree.root = node(allowsIndentless: false, head: takeTrailing())
    }
    if let root = tree.root, root.entries == nil || root.isFlow, let trailing = takeTrailing() {
      root.strays.append(trailing)
    }
    place = tokens.count - 1
    tree.closing = takeComments()
  }

  // MARK: Comments

  /// All comments before the token at hand that have no place yet.
  private mutating func takeComments() -> [SyntaxComment] {
    var taken: [SyntaxComment] = []
    while nextComment < comments.count, isBeforeToken(comments[nextComment]) {
      taken.append(comments[nextComment])
      nextComment += 1
    }
    return taken
  }

  /// Those of them that come first and stand at this column or further right.
  private mutating func takeComments(from column: Int) -> [SyntaxComment] {
    var taken: [SyntaxComment] = []
    while nextComment < comments.count, case let comment = comments[nextComment], isBeforeToken(comment), comment.column >= column {
      taken.append(comment)
      nextComment += 1
    }
    return taken
  }

  /// The comment on the line of the last token.
  private mutating func takeTrailing() -> SyntaxComment? {
    guard nextComment < comments.count, case let comment = comments[nextComment], !comment.isOwnLine, isBeforeToken(comment) else {
      return nil
    }
    nextComment += 1
    return comment
  }

  private func isBeforeToken(_ comment: SyntaxComment) -> Bool {
    if case .streamEnd = token.kind { return true }
    return comment.index < token.start.index
  }

  // MARK: Values

  private mutating func node(allowsIndentless: Bool, head: SyntaxComment? = nil) -> SyntaxNode {
    let start = token.start
    var (properties, head, strays): ([String], SyntaxComment?, [SyntaxComment]) = ([], head, [])
    while isProperty(token) {
      if !properties.isEmpty || head != nil { strays += takeComments() }
      properties.append(lines.text(token))
      place += 1
      guard let comment = takeTrailing() else { continue }
      if let first = head { strays.append(first) }
      head = comment
    }
    let node: SyntaxNode
    switch token.kind {
    case .blockSequenceStart, .blockMappingStart: node = block()
    case .blockEntry where allowsIndentless: node = indentless()
    case .flowSequenceStart, .flowMappingStart:
      strays += takeComments()
      node = flow()
      if let inner = node.head, let outer = head {
        strays.append(outer)
        head = inner
      } else {
        head = head ?? node.head
      }
    case .alias, .scalar:
      strays += takeComments()
      node = leaf()
    default:
      while !properties.isEmpty, nextComment < comments.count, comments[nextComment].index < start.index {
        strays.append(comments[nextComment])
        nextComment += 1
      }
      node = empty()
    }
    if !properties.isEmpty {
      node.properties = properties
      node.range = start.index..<max(node.range.upperBound, lastEnd(of: node))
      if node.entries == nil || node.isFlow { node.column = start.column }
    }
    node.head = head
    node.strays = strays
    return node
  }

  private func lastEnd(of node: SyntaxNode) -> Int { node.scalar?.isEmpty == true ? lastEnd : node.range.upperBound }

  private func isProperty(_ token: SyntaxToken) -> Bool {
    switch token.kind {
    case .anchor, .tag: true
    default: false
    }
  }

  private mutating func leaf() -> SyntaxNode {
    let token = token
    place += 1
    let source = lines.text(token)
    let content: SyntaxNode.Content =
      if case .scalar(let text, let style) = token.kind {
        .scalar(SyntaxScalar(text: text, style: style, source: source, outerColumn: column))
      } else {
        .verbatim(source)
      }
    return SyntaxNode(content, range: token.start.index..<token.end.index, column: token.start.column)
  }

  /// A value that was left out; comments below its key that are indented further belong to it.
  private mutating func empty() -> SyntaxNode {
    let end = lastEnd
    let scalar = SyntaxScalar(text: "", style: .plain, source: "", outerColumn: column)
    let node = SyntaxNode(.scalar(scalar), range: end..<end, column: token.start.column)
    node.closing = takeComments(from: column + 1)
    return node
  }

  // MARK: Block collections

  private mutating func block() -> SyntaxNode {
    let start = token.start
    let isMapping = if case .blockMappingStart = token.kind { true } else { false }
    place += 1
    columns.append(start.column)
    defer { columns.removeLast() }
    var entries: [SyntaxEntry] = []
    while let entry = isMapping ? blockPair() : blockElement() { entries.append(entry) }
    let end = entries.last?.value.range.upperBound ?? start.index
    let node = SyntaxNode(isMapping ? .mapping(entries) : .sequence(entries), range: start.index..<end, column: start.column)
    node.closing = takeComments(from: start.column)
    if case .blockEnd = token.kind { place += 1 }
    return node
  }

  /// A list whose dashes stand below the first letter of its key.
  private mutating func indentless() -> SyntaxNode {
    let start = token.start
    columns.append(start.column)
    defer { columns.removeLast() }
    var entries: [SyntaxEntry] = []
    while let entry = blockElement() { entries.append(entry) }
    let end = entries.last?.value.range.upperBound ?? start.index
    let node = SyntaxNode(.sequence(entries), range: start.index..<end, column: start.column)
    // At the column of the dashes a comment belongs to what comes next in the mapping around.
    node.closing = takeComments(from: start.column + 1)
    return node
  }

  private mutating func blockElement() -> SyntaxEntry? {
    guard case .blockEntry = token.kind else { return nil }
    let start = token.start
    let leading = takeComments()
    place += 1
    let value = node(allowsIndentless: false, head: takeTrailing())
    return finish(SyntaxEntry(leading: leading, hasBlankAbove: lines.hasBlankAbove(line: start.line), value: value))
  }

  private mutating func blockPair() -> SyntaxEntry? {
    let start = token.start
    switch token.kind {
    case .key, .value: break
    default: return nil
    }
    let leading = takeComments()
    return finish(pair(leading, start, allowsIndentless: true))
  }

  /// A key and its value; the token at hand is one of the two.
  private mutating func pair(_ leading: [SyntaxComment], _ start: Mark, allowsIndentless: Bool) -> SyntaxEntry {
    var leading = leading
    var key: SyntaxNode
    if case .key = token.kind {
      place += 1
      let head = takeTrailing()
      key = node(allowsIndentless: allowsIndentless, head: head)
    } else if case .value = token.kind {
      key = empty()
    } else {
      key = node(allowsIndentless: false)
    }
    leading += hoisted(from: &key)
    let value: SyntaxNode
    if case .value = token.kind {
      leading += takeComments()
      place += 1
      value = node(allowsIndentless: allowsIndentless, head: takeTrailing())
    } else {
      value = empty()
    }
    let hasBlank = lines.isFirst(start) && lines.hasBlankAbove(line: start.line)
    return SyntaxEntry(leading: leading, hasBlankAbove: hasBlank, key: key, value: value)
  }

  /// Comments inside of an explicit key go above it.
  private func hoisted(from key: inout SyntaxNode) -> [SyntaxComment] {
    guard key.entries == nil else { return [] }
    let comments = (key.head.map { [$0] } ?? []) + key.strays + key.closing
    (key.head, key.strays, key.closing) = (nil, [], [])
    return comments
  }

  /// Gives the entry the comment behind its value.
  private mutating func finish(_ entry: SyntaxEntry) -> SyntaxEntry {
    var entry = entry
    if entry.value.entries == nil || entry.value.isFlow { entry.trailing = takeTrailing() }
    return entry
  }

  // MARK: Collections in brackets

  private mutating func flow() -> SyntaxNode {
    let start = token
    let isMapping = if case .flowMappingStart = token.kind { true } else { false }
    place += 1
    let head = takeTrailing()
    var entries: [SyntaxEntry] = []
    var leading: [SyntaxComment] = []
    loop: while true {
      leading += takeComments()
      switch token.kind {
      case .flowEnd, .streamEnd: break loop
      case .flowEntry:
        place += 1
        guard let trailing = takeTrailing() else { continue }
        if let last = entries.indices.last, entries[last].trailing == nil {
          entries[last].trailing = trailing
        } else {
          leading.append(trailing)
        }
      default:
        entries.append(finish(flowEntry(leading, isMapping: isMapping)))
        leading = []
      }
    }
    let end = token
    place += 1
    let node = SyntaxNode(
      isMapping ? .mapping(entries) : .sequence(entries), range: start.start.index..<end.end.index, column: start.start.column)
    node.isFlow = true
    node.spansLines = start.start.line != end.start.line
    node.head = head
    node.closing = leading
    return node
  }

  private mutating func flowEntry(_ leading: [SyntaxComment], isMapping: Bool) -> SyntaxEntry {
    let start = token.start
    if isMapping { return pair(leading, start, allowsIndentless: false) }
    let hasBlank = lines.isFirst(start) && lines.hasBlankAbove(line: start.line)
    switch token.kind {
    case .key, .value:
      // A lone pair in a list is a mapping of one key.
      let pair = pair([], start, allowsIndentless: false)
      let mapping = SyntaxNode(.mapping([pair]), range: start.index..<pair.value.range.upperBound, column: start.column)
      mapping.isFlow = true
      return SyntaxEntry(leading: leading, hasBlankAbove: hasBlank, value: mapping)
    default:
      return SyntaxEntry(leading: leading, hasBlankAbove: hasBlank, value: node(allowsIndentless: false))
    }
  }
}
