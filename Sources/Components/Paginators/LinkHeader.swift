internal import JSON

/// Reads a `Link` header: the addresses it names, by their relation.
enum LinkHeader {
  /// An object of objects: for each `rel` (or address, where there is none) the address as `url` and its parameters.
  static func parse(_ header: String?) -> JSONValue {
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
