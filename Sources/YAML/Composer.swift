internal import Document

/// Why a text could not be composed.
enum CompositionFailure: Error {
  /// libyaml's grammar was broken.
  case syntax(SyntaxFailure, Diagnostic)
  /// The grammar holds, but aliases, anchors or documents do not.
  case structure(Diagnostic)
  case limit(Diagnostic)

  var diagnostic: Diagnostic {
    switch self {
    case .syntax(_, let diagnostic), .structure(let diagnostic), .limit(let diagnostic): diagnostic
    }
  }

  var isLimit: Bool { if case .limit = self { true } else { false } }
}

/// Turns libyaml's events into one tree in which aliases share their target.
struct Composer {
  private let parser: EventParser
  private let source: SourceText
  private let limits: YAMLLimits
  /// Whether a lone `!` lets the value be resolved as plain text; libyaml does not when nothing follows it.
  private let bangResolves: Bool
  private let mending: QuoteRepair
  private var anchors: [String: ComposedNode] = [:]
  private var written = 0
  private var aliased = 0

  /// The document of the text, or nil when there is none.
  static func compose(
    _ source: SourceText, limits: YAMLLimits, bangResolves: Bool, mending: QuoteRepair = QuoteRepair()
  ) throws(CompositionFailure) -> ComposedNode? {
    try EventParser.withParser(source) { (parser) throws(CompositionFailure) -> ComposedNode? in
      var composer = Composer(parser: parser, source: source, limits: limits, bangResolves: bangResolves, mending: mending)
      return try composer.singleDocument()
    }
  }

  private init(parser: EventParser, source: SourceText, limits: YAMLLimits, bangResolves: Bool, mending: QuoteRepair) {
    self.parser = parser
    self.source = source
    self.limits = limits
    self.bangResolves = bangResolves
    self.mending = mending
  }

  private mutating func singleDocument() throws(CompositionFailure) -> ComposedNode? {
    _ = try next()
    let first = try next()
    guard case .documentStart(let isExplicit) = first.kind else {
      if mending.droppedDirective { throw missingStart(at: source.end) }
      return nil
    }
    let root = try node(try next(), depth: 1)
    if !isExplicit, mending.droppedDirective { throw missingStart(at: root.start) }
    _ = try next()
    let last = try next()
    if case .streamEnd = last.kind { return root }
    throw .structure(
      Diagnostic(
        code: .yamlSyntax, "expected one document, but another one starts here", at: last.start.location(source.file),
        notes: [.init("the first document starts here", at: root.start.location(source.file))],
        fix: "remove the '---' line and what does not belong to the first document"))
  }

  private func missingStart(at mark: Mark) -> CompositionFailure {
    .structure(
      Diagnostic(
        code: .yamlSyntax, "expected '---' after the directive", at: mark.location(source.file),
        fix: "write a line with '---' between the directive and the document"))
  }

  private mutating func node(_ event: Event, depth: Int) throws(CompositionFailure) -> ComposedNode {
    if case .alias(let name) = event.kind { return try target(of: name, at: event.start) }
    if let anchor = event.anchor, let first = anchors[anchor] {
      throw .structure(
        Diagnostic(
          code: .yamlAlias, "the anchor '&\(anchor)' is already taken", at: event.start.location(source.file),
          notes: [.init("it is set here first", at: first.start.location(source.file))], fix: "give one of the two another name"))
    }
    written += 1
    if written > limits.nodes {
      throw .limit(
        Diagnostic(
          code: .yamlLimit, "the text contains more than \(limits.nodes) values", at: event.start.location(source.file)))
    }
    switch event.kind {
    case .scalar(let text, let isPlain): return scalar(mending.restore(text), isPlain: isPlain, event)
    case .sequenceStart: return try sequence(event, depth: depth)
    default: return try mapping(event, depth: depth)
    }
  }

  private mutating func scalar(_ text: String, isPlain: Bool, _ event: Event) -> ComposedNode {
    let tag: Tag =
      switch event.tag {
      case nil: isPlain ? ImplicitTag.of(text) : .string
      case "!": isPlain || bangResolves ? ImplicitTag.of(text) : .string
      case .some(let name): Tag(name)
      }
    let node = ComposedNode(.scalar(text), tag: tag, start: event.start)
    if let anchor = event.anchor { anchors[anchor] = node }
    return node
  }

  private mutating func sequence(_ event: Event, depth: Int) throws(CompositionFailure) -> ComposedNode {
    let node = try open(.sequence([]), .sequence, event, depth: depth)
    var elements: [ComposedNode] = []
    while true {
      let next = try next()
      if case .sequenceEnd = next.kind { break }
      let element = try self.node(next, depth: depth + 1)
      node.weight += element.weight
      elements.append(element)
    }
    node.content = .sequence(elements)
    node.isOpen = false
    return node
  }

  private mutating func mapping(_ event: Event, depth: Int) throws(CompositionFailure) -> ComposedNode {
    let node = try open(.mapping([]), .mapping, event, depth: depth)
    var pairs: [ComposedNode.Pair] = []
    while true {
      let next = try next()
      if case .mappingEnd = next.kind { break }
      let key = try self.node(next, depth: depth + 1)
      let value = try self.node(try self.next(), depth: depth + 1)
      node.weight += key.weight + value.weight
      pairs.append(ComposedNode.Pair(key: key, value: value))
    }
    node.content = .mapping(pairs)
    node.isOpen = false
    return node
  }

  private mutating func open(
    _ content: ComposedNode.Content, _ usual: Tag, _ event: Event, depth: Int
  ) throws(CompositionFailure) -> ComposedNode {
    if depth > limits.depth {
      throw .limit(
        Diagnostic(
          code: .yamlLimit, "lists and mappings are nested more than \(limits.depth) deep", at: event.start.location(source.file)))
    }
    let tag: Tag = if let name = event.tag, name != "!" { Tag(name) } else { usual }
    let node = ComposedNode(content, tag: tag, start: event.start)
    node.isOpen = true
    if let anchor = event.anchor { anchors[anchor] = node }
    return node
  }

  private mutating func target(of name: String, at mark: Mark) throws(CompositionFailure) -> ComposedNode {
    let location = mark.location(source.file)
    guard let node = anchors[name] else {
      throw .structure(
        Diagnostic(
          code: .yamlAlias, "the alias '*\(name)' has no anchor '&\(name)' before it", at: location,
          fix: "write the anchor earlier in the file, or quote the text when it should start with '*'"))
    }
    if node.isOpen {
      throw .structure(
        Diagnostic(
          code: .yamlAlias, "the alias '*\(name)' refers to a value that contains it", at: location,
          notes: [.init("the value starts here", at: node.start.location(source.file))]))
    }
    aliased += node.weight
    if aliased > limits.aliasedNodes {
      throw .limit(
        Diagnostic(
          code: .yamlLimit, "the aliases up to here expand to more than \(limits.aliasedNodes) values", at: location,
          fix: "write less by alias of aliases"))
    }
    return node
  }

  private func next() throws(CompositionFailure) -> Event {
    do {
      return try parser.next()
    } catch {
      throw .syntax(error, error.diagnostic(source))
    }
  }
}
