/// A comment, from its `#` to the end of its line.
package struct SyntaxComment: Sendable, Hashable {
  package var text: String
  /// Whether the line above is blank.
  package var hasBlankAbove: Bool
  /// Whether nothing but white space stands before it on its line.
  var isOwnLine: Bool
  var column: Int
  /// Where the `#` stands, in characters from the start of the text.
  var index: Int

  init(text: String, hasBlankAbove: Bool, isOwnLine: Bool, column: Int, index: Int) {
    self.text = text
    self.hasBlankAbove = hasBlankAbove
    self.isOwnLine = isOwnLine
    self.column = column
    self.index = index
  }

  /// A comment that stands nowhere yet.
  package init(ownLine text: String) {
    self.init(text: text, hasBlankAbove: false, isOwnLine: true, column: 0, index: 0)
  }
}

/// A single value as it was written.
package struct SyntaxScalar: Sendable {
  package enum Style: Sendable { case plain, singleQuoted, doubleQuoted, literal, folded }

  /// What the text stands for, escapes and line breaks resolved.
  package var text: String
  package var style: Style
  /// The characters of the text, quotes or the head of a block text included, without anchor and tag.
  package var source: String
  /// The column of the block collection it stands in; -1 at the top. Of a block text the indentation counts from there.
  package var outerColumn: Int

  /// Nothing at all was written.
  package var isEmpty: Bool { style == .plain && source.isEmpty }
  package var isBlock: Bool { style == .literal || style == .folded }
}

/// A value with what a ``Node`` does not keep: comments, anchors, aliases, quotes, and whether it is written in brackets.
package final class SyntaxNode {
  package enum Content {
    /// An alias such as `*name`, or text that a program puts there to be written as it is.
    case verbatim(String)
    case scalar(SyntaxScalar)
    case sequence([SyntaxEntry])
    case mapping([SyntaxEntry])
  }

  package var content: Content
  /// Whether a collection is written in `[]` or `{}`.
  package var isFlow = false
  /// Whether a collection in brackets goes over several lines.
  package var spansLines = false
  /// Anchor and tag as written.
  package var properties: [String] = []
  /// The comment on the line on which a collection starts.
  package var head: SyntaxComment?
  /// Comments on lines of their own between the key, or `-`, and a value that is no block collection.
  package var strays: [SyntaxComment] = []
  /// Comments behind the last member of a collection, or below an empty value.
  package var closing: [SyntaxComment] = []
  /// The characters of the value, anchor and tag included; comments behind it are not.
  package var range: Range<Int>
  /// The column the value starts in, from 0.
  package var column: Int

  init(_ content: Content, range: Range<Int>, column: Int) {
    self.content = content
    self.range = range
    self.column = column
  }

  /// A value that stands in no text yet.
  package init(_ content: Content, isFlow: Bool = false) {
    self.content = content
    self.isFlow = isFlow
    (range, column) = (0..<0, 0)
  }

  /// A plain or quoted text that stands in no text yet; quotes included.
  package static func word(_ source: String, meaning text: String, style: SyntaxScalar.Style = .plain) -> SyntaxNode {
    SyntaxNode(.scalar(SyntaxScalar(text: text, style: style, source: source, outerColumn: -1)))
  }
}

/// A member of a mapping, or an element of a list.
package struct SyntaxEntry {
  /// Comments on lines of their own above it.
  package var leading: [SyntaxComment] = []
  package var hasBlankAbove = false
  /// The key; nil for an element of a list.
  package var key: SyntaxNode?
  package var value: SyntaxNode
  /// The comment on the line on which the value ends.
  package var trailing: SyntaxComment?

  package init(leading: [SyntaxComment] = [], hasBlankAbove: Bool = false, key: SyntaxNode? = nil, value: SyntaxNode) {
    self.leading = leading
    self.hasBlankAbove = hasBlankAbove
    self.key = key
    self.value = value
  }
}

extension SyntaxNode {
  package var scalar: SyntaxScalar? { if case .scalar(let scalar) = content { scalar } else { nil } }

  package var entries: [SyntaxEntry]? {
    switch content {
    case .sequence(let entries), .mapping(let entries): entries
    case .verbatim, .scalar: nil
    }
  }

  package var isMapping: Bool { if case .mapping = content { true } else { false } }
}
