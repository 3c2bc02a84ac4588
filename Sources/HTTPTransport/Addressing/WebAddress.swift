/// The parts of an address, split by RFC 3986 and neither decoded nor checked.
struct WebAddress: Equatable {
  /// In lower case, "" in a relative reference.
  var scheme = ""
  /// Nil when there is no `//`.
  var authority: String?
  var path = ""
  var query: String?
  var fragment: String?

  init(_ text: String) {
    var rest = Substring(text)
    if let hash = rest.utf8.firstIndex(of: UInt8(ascii: "#")) {
      fragment = String(rest[rest.utf8.index(after: hash)...])
      rest = rest[..<hash]
    }
    if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
      query = String(rest[rest.utf8.index(after: mark)...])
      rest = rest[..<mark]
    }
    if let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(rest[..<colon]) {
      scheme = rest[..<colon].lowercased()
      rest = rest[rest.utf8.index(after: colon)...]
    }
    if rest.hasPrefix("//") {
      rest = rest.dropFirst(2)
      let end = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      authority = String(rest[..<end])
      rest = rest[end...]
    }
    path = String(rest)
  }

  /// User name and password, without the `@`.
  var userInfo: Substring? {
    guard let authority, let at = authority.utf8.lastIndex(of: UInt8(ascii: "@")) else { return nil }
    return authority[..<at]
  }

  /// The authority without user name and password.
  var hostAndPort: Substring {
    guard let authority else { return "" }
    guard let at = authority.utf8.lastIndex(of: UInt8(ascii: "@")) else { return authority[...] }
    return authority[authority.utf8.index(after: at)...]
  }

  /// The host in lower case, an IPv6 address without its brackets.
  var host: String {
    let text = hostAndPort
    if text.utf8.first == UInt8(ascii: "["), let end = text.utf8.firstIndex(of: UInt8(ascii: "]")) {
      return text[text.utf8.index(after: text.startIndex)..<end].lowercased()
    }
    let end = text.utf8.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
    return text[..<end].lowercased()
  }

  /// The port as it is written, nil when none is.
  var port: Int? {
    var text = hostAndPort
    if let end = text.utf8.lastIndex(of: UInt8(ascii: "]")) {
      text = text[text.utf8.index(after: end)...]
    }
    guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
    return Int(text[text.utf8.index(after: colon)...])
  }

  /// The address without user name and password.
  var withoutUserInfo: WebAddress {
    guard userInfo != nil else { return self }
    var copy = self
    copy.authority = String(hostAndPort)
    return copy
  }

  /// What messages may show: no user, no query, no fragment.
  var location: String {
    (scheme.isEmpty ? "" : scheme + ":") + (authority == nil ? "" : "//" + hostAndPort) + path
  }

  /// The address as text.
  var text: String {
    var text = scheme.isEmpty ? "" : scheme + ":"
    if let authority { text += "//" + authority }
    text += path
    if let query { text += "?" + query }
    if let fragment { text += "#" + fragment }
    return text
  }

  /// Whether a request can be sent to it.
  var isHTTP: Bool { (scheme == "http" || scheme == "https") && !host.isEmpty }

  /// Whether a redirect may lead there: an address of HTTP with a port that can be.
  var canBeRequested: Bool {
    guard isHTTP else { return false }
    let text = hostAndPort
    let rest = text.utf8.lastIndex(of: UInt8(ascii: "]")).map { text[text.utf8.index(after: $0)...] } ?? text
    guard let colon = rest.utf8.lastIndex(of: UInt8(ascii: ":")) else { return true }
    let digits = rest[rest.utf8.index(after: colon)...]
    return digits.isEmpty || (digits.utf8.allSatisfy { (0x30...0x39).contains($0) } && Int(digits).map { $0 <= 65_535 } ?? false)
  }

  /// What a reference found at this address refers to (RFC 3986, section 5.2).
  func resolving(_ reference: WebAddress) -> WebAddress {
    var target = reference
    if !reference.scheme.isEmpty {
      target.path = Self.withoutDots(reference.path)
      return target
    }
    target.scheme = scheme
    if reference.authority != nil {
      target.path = Self.withoutDots(reference.path)
      return target
    }
    target.authority = authority
    if reference.path.isEmpty {
      target.path = path
      target.query = reference.query ?? query
    } else if reference.path.hasPrefix("/") {
      target.path = Self.withoutDots(reference.path)
    } else {
      target.path = Self.withoutDots(merged(reference.path))
    }
    return target
  }

  private func merged(_ relative: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "/" + relative }
    return path[...slash] + relative
  }

  private static func withoutDots(_ path: String) -> String {
    guard path.contains("/.") || path.hasPrefix(".") else { return path }
    var kept: [Substring] = []
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      switch segment {
      case ".":
        if isLast { kept.append("") }
      case "..":
        if kept.count > 1 { kept.removeLast() }
        if isLast { kept.append("") }
      default:
        kept.append(segment)
      }
    }
    return kept.joined(separator: "/")
  }

  private static func isScheme(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20)
  }
}
