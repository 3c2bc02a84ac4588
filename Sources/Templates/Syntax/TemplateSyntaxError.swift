/// A template that does not parse, with the place inside the template's text.
public struct TemplateSyntaxError: Error, Equatable, Sendable {
  /// What is wrong, in plain words.
  public let message: String
  /// Counted from 1, within the template.
  public let line: Int
  /// Counted from 1 in characters, within the line.
  public let column: Int
  /// ``TemplateError/Kind/syntaxError``, or ``TemplateError/Kind/templateAssertion`` for what parses but makes no sense.
  public let kind: TemplateError.Kind

  /// The error as a rendering of the template reports it.
  public var templateError: TemplateError {
    TemplateError(kind, "the template does not parse: \(message) (line \(line), column \(column) of the template)")
  }
}

/// A problem at a byte of the source, before lines and columns are counted.
struct SyntaxFailure: Error {
  let message: String
  let offset: Int
  var kind: TemplateError.Kind = .syntaxError

  func located(in source: [UInt8]) -> TemplateSyntaxError {
    var line = 1
    var column = 1
    for byte in source.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return TemplateSyntaxError(message: message, line: line, column: column, kind: kind)
  }
}
