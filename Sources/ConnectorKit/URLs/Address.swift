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
    var rest = Substring(text)
    if let hash = rest.firstIndex(of: "#") {
      fragment = String(rest[rest.index(after: hash)...])
      rest = rest[..<hash]
    }
    scheme = ""
    if let colon = rest.firstIndex(of: ":"), let first = rest.first, first.isASCII, first.isLetter,
      rest[..<colon].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
    {
      scheme = rest[..<colon].lowercased()
      rest = rest[rest.index(after: colon)...]
    }
    if rest.hasPrefix("//") {
      rest = rest.dropFirst(2)
      let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
      authority = String(rest[..<end])
      rest = rest[end...]
    }
    if let mark = rest.firstIndex(of: "?") {
      query = String(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    }
    path = String(rest)
  }

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
    if let at = copy.authority?.lastIndex(of: "@"), let authority = copy.authority { copy.authority = String(authority[authority.index(after: at)...]) }
    return copy.text
  }

  /// The address that a reference means when it stands in a document at this one, by the rules of RFC 3986.
  public func resolving(_ reference: String) -> Address {
    guard !reference.isEmpty else { return self }
    var target = Address(reference)
    if !target.scheme.isEmpty, target.scheme != scheme { return target }
    target.scheme = scheme
    guard target.authority == nil else { return target }
    target.authority = authority
    if target.path.isEmpty {
      target.path = path
      if target.query == nil { target.query = query }
      return target
    }
    if !target.path.hasPrefix("/") {
      let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? (authority == nil ? "" : "/")
      target.path = directory + target.path
    }
    target.path = Self.withoutDots(target.path)
    return target
  }

  private static func withoutDots(_ path: String) -> String {
    var result: [Substring] = []
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    for (place, segment) in segments.enumerated() {
      let isLast = place == segments.count - 1
      switch segment {
      case ".": if isLast { result.append("") }
      case "..":
        if result.count > 1 || result.first.map({ !$0.isEmpty }) == true { result.removeLast() }
        if isLast { result.append("") }
      default: result.append(segment)
      }
    }
    return result.joined(separator: "/")
  }
}
