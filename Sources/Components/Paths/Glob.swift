/// A shell pattern over one segment of a path: `*`, `?`, `[abc]`, `[a-z]`, `[!abc]`; everything else stands for itself.
struct Glob: Sendable {
  private enum Part: Sendable {
    case scalar(Unicode.Scalar)
    case anyOne
    case anyMany
    case oneOf([ClosedRange<UInt32>], isNegated: Bool)
  }

  /// Whether a text has a character with a meaning of its own.
  static func isPattern(_ text: String) -> Bool {
    text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }
  }

  private let parts: [Part]

  init(_ pattern: String) {
    let scalars = Array(pattern.unicodeScalars)
    var parts: [Part] = []
    var at = 0
    while at < scalars.count {
      switch scalars[at] {
      case "*": parts.append(.anyMany)
      case "?": parts.append(.anyOne)
      case "[":
        if let (part, end) = Self.set(scalars, from: at + 1) {
          parts.append(part)
          at = end
        } else {
          parts.append(.scalar("["))
        }
      case let scalar: parts.append(.scalar(scalar))
      }
      at += 1
    }
    self.parts = parts
  }

  /// Reads the set that starts behind a bracket; nil when it is never closed, so that the bracket stands for itself.
  private static func set(_ scalars: [Unicode.Scalar], from start: Int) -> (Part, end: Int)? {
    var first = start
    let isNegated = first < scalars.count && scalars[first] == "!"
    if isNegated { first += 1 }
    // A bracket in first place is a member of the set.
    guard let end = scalars[min(first + 1, scalars.count)...].firstIndex(of: "]") else { return nil }
    var ranges: [ClosedRange<UInt32>] = []
    var at = first
    while at < end {
      if at + 2 < end, scalars[at + 1] == "-" {
        if scalars[at] <= scalars[at + 2] { ranges.append(scalars[at].value...scalars[at + 2].value) }
        at += 3
      } else {
        ranges.append(scalars[at].value...scalars[at].value)
        at += 1
      }
    }
    return (.oneOf(ranges, isNegated: isNegated), end)
  }

  /// Whether the whole text fits the pattern.
  func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var part = 0
    var at = 0
    // Where to go on when a try fails: the last star, and how far it has reached.
    var star: (part: Int, at: Int)?
    while at < scalars.count {
      if part < parts.count, case .anyMany = parts[part] {
        star = (part + 1, at)
        part += 1
      } else if part < parts.count, Self.fits(scalars[at], parts[part]) {
        part += 1
        at += 1
      } else if let last = star {
        star = (last.part, last.at + 1)
        part = last.part
        at = last.at + 1
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { if case .anyMany = $0 { true } else { false } }
  }

  private static func fits(_ scalar: Unicode.Scalar, _ part: Part) -> Bool {
    switch part {
    case .scalar(let wanted): scalar == wanted
    case .anyOne, .anyMany: true
    case .oneOf(let ranges, let isNegated): ranges.contains { $0.contains(scalar.value) } != isNegated
    }
  }
}
