internal import Quirks

/// Results whose text is not read as a literal.
extension Interpolation {
  /// Whether text stays text.
  func keepsText(_ types: AcceptedTypes) -> Bool { types.contains(.verbatim) && !options.follows(.evaluatesTexts) }

  /// The value that a result stands for when its text stays text; nil when it is empty.
  func verbatim(_ outcome: Outcome, _ types: AcceptedTypes) throws(TemplateError) -> TemplateValue? {
    switch outcome {
    case .value(let value): return try verbatim(value, types)
    case .output(let text, of: let sole):
      // Blanks that the manifest puts around a value vanish where the value reads as one, as they do elsewhere.
      return LiteralParser.value(of: text) == nil ? .string(text) : try verbatim(sole.value, types)
    case .text(let text):
      if text.isEmpty { return nil }
      if types.contains(.list), writesList, case .list(let list)? = LiteralParser.value(of: text) { return .list(list) }
      return .string(text)
    }
  }

  private func verbatim(_ value: TemplateValue, _ types: AcceptedTypes) throws(TemplateError) -> TemplateValue? {
    switch value {
    case .undefined: return nil
    case .string(let text), .markup(let text):
      if isQuotedByFilter(text), case .string(let inner)? = LiteralParser.value(of: text) { return .string(inner) }
      return text.isEmpty ? nil : .string(text)
    default:
      if types.accepts(value) {
        var walk = ValueWalk(nil, options: options)
        if let copy = try LiteralCopy.copy(value, &walk) { return copy }
      }
      return .string(try value.pythonText())
    }
  }

  /// Whether a text has the quotes that the filter `string` puts around what is no text, for somebody to take them off again.
  private func isQuotedByFilter(_ text: String) -> Bool {
    text.utf8.starts(with: "\"\"\"".utf8) && TextSearch.contains(self.text, "string")
  }

  /// Whether the brackets of a list are the manifest's own.
  private var writesList: Bool {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 >= 0x09 && $0 <= 0x0D }
    let bytes = text.utf8
    return bytes.first { !isBlank($0) } == UInt8(ascii: "[") && bytes.last { !isBlank($0) } == UInt8(ascii: "]")
  }

  /// The text of a setting that the template gives as it stands in the config; nil when it gives anything else, or may read it.
  func setting(_ outcome: Outcome, _ types: AcceptedTypes) -> String? {
    guard types.contains(.verbatimSettings), !options.follows(.evaluatesConfigTextsInJSON), case .success(let template) = template,
      !template.configSlots.isEmpty
    else {
      return nil
    }
    let sole: SoleOutput
    switch (outcome, template.shape) {
    case (.value(let value), .expression(let node)): sole = SoleOutput(value: value, node: node)
    case (.output(let text, of: let output), _) where LiteralParser.value(of: text) != nil: sole = output
    default: return nil
    }
    guard case .string(let text) = sole.value, !text.isEmpty, !isQuotedByFilter(text) else { return nil }
    return SettingChoice(sole.node, configSlots: template.configSlots)?.takes(text) == true ? text : nil
  }
}

extension TemplateValue {
  /// What a text is read as where the manifest language makes values of results; nil when it stays text.
  public static func literal(_ text: String) -> TemplateValue? {
    guard let value = LiteralParser.value(of: text), AcceptedTypes.any.accepts(value) else { return nil }
    return value
  }
}
