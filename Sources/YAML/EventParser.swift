internal import CYAML
internal import Document

/// One step of libyaml's parse, copied out of C memory.
struct Event {
  enum Kind {
    case streamStart
    case streamEnd
    case documentStart(isExplicit: Bool)
    case documentEnd
    case alias(String)
    case scalar(String, isPlain: Bool)
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
  }

  var kind: Kind
  var anchor: String?
  var tag: String?
  var start: Mark
}

/// Why libyaml stopped, kept in its own words until a person has to read them.
struct SyntaxFailure: Error {
  var problem: String
  var mark: Mark
  var context: String?
  var contextMark: Mark?
}

/// libyaml's parser over a text in memory. Use it inside ``withParser(_:_:)`` only.
struct EventParser {
  let parser: UnsafeMutablePointer<yaml_parser_t>

  /// Runs `body` with a parser that lives as long as the call.
  static func withParser<Value, Failure: Error>(
    _ source: SourceText, _ body: (EventParser) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    yaml_parser_initialize(parser)
    defer {
      yaml_parser_delete(parser)
      parser.deallocate()
    }
    return try source.bytes.withUnsafeBufferPointer { (bytes) throws(Failure) -> Value in
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      // An empty buffer has no address, but libyaml wants one.
      var nothing: UInt8 = 0
      return try withUnsafePointer(to: &nothing) { (placeholder) throws(Failure) -> Value in
        yaml_parser_set_input_string(parser, bytes.baseAddress ?? placeholder, bytes.count)
        return try body(EventParser(parser: parser))
      }
    }
  }

  func next() throws(SyntaxFailure) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { yaml_event_delete(&event) }
    var result = Event(kind: .streamEnd, start: Mark(event.start_mark))
    switch event.type {
    case YAML_STREAM_START_EVENT: result.kind = .streamStart
    case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart(isExplicit: event.data.document_start.implicit == 0)
    case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
    case YAML_ALIAS_EVENT: result.kind = .alias(text(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let value = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      result.kind = .scalar(value, isPlain: scalar.plain_implicit != 0)
      result.anchor = text(scalar.anchor)
      result.tag = text(scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
      result.kind = .sequenceStart
      result.anchor = text(event.data.sequence_start.anchor)
      result.tag = text(event.data.sequence_start.tag)
    case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      result.kind = .mappingStart
      result.anchor = text(event.data.mapping_start.anchor)
      result.tag = text(event.data.mapping_start.tag)
    case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
    default: result.kind = .streamEnd
    }
    return result
  }

  /// The next token instead of the next event; a parser gives either the ones or the others.
  func nextToken() throws(SyntaxFailure) -> Token {
    var token = yaml_token_t()
    guard yaml_parser_scan(parser, &token) == 1 else { throw failure() }
    defer { yaml_token_delete(&token) }
    let kind: Token.Kind =
      switch token.type {
      case YAML_STREAM_END_TOKEN, YAML_NO_TOKEN: .streamEnd
      case YAML_FLOW_SEQUENCE_START_TOKEN, YAML_FLOW_MAPPING_START_TOKEN: .flowStart
      case YAML_FLOW_SEQUENCE_END_TOKEN, YAML_FLOW_MAPPING_END_TOKEN: .flowEnd
      case YAML_VERSION_DIRECTIVE_TOKEN, YAML_TAG_DIRECTIVE_TOKEN: .directive
      case YAML_SCALAR_TOKEN:
        switch token.data.scalar.style {
        case YAML_PLAIN_SCALAR_STYLE: .plain
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .other
        }
      default: .other
      }
    return Token(kind: kind, start: Mark(token.start_mark), end: Mark(token.end_mark))
  }

  func text(_ pointer: UnsafePointer<yaml_char_t>?) -> String? { pointer.map { String(cString: $0) } }

  func failure() -> SyntaxFailure {
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) } ?? "libyaml ran out of memory"
    let context = state.context.map { String(cString: $0) }
    return SyntaxFailure(
      problem: problem, mark: Mark(state.problem_mark), context: context, contextMark: context == nil ? nil : Mark(state.context_mark))
  }
}

/// A token of the text, of which only the extent matters here.
struct Token {
  enum Kind { case plain, block, directive, flowStart, flowEnd, other, streamEnd }
  var kind: Kind
  var start: Mark
  var end: Mark
}

extension Mark {
  init(_ mark: yaml_mark_t) { self.init(index: Int(mark.index), line: Int(mark.line), column: Int(mark.column)) }
}
