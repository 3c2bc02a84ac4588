internal import ConnectorKit
internal import JSON

/// Reads a `Link` header (RFC 8288): the addresses it names, by their relation.
struct LinkHeader {
  private var rest: Substring.UTF8View

  private init(_ header: String) { rest = header[...].utf8 }

  /// An object of objects: for each relation type the address as `url`, and the parameters of its link. A link without a relation stands
  /// under its address.
  ///
  /// Relation types are in lower case, and also as they were sent. Of links with one relation the last one counts; a link that says it is
  /// about another resource (`anchor`) is passed over.
  ///
  /// - Parameters:
  ///   - header: the values of all headers of that name, with commas between them.
  ///   - address: where the answer came from; relative addresses are resolved against it.
  static func parse(_ header: String?, of address: String) -> JSONValue {
    guard let header else { return .object([:]) }
    var reader = LinkHeader(header)
    var links: JSONObject = [:]
    while let link = reader.next() {
      let base = Address(address)
      let url = link.target.isEmpty ? address : base.resolving(link.target).text
      if let anchor = link.parameters["anchor"]?.stringValue, !isSame(base.resolving(anchor), base) { continue }
      var members = link.parameters
      members["url"] = .string(url)
      let relations = (link.parameters["rel"]?.stringValue ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
      for relation in relations {
        links[relation.lowercased()] = .object(members)
        links[relation] = .object(members)
      }
      if relations.isEmpty { links[url] = .object(members) }
    }
    return .object(links)
  }

  private static func isSame(_ one: Address, _ other: Address) -> Bool {
    var (one, other) = (one, other)
    (one.fragment, other.fragment) = (nil, nil)
    return one == other
  }

  private struct Link {
    let target: String
    var parameters: JSONObject = [:]
  }

  /// The next link; nil at the end of the header.
  private mutating func next() -> Link? {
    skip { Self.isBlank($0) || $0 == UInt8(ascii: ",") }
    guard let first = rest.first else { return nil }
    var link: Link
    if first == UInt8(ascii: "<") {
      rest.removeFirst()
      link = Link(target: text(take { $0 != UInt8(ascii: ">") }).trimming(" \t"))
      if !rest.isEmpty { rest.removeFirst() }
    } else {
      // Not as it should be, but some servers leave the brackets out.
      link = Link(target: text(take { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ",") }).trimming(" \t'\""))
    }
    skip(Self.isBlank)
    while rest.first == UInt8(ascii: ";") {
      rest.removeFirst()
      parameter(of: &link)
      skip(Self.isBlank)
    }
    // Whatever else stands before the next link.
    skip { $0 != UInt8(ascii: ",") }
    return link
  }

  /// Reads one parameter. Its name is taken in any case, and the first one of a name counts.
  private mutating func parameter(of link: inout Link) {
    skip(Self.isBlank)
    let name = text(take { !Self.isBlank($0) && !",;=".utf8.contains($0) }).lowercased()
    skip(Self.isBlank)
    var value = ""
    if rest.first == UInt8(ascii: "=") {
      rest.removeFirst()
      skip(Self.isBlank)
      value = parameterValue()
    }
    if !name.isEmpty, link.parameters[name] == nil { link.parameters[name] = .string(value) }
  }

  private mutating func parameterValue() -> String {
    switch rest.first {
    case UInt8(ascii: "\""): return quoted()
    case UInt8(ascii: "'"): return singleQuoted() ?? token()
    default: return token()
    }
  }

  private mutating func token() -> String { text(take { !Self.isBlank($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ";") }) }

  /// A quoted string, in which a backslash goes before a character that is meant literally.
  private mutating func quoted() -> String {
    rest.removeFirst()
    var bytes: [UInt8] = []
    while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() { bytes.append(escaped) } else { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A value in single quotes, which are no quotes by the letter; nil when the closing one is missing.
  private mutating func singleQuoted() -> String? {
    var at = rest.index(after: rest.startIndex)
    while let close = rest[at...].firstIndex(of: UInt8(ascii: "'")) {
      at = rest.index(after: close)
      let following = rest[at...].first { !Self.isBlank($0) }
      guard following == nil || following == UInt8(ascii: ",") || following == UInt8(ascii: ";") else { continue }
      let value = text(rest[rest.index(after: rest.startIndex)..<close])
      rest = rest[at...]
      return value
    }
    return nil
  }

  private mutating func skip(_ isSkipped: (UInt8) -> Bool) { rest = rest.drop(while: isSkipped) }

  private mutating func take(_ isTaken: (UInt8) -> Bool) -> Substring.UTF8View {
    let part = rest.prefix(while: isTaken)
    rest = rest[part.endIndex...]
    return part
  }

  private func text(_ bytes: Substring.UTF8View) -> String { String(Substring(bytes)) }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }
}

extension LinkHeader {
  /// What the reference reads: one relation for each link, names of parameters in the case of the header, addresses as they stand.
  static func parseAsReference(_ header: String?) -> JSONValue {
    guard let header else { return .object([:]) }
    var links: JSONObject = [:]
    for part in split(header) {
      let pieces = part.split(separator: ";", omittingEmptySubsequences: false)
      guard let first = pieces.first else { continue }
      let url = first.trimming("<> '\"")
      guard !url.isEmpty else { continue }
      var link: JSONObject = ["url": .string(url)]
      for piece in pieces.dropFirst() {
        guard let equals = piece.firstIndex(of: "=") else { break }
        link[piece[..<equals].trimming(" '\"")] = .string(piece[piece.index(after: equals)...].trimming(" '\""))
      }
      links[link["rel"]?.stringValue ?? url] = .object(link)
    }
    return .object(links)
  }

  /// The links of a header: they are separated by commas that an address in angle brackets follows.
  private static func split(_ header: String) -> [Substring] {
    var parts: [Substring] = []
    var start = header.startIndex
    var place = header.startIndex
    while let comma = header[place...].firstIndex(of: ",") {
      let next = header[header.index(after: comma)...]
      place = header.index(after: comma)
      guard next.drop(while: { $0 == " " }).first == "<" else { continue }
      parts.append(header[start..<comma])
      start = place
    }
    parts.append(header[start...])
    return parts
  }
}

extension StringProtocol {
  /// The text without the given characters at its ends.
  func trimming(_ characters: String) -> String {
    var rest = self[...]
    while let first = rest.first, characters.contains(first) { rest = rest.dropFirst() }
    while let last = rest.last, characters.contains(last) { rest = rest.dropLast() }
    return String(rest)
  }
}
