package import Document

/// A YAML text as a person wrote it: values with comments, anchors and quotes, for programs that write it back.
package struct SyntaxTree {
  /// The value of the text; nil for a text without any.
  package var root: SyntaxNode?
  /// Comments before the value that cannot stand at one of its members, in a text that starts with directives.
  package var head: [SyntaxComment] = []
  /// Lines such as `%TAG ! tag:example.com,2024:`.
  package var directives: [String] = []
  /// Comments behind the value.
  package var closing: [SyntaxComment] = []
  /// All comments in the order of the text.
  package let comments: [SyntaxComment]
  /// The characters of the text, without a byte order mark; ranges of nodes count them.
  package var scalars: [Unicode.Scalar] { lines.scalars }
  private let lines: SourceLines

  /// Reads a text that ``YAMLReader`` takes.
  ///
  /// - Throws: what ``YAMLReader/read(_:file:limits:dialect:)-(Array<UInt8>,_,_,_)`` throws, and `yaml-syntax` for the few texts that
  ///   only the loader written in Python takes.
  package init(_ bytes: [UInt8], file: String) throws(Diagnostic) {
    let source = try SourceText(bytes, file: file)
    do {
      // Events are stricter than tokens, and hold the bounds against hostile texts.
      _ = try Composer.compose(source, limits: YAMLLimits(), bangResolves: false)
    } catch {
      throw error.diagnostic
    }
    let tokens: [SyntaxToken]
    do {
      tokens = try EventParser.withParser(source) { (parser) throws(SyntaxFailure) in try parser.syntaxTokens() }
    } catch {
      throw error.diagnostic(source)
    }
    lines = SourceLines(source.scalars)
    comments = lines.comments(between: tokens)
    var parser = SyntaxParser(lines: lines, tokens: tokens, comments: comments)
    parser.parse(into: &self)
  }

  /// Which character stands at a place, lines and columns counted from 1; nil when there is none.
  package func index(ofLine line: Int, column: Int) -> Int? { lines.index(line: line - 1, column: column - 1) }
}
