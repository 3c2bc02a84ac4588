/// The characters of a text by lines.
struct SourceLines {
  let scalars: [Unicode.Scalar]
  /// Where each line starts.
  private var starts: [Int] = [0]
  private var blanks: [Bool] = []

  init(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
    var counter = PositionCounter()
    var isBlank = true
    for (index, scalar) in scalars.enumerated() {
      let line = counter.mark.line
      counter.advance(scalar)
      if counter.mark.line > line {
        blanks.append(isBlank)
        starts.append(index + 1)
        isBlank = true
      } else if counter.mark.column == 0 {
        // The second half of a line break of two characters.
        starts[starts.count - 1] = index + 1
      } else if scalar != " ", scalar != "\t" {
        isBlank = false
      }
    }
    blanks.append(isBlank)
  }

  func index(line: Int, column: Int) -> Int? {
    guard starts.indices.contains(line), column >= 0 else { return nil }
    let index = starts[line] + column
    return index <= scalars.count ? index : nil
  }

  func text(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }

  func text(_ token: SyntaxToken) -> String { text(token.start.index..<token.end.index) }

  func hasBlankAbove(line: Int) -> Bool { line > 0 && line <= blanks.count && blanks[line - 1] }

  /// Whether nothing but white space stands before this place on its line.
  func isFirst(_ mark: Mark) -> Bool {
    guard starts.indices.contains(mark.line) else { return false }
    return scalars[starts[mark.line]..<mark.index].allSatisfy { $0 == " " || $0 == "\t" }
  }

  /// The comments between tokens, and those in the heads of block texts' lines are left to the texts.
  func comments(between tokens: [SyntaxToken]) -> [SyntaxComment] {
    var comments: [SyntaxComment] = []
    var place = 0
    for token in tokens {
      if token.start.index > place { collect(place..<token.start.index, into: &comments) }
      place = max(place, token.end.index)
    }
    collect(min(place, scalars.count)..<scalars.count, into: &comments)
    return comments
  }

  private func collect(_ gap: Range<Int>, into comments: inout [SyntaxComment]) {
    var place = gap.lowerBound
    while place < gap.upperBound {
      guard scalars[place] == "#" else {
        place += 1
        continue
      }
      var end = place
      while end < scalars.count, !Self.isBreak(scalars[end]) { end += 1 }
      var last = end
      while last > place, scalars[last - 1] == " " || scalars[last - 1] == "\t" { last -= 1 }
      let line = self.line(of: place)
      let mark = Mark(index: place, line: line, column: place - starts[line])
      comments.append(
        SyntaxComment(
          text: text(place..<last), hasBlankAbove: hasBlankAbove(line: line), isOwnLine: isFirst(mark), column: mark.column, index: place))
      place = end
    }
  }

  private func line(of index: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= index { low = middle } else { high = middle }
    }
    return low
  }

  static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }
}
