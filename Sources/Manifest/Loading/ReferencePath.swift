internal import Document

/// The way a reference such as `#/definitions/streams/0` names.
struct ReferencePath {
  /// Why a way leads nowhere.
  struct Failure: Error {
    /// What is not there, in words.
    var problem: String
    /// The whole reference with the nearest name that exists, or nil.
    var suggestion: String?
  }

  let reference: String

  /// A reference is any text that starts so.
  static let marker = "#/"

  /// Follows the way from the top of the manifest, as written: names in between that are references themselves are not followed.
  ///
  /// At each level the whole rest of the way is tried as one key first, so keys may hold slashes.
  ///
  /// - Parameter suggests: whether a failure names what was probably meant, which takes comparing with all names.
  func lookUp(in root: Node, suggests: Bool = true) throws(Failure) -> Node {
    var node = root
    var rest = reference.dropFirst(Self.marker.count).prefix { $0 != "\n" }
    var walked = "#"
    while !rest.isEmpty {
      if let member = node[String(rest)] { return member }
      let head = rest.prefix { $0 != "/" }
      rest = rest[head.endIndex...].dropFirst()
      node = try member(String(head), of: node, walked, rest, suggests)
      walked += "/" + head
    }
    return node
  }

  private func member(
    _ name: String, of node: Node, _ walked: String, _ rest: Substring, _ suggests: Bool
  ) throws(Failure) -> Node {
    let number = PythonInteger.parse(name)
    switch node.value {
    case .mapping(let mapping):
      if let number {
        if let entry = mapping.entries.first(where: { Self.isKey($0.key, number) }) { return entry.value }
      } else if let member = mapping[name] {
        return member
      }
      throw missing(name, in: mapping, walked, rest, suggests)
    case .sequence(let elements):
      guard let number else {
        throw Failure(problem: "'\(walked)' is a list: use an index from 0 instead of '\(name)'")
      }
      let place = number < 0 ? elements.count + number : number
      guard elements.indices.contains(place) else {
        throw Failure(problem: "index \(name) is out of range: the list '\(walked)' has \(elements.count) elements")
      }
      return elements[place]
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      if let number, case let place = number < 0 ? scalars.count + number : number, scalars.indices.contains(place) {
        return Node(.string(String(scalars[place])), at: node.location)
      }
      fallthrough
    default:
      throw Failure(problem: "'\(walked)' is \(node.phrase) and has no '\(name)'")
    }
  }

  private func missing(
    _ name: String, in mapping: Node.Mapping, _ walked: String, _ rest: Substring, _ suggests: Bool
  ) -> Failure {
    let place = walked == "#" ? "the top level of the manifest" : "'\(walked)'"
    let problem = "'\(name)' not found in \(place)"
    guard suggests else { return Failure(problem: problem) }
    let tail = rest.isEmpty ? "" : "/" + rest
    let keysWithSlashes = mapping.keys.filter { $0.contains("/") }
    let nearest =
      NearMiss.nearest(to: name + tail, among: keysWithSlashes) ?? NearMiss.nearest(to: name, among: mapping.keys).map { $0 + tail }
    return Failure(problem: problem, suggestion: nearest.map { "\(walked)/\($0)" })
  }

  private static func isKey(_ key: Node, _ number: Int) -> Bool {
    switch key.value {
    case .integer(let value): value == number
    case .bool(let value): (value ? 1 : 0) == number
    case .double(let value): value == Double(number)
    default: false
    }
  }
}

/// Integers in text as Python's `int` reads them.
enum PythonInteger {
  static func parse(_ text: String) -> Int? {
    var digits = text.unicodeScalars.drop { $0.properties.isWhitespace }
    while let last = digits.last, last.properties.isWhitespace { digits.removeLast() }
    var sign = 1
    if let first = digits.first, first == "-" || first == "+" {
      sign = first == "-" ? -1 : 1
      digits = digits.dropFirst()
    }
    guard digits.first != "_", digits.last != "_" else { return nil }
    var value = 0
    var wasUnderscore = false
    for scalar in digits {
      if scalar == "_" {
        if wasUnderscore { return nil }
        wasUnderscore = true
        continue
      }
      wasUnderscore = false
      guard scalar.isASCII, let digit = Character(scalar).wholeNumberValue else { return nil }
      let (scaled, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isTooLargeStill) = scaled.addingReportingOverflow(digit)
      if isTooLarge || isTooLargeStill { return nil }
      value = sum
    }
    return digits.isEmpty ? nil : sign * value
  }
}
