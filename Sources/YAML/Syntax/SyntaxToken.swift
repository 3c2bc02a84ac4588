internal import CYAML

/// A token of the text with all that laying it out anew needs.
struct SyntaxToken {
  enum Kind {
    case streamStart, streamEnd, directive, documentStart, documentEnd
    case blockSequenceStart, blockMappingStart, blockEnd
    case flowSequenceStart, flowMappingStart, flowEnd
    case blockEntry, flowEntry, key, value
    case alias, anchor, tag
    case scalar(String, SyntaxScalar.Style)
  }

  var kind: Kind
  var start: Mark
  var end: Mark
}

extension EventParser {
  /// All tokens of the text.
  func syntaxTokens() throws(SyntaxFailure) -> [SyntaxToken] {
    var tokens: [SyntaxToken] = []
    while true {
      var token = yaml_token_t()
      guard yaml_parser_scan(parser, &token) == 1 else { throw failure() }
      defer { yaml_token_delete(&token) }
      let kind = kind(of: token)
      tokens.append(SyntaxToken(kind: kind, start: Mark(token.start_mark), end: Mark(token.end_mark)))
      if case .streamEnd = kind { return tokens }
    }
  }

  private func kind(of token: yaml_token_t) -> SyntaxToken.Kind {
    switch token.type {
    case YAML_STREAM_START_TOKEN: .streamStart
    case YAML_VERSION_DIRECTIVE_TOKEN, YAML_TAG_DIRECTIVE_TOKEN: .directive
    case YAML_DOCUMENT_START_TOKEN: .documentStart
    case YAML_DOCUMENT_END_TOKEN: .documentEnd
    case YAML_BLOCK_SEQUENCE_START_TOKEN: .blockSequenceStart
    case YAML_BLOCK_MAPPING_START_TOKEN: .blockMappingStart
    case YAML_BLOCK_END_TOKEN: .blockEnd
    case YAML_FLOW_SEQUENCE_START_TOKEN: .flowSequenceStart
    case YAML_FLOW_MAPPING_START_TOKEN: .flowMappingStart
    case YAML_FLOW_SEQUENCE_END_TOKEN, YAML_FLOW_MAPPING_END_TOKEN: .flowEnd
    case YAML_BLOCK_ENTRY_TOKEN: .blockEntry
    case YAML_FLOW_ENTRY_TOKEN: .flowEntry
    case YAML_KEY_TOKEN: .key
    case YAML_VALUE_TOKEN: .value
    case YAML_ALIAS_TOKEN: .alias
    case YAML_ANCHOR_TOKEN: .anchor
    case YAML_TAG_TOKEN: .tag
    case YAML_SCALAR_TOKEN: scalar(token)
    default: .streamEnd
    }
  }

  private func scalar(_ token: yaml_token_t) -> SyntaxToken.Kind {
    let scalar = token.data.scalar
    let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
    let style: SyntaxScalar.Style =
      switch scalar.style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
      case YAML_LITERAL_SCALAR_STYLE: .literal
      case YAML_FOLDED_SCALAR_STYLE: .folded
      default: .plain
      }
    return .scalar(text, style)
  }
}
