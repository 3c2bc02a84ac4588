/// How letters of different case compare.
enum RegexCaseRule: Hashable { case exact, ascii, unicode }

/// A position that is tested without taking characters.
enum RegexAssertion: Hashable {
  case textStart, textEnd, lineStart, lineEnd
  /// At the end, or before a line feed that ends the text.
  case lastLineEnd
  case wordBoundary(ascii: Bool), noWordBoundary(ascii: Bool)
}

enum RegexRepeatMode: Hashable { case greedy, lazy, possessive }

/// A parsed pattern.
indirect enum RegexNode {
  case empty
  case scalar(UInt32)
  /// Every character, or all but the line feed.
  case any(withNewline: Bool)
  case set(RegexCharacterSet)
  case sequence([RegexNode])
  case alternation([RegexNode])
  /// A capturing group.
  case group(Int, RegexNode)
  case `repeat`(RegexNode, minimum: Int, maximum: Int, RegexRepeatMode)
  case atomic(RegexNode)
  case look(RegexNode, isAhead: Bool, isNegative: Bool)
  case backreference(Int, RegexCaseRule)
  /// The first when the group has taken part, else the second.
  case conditional(Int, RegexNode, RegexNode)
  case assertion(RegexAssertion)
}

extension RegexNode {
  /// The least and greatest number of characters the node takes, given those of the groups before it.
  func width(_ groups: [Int: (least: Int, most: Int)]) -> (least: Int, most: Int) {
    switch self {
    case .empty, .look, .assertion: return (0, 0)
    case .scalar, .any, .set: return (1, 1)
    case .group(_, let body), .atomic(let body): return body.width(groups)
    case .backreference(let group, _): return groups[group] ?? (0, Int.max)
    case .sequence(let parts):
      return parts.reduce((0, 0)) { total, part in
        let width = part.width(groups)
        return (Self.add(total.0, width.least), Self.add(total.1, width.most))
      }
    case .alternation(let branches): return Self.hull(branches.map { $0.width(groups) })
    case .conditional(_, let yes, let no): return Self.hull([yes.width(groups), no.width(groups)])
    case .repeat(let body, let minimum, let maximum, _):
      let width = body.width(groups)
      return (Self.multiply(width.least, minimum), Self.multiply(width.most, maximum))
    }
  }

  private static func hull(_ widths: [(least: Int, most: Int)]) -> (least: Int, most: Int) {
    (widths.map(\.least).min() ?? 0, widths.map(\.most).max() ?? 0)
  }

  private static func add(_ left: Int, _ right: Int) -> Int {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? .max : sum
  }

  private static func multiply(_ left: Int, _ right: Int) -> Int {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? .max : product
  }
}
