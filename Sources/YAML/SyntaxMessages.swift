internal import Document

extension SyntaxFailure {
  /// The failure in plain words, at the place a person has to look at.
  func diagnostic(_ source: SourceText) -> Diagnostic {
    let words = Self.words[problem]
    let end = source.end
    var place = mark
    // libyaml counts a line more when the text ends without a line break, and stands on the backslash of a bad escape.
    if problem == "found unknown escape character" { place.column += 1 }
    if end < place { place = end }
    let atEnd = !(place < end)
    var message = words?.message ?? problem
    if atEnd { message += ", but the text ends here" }
    var notes: [Diagnostic.Note] = []
    if let contextMark, contextMark != mark, let context {
      notes.append(.init(Self.contextWords[context] ?? context, at: contextMark.location(source.file)))
    }
    return Diagnostic(code: .yamlSyntax, message, at: place.location(source.file), notes: notes, fix: words?.fix)
  }

  private struct Words {
    var message: String
    var fix: String?
    init(_ message: String, _ fix: String? = nil) {
      self.message = message
      self.fix = fix
    }
  }

  private static let words: [String: Words] = [
    "mapping values are not allowed in this context": Words(
      "a ':' cannot start a value here", "put text that holds ': ' in quotes, or check the indentation of this line"),
    "could not find expected ':'": Words(
      "expected ':' after the key", "write 'key: value', or indent the line to continue the text above"),
    "did not find expected key": Words(
      "expected a key, as wide indented as the others of this mapping",
      "check the indentation, and quotes inside a quoted text"),
    "did not find expected '-' indicator": Words(
      "expected '-', as wide indented as the others of this list", "check the indentation of this line"),
    "did not find expected node content": Words("expected a value", "put text that starts with a special character in quotes"),
    "did not find expected ',' or ']'": Words("expected ',' or ']'", "close the list, or put the text in quotes"),
    "did not find expected ',' or '}'": Words(
      "expected ',' or '}'", "close the mapping; a template such as '{{ ... }}' needs quotes"),
    "did not find expected <document start>": Words(
      "expected the end of the text or '---'", "check the indentation of this line, or remove what follows the value"),
    "did not find expected <stream-start>": Words("expected a text"),
    "found character that cannot start any token": Words(
      "this character cannot start a value", "put the text in quotes; indent with spaces, not with tabs"),
    "found a tab character where an indentation space is expected": Words("a tab cannot indent a line", "indent with spaces"),
    "found a tab character that violates indentation": Words("a tab cannot indent a line", "indent with spaces"),
    "could not find expected directive name": Words("expected a name after '%'", "put text that starts with '%' in quotes"),
    "did not find expected whitespace": Words("expected a space"),
    "found extremely long version number": Words("expected a version such as 1.1"),
    "found unexpected non-alphabetical character": Words(
      "expected a name of letters, digits, '-' and '_' after '%'", "put text that starts with '%' in quotes"),
    "found unknown escape character": Words(
      "this escape is not known", "write '\\\\' for a backslash, or use single quotes"),
    "did not find expected hexdecimal number": Words("expected hexadecimal digits of the escape"),
    "found invalid Unicode character escape code": Words(
      "this escape is not a character", "write both halves of a surrogate pair, or '\\U' with the code of the character"),
    "found unexpected end of stream": Words("expected the closing quote"),
    "found unexpected document indicator": Words("expected the closing quote, but a new document starts here"),
    "found undefined tag handle": Words("the tag names a prefix that no %TAG line declares", "remove the tag"),
    "did not find expected comment or line break": Words("expected the end of the line after '|' or '>'"),
    "found an indentation indicator equal to 0": Words("an indentation of 0 is not possible; expected a digit from 1 to 9"),
    "did not find expected alphabetic or numeric character": Words(
      "expected a name of letters, digits, '-' and '_'", "put text that starts with '&' or '*' in quotes"),
    "block sequence entries are not allowed in this context": Words(
      "a list cannot start here", "write '- ' on a separate line below the key"),
    "mapping keys are not allowed in this context": Words("a key cannot start here", "put text that starts with '?' in quotes"),
    "found incompatible YAML document": Words("only version 1 of YAML can be read"),
    "found duplicate %YAML directive": Words("a second %YAML line"),
    "found duplicate %TAG directive": Words("a second %TAG line for the same prefix"),
    "found unknown directive name": Words("this directive is not known"),
    "did not find expected tag URI": Words("expected the name of a tag"),
    "did not find the expected '>'": Words("expected '>' at the end of the tag"),
    "did not find expected whitespace or line break": Words("expected a space"),
    "did not find expected '!'": Words("expected '!'"),
    "did not find URI escaped octet": Words("expected two hexadecimal digits after '%'"),
    "did not find expected digit or '.' character": Words("expected a version such as 1.1"),
    "did not find expected version number": Words("expected a version such as 1.1"),
    "found unexpected ':'": Words("a ':' is not allowed here", "write a space after it, or put the text in quotes"),
  ]

  private static let contextWords: [String: String] = [
    "while parsing a block mapping": "the mapping starts here",
    "while parsing a block collection": "the list starts here",
    "while parsing a flow mapping": "the mapping starts here",
    "while parsing a flow sequence": "the list starts here",
    "while parsing a block node": "the value starts here",
    "while parsing a flow node": "the value starts here",
    "while parsing a node": "the value starts here",
    "while scanning a simple key": "the key starts here",
    "while scanning a quoted scalar": "the quoted text starts here",
    "while parsing a quoted scalar": "the quoted text starts here",
    "while scanning a block scalar": "the text starts here",
    "while scanning a plain scalar": "the text starts here",
    "while scanning an anchor": "the anchor starts here",
    "while scanning an alias": "the alias starts here",
    "while scanning a tag": "the tag starts here",
    "while parsing a tag": "the tag starts here",
    "while parsing a %TAG directive": "the directive starts here",
    "while parsing a tag directive": "the directive starts here",
    "while scanning a tag directive": "the directive starts here",
    "while scanning for the next token": "the text starts here",
    "while scanning a directive": "the directive starts here",
    "while scanning a %YAML directive": "the directive starts here",
    "while scanning a %TAG directive": "the directive starts here",
  ]
}
