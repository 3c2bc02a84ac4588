/// Names of hosts, mailboxes and things.
enum AddressFormat {
  static func isHostname(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard !bytes.isEmpty, bytes.count <= 253 else { return false }
    return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy(isLabel)
  }

  private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
    guard let first = label.first, let last = label.last, label.count <= 63 else { return false }
    guard first != UInt8(ascii: "-"), last != UInt8(ascii: "-") else { return false }
    return label.allSatisfy { ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
  }

  static func isIPv4(_ bytes: ArraySlice<UInt8>) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        guard (1...3).contains(part.count), part.allSatisfy(ASCII.isDigit) else { return false }
        if part.count > 1 && part.first == UInt8(ascii: "0") { return false }
        return part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } < 256
      }
  }

  static func isIPv6(_ bytes: ArraySlice<UInt8>) -> Bool {
    var parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count >= 3 else { return false }
    var needed = 8
    if let last = parts.last, last.contains(UInt8(ascii: ".")) {
      guard isIPv4(last) else { return false }
      parts.removeLast()
      needed = 6
    }
    // "::" shows as an empty part, at an end as two.
    if parts.first?.isEmpty == true {
      guard parts.count > 1, parts[1].isEmpty else { return false }
      parts.removeFirst()
    }
    if needed == 8, parts.last?.isEmpty == true {
      guard parts.count > 1, parts[parts.count - 2].isEmpty else { return parts.count == 1 }
      parts.removeLast()
    }
    let gaps = parts.count { $0.isEmpty }
    guard gaps <= 1, gaps == 1 ? parts.count - 1 < needed : parts.count == needed else { return false }
    return parts.allSatisfy { $0.count <= 4 && $0.allSatisfy(ASCII.isHexDigit) }
  }

  static func isUUID(_ bytes: [UInt8]) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(ASCII.isHexDigit) }
  }

  static func isEmail(_ bytes: [UInt8], international: Bool) -> Bool {
    guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
    return isMailbox(bytes[..<at], international) && isMailDomain(bytes[(at + 1)...], international)
  }

  private static func isMailbox(_ bytes: ArraySlice<UInt8>, _ international: Bool) -> Bool {
    let quote = UInt8(ascii: "\"")
    if bytes.count > 2, bytes.first == quote, bytes.last == quote {
      return isQuotedText(bytes.dropFirst().dropLast(), international)
    }
    let marks = Set("!#$%&'*+-/=?^_`{|}~".utf8)
    return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty && atom.allSatisfy { ASCII.isAlphanumeric($0) || marks.contains($0) || (international && $0 >= 0x80) }
    }
  }

  private static func isQuotedText(_ bytes: ArraySlice<UInt8>, _ international: Bool) -> Bool {
    var isEscaped = false
    for byte in bytes {
      guard (0x20..<0x7f).contains(byte) || (international && byte >= 0x80) else { return false }
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        return false
      }
    }
    return !isEscaped
  }

  private static func isMailDomain(_ bytes: ArraySlice<UInt8>, _ international: Bool) -> Bool {
    guard bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") else {
      return isHostname(bytes) || (international && !bytes.isEmpty && bytes.allSatisfy { $0 > 0x20 && $0 != 0x7f })
    }
    let literal = bytes.dropFirst().dropLast()
    let prefix = Array("IPv6:".utf8)
    return literal.starts(with: prefix) ? isIPv6(literal.dropFirst(prefix.count)) : isIPv4(literal)
  }
}
