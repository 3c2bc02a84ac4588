/// A URL split into its parts, without judging them.
public struct Address: Sendable, Hashable {
  public var scheme: String
  /// Host with port and user, nil when the text has no `//`.
  public var authority: String?
  public var path: String
  /// What follows `?`, nil when there is none.
  public var query: String?
  /// What follows `#`, nil when there is none.
  public var fragment: String?

  public init(_ text: String) {
    var rest = Substring(text).utf8
    if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
      fragment = String(Substring(rest[rest.index(after: hash)...]))
      rest = rest[..<hash]
    }
    scheme = ""
    if let colon = rest.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(rest[..<colon]) {
      scheme = Substring(rest[..<colon]).lowercased()
      rest = rest[rest.index(after: colon)...]
    }
    if rest.starts(with: "//".utf8) {
      rest = rest.dropFirst(2)
      let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
      authority = String(Substring(rest[..<end]))
      rest = rest[end...]
    }
    if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
      query = String(Substring(rest[rest.index(after: mark)...]))
      rest = rest[..<mark]
    }
    path = String(Substring(rest))
  }

  private static func isScheme(_ text: Substring.UTF8View) -> Bool {
    guard let first = text.first, isLetter(first) else { return false }
    return text.allSatisfy { isLetter($0) || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

  public var text: String {
    var text = scheme.isEmpty ? "" : "\(scheme):"
    if let authority { text += "//\(authority)" }
    text += path
    if let query { text += "?\(query)" }
    if let fragment { text += "#\(fragment)" }
    return text
  }

  /// The address without what may hold a secret: user, query and fragment.
  public var redacted: String {
    var copy = self
    copy.query = nil
    copy.fragment = nil
    if let at = copy.authority?.lastIndex(of: "@"), let authority = copy.authority {
      copy.authority = String(authority[authority.index(after: at)...])
    }
    return copy.text
  }

  /// The address that a reference means when it stands in a document at this one, by the rules of RFC 3986.
  public func resolving(_ reference: String) -> Address {
    guard !reference.isEmpty else { return self }
    var target = Address(reference)
    if !target.scheme.isEmpty, target.scheme != scheme { return target }
    target.scheme = scheme
    guard target.authority?.isEmpty ?? true else { return target }
    target.authority = authority
    if target.path.isEmpty {
      target.path = path
      if target.query == nil { target.query = query }
      return target
    }
    let isRelative = !target.path.hasPrefix("/")
    var segments = target.path.split(separator: "/", omittingEmptySubsequences: false)
    if isRelative {
      var base = path.split(separator: "/", omittingEmptySubsequences: false)
      if base.last?.isEmpty == false { base.removeLast() }
      segments = base + segments
      // Empty segments in the middle come from joining; those of an absolute path were meant.
      let middle = segments.dropFirst().dropLast().filter { !$0.isEmpty }
      segments = (segments.first.map { [$0] } ?? []) + middle + (segments.count > 1 ? [segments[segments.count - 1]] : [])
    }
    target.path = Self.withoutDots(segments)
    return target
  }

  private static func withoutDots(_ segments: [Substring]) -> String {
    var result: [Substring] = []
    for segment in segments {
      switch segment {
      case ".": break
      case "..": _ = result.popLast()
      default: result.append(segment)
      }
    }
    if segments.last == "." || segments.last == ".." { result.append("") }
    let path = result.joined(separator: "/")
    return path.isEmpty ? "/" : path
  }
}
