/// URIs, URI templates and JSON pointers.
enum ResourceFormat {
  private static let marks = Set("-._~!$&'()*+,;=".utf8)

  /// Whether bytes are a URI of RFC 3986 or, when `international`, an IRI.
  static func isURI(_ bytes: [UInt8], international: Bool, needsScheme: Bool) -> Bool {
    var rest = bytes[...]
    if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
      guard isText(rest[(hash + 1)...], extra: ":@/?", international) else { return false }
      rest = rest[..<hash]
    }
    if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
      guard isText(rest[(mark + 1)...], extra: ":@/?", international) else { return false }
      rest = rest[..<mark]
    }
    let firstSegment = rest.prefix { $0 != UInt8(ascii: "/") }
    if let colon = firstSegment.firstIndex(of: UInt8(ascii: ":")) {
      guard isScheme(rest[rest.startIndex..<colon]) else { return false }
      rest = rest[(colon + 1)...]
    } else if needsScheme {
      return false
    }
    if rest.starts(with: "//".utf8) {
      rest = rest.dropFirst(2)
      let authority = rest.prefix { $0 != UInt8(ascii: "/") }
      guard isAuthority(authority, international) else { return false }
      rest = rest[authority.endIndex...]
    }
    return isText(rest, extra: ":@/", international)
  }

  private static func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, ASCII.isLetter(first) else { return false }
    return bytes.allSatisfy { ASCII.isAlphanumeric($0) || "+-.".utf8.contains($0) }
  }

  private static func isAuthority(_ bytes: ArraySlice<UInt8>, _ international: Bool) -> Bool {
    var host = bytes
    if let at = bytes.lastIndex(of: UInt8(ascii: "@")) {
      guard isText(bytes[bytes.startIndex..<at], extra: ":", international) else { return false }
      host = bytes[(at + 1)...]
    }
    if host.first == UInt8(ascii: "[") {
      guard let close = host.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let literal = host[(host.startIndex + 1)..<close]
      let isFuture = literal.first.map { $0 | 0x20 == UInt8(ascii: "v") } ?? false
      guard isFuture || AddressFormat.isIPv6(literal) else { return false }
      host = host[(close + 1)...]
      return host.isEmpty || (host.first == UInt8(ascii: ":") && host.dropFirst().allSatisfy(ASCII.isDigit))
    }
    if let colon = host.lastIndex(of: UInt8(ascii: ":")) {
      guard host[(colon + 1)...].allSatisfy(ASCII.isDigit) else { return false }
      host = host[host.startIndex..<colon]
    }
    return isText(host, extra: "", international)
  }

  private static func isText(_ bytes: ArraySlice<UInt8>, extra: String, _ international: Bool) -> Bool {
    var place = bytes.startIndex
    while place < bytes.endIndex {
      let byte = bytes[place]
      if byte == UInt8(ascii: "%") {
        guard place + 2 < bytes.endIndex, ASCII.isHexDigit(bytes[place + 1]), ASCII.isHexDigit(bytes[place + 2]) else { return false }
        place += 3
        continue
      }
      guard
        ASCII.isAlphanumeric(byte) || marks.contains(byte) || extra.utf8.contains(byte) || (international && byte >= 0x80)
      else { return false }
      place += 1
    }
    return true
  }

  /// Whether the braces of a URI template (RFC 6570) match and hold expressions.
  static func isTemplate(_ bytes: [UInt8]) -> Bool {
    var expression: [UInt8]?
    for byte in bytes {
      switch (byte, expression) {
      case (UInt8(ascii: "{"), nil): expression = []
      case (UInt8(ascii: "{"), _), (UInt8(ascii: "}"), nil): return false
      case (UInt8(ascii: "}"), let inside?):
        guard isExpression(inside) else { return false }
        expression = nil
      case (_, nil):
        if byte <= 0x20 || byte == 0x7f || "\"'<>\\^`|".utf8.contains(byte) { return false }
      default: expression?.append(byte)
      }
    }
    return expression == nil
  }

  private static func isExpression(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    if let first = rest.first, "+#./;?&=,!@|".utf8.contains(first) { rest = rest.dropFirst() }
    return rest.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy { variable in
      var name = variable
      if name.last == UInt8(ascii: "*") {
        name = name.dropLast()
      } else if let colon = name.firstIndex(of: UInt8(ascii: ":")) {
        let length = name[(colon + 1)...]
        guard (1...4).contains(length.count), length.allSatisfy(ASCII.isDigit), length.first != UInt8(ascii: "0") else { return false }
        name = name[name.startIndex..<colon]
      }
      return !name.isEmpty && name.allSatisfy { ASCII.isAlphanumeric($0) || "_.%".utf8.contains($0) }
    }
  }

  static func isPointer(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first else { return true }
    guard first == UInt8(ascii: "/") else { return false }
    return zip(bytes, Array(bytes.dropFirst()) + [0]).allSatisfy { byte, next in
      byte != UInt8(ascii: "~") || next == UInt8(ascii: "0") || next == UInt8(ascii: "1")
    }
  }

  static func isRelativePointer(_ bytes: [UInt8]) -> Bool {
    let digits = bytes.prefix(while: ASCII.isDigit)
    guard !digits.isEmpty, digits.count == 1 || digits.first != UInt8(ascii: "0") else { return false }
    let rest = bytes[digits.endIndex...]
    return rest.elementsEqual([UInt8(ascii: "#")]) || isPointer(rest)
  }
}
