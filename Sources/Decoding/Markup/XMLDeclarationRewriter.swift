/// Makes an XML document say of itself that it stands alone, so that a parser takes every entity that the document does not declare for
/// an error: nothing is read that could declare it elsewhere.
struct XMLDeclarationRewriter {
  private static let alone = Array(#" standalone="yes""#.utf8)
  private static let opening = Array("<?xml".utf8)
  private static let ending = Array("?>".utf8)
  /// A longer declaration is none.
  private static let maximumBytes = 1024

  /// The beginning of the document, until its declaration is complete.
  private var head: [UInt8] = []
  private var isDone = false
  /// By how many columns the first line has become longer.
  private(set) var shift = 0

  /// Takes the next bytes of the document, in UTF-8, and puts in their place what can be parsed of it.
  mutating func rewrite(_ text: inout [UInt8], isLast: Bool) {
    guard !isDone else { return }
    head += text
    text = []
    let isComplete = isLast || head.count >= Self.maximumBytes || firstPlace(of: Self.ending) != nil
    guard isComplete || !Self.opening.starts(with: head.prefix(Self.opening.count)) else { return }
    isDone = true
    text = rewritten()
    shift = text.count - head.count
    head = []
  }

  private func rewritten() -> [UInt8] {
    // Nothing at all stays nothing.
    guard !head.isEmpty else { return [] }
    guard head.starts(with: Self.opening), let behind = head.dropFirst(Self.opening.count).first, behind <= 0x20 else {
      return Array(#"<?xml version="1.0""#.utf8) + Self.alone + Self.ending + head
    }
    guard let end = firstPlace(of: Self.ending) else { return head }
    let declaration = Self.withoutStandalone(Array(head[..<end]))
    return declaration + Self.alone + head[end...]
  }

  private static func withoutStandalone(_ declaration: [UInt8]) -> [UInt8] {
    let word = Array("standalone".utf8)
    guard let start = declaration.indices.first(where: { declaration[$0...].starts(with: word) }) else { return trimmed(declaration) }
    let rest = declaration[(start + word.count)...]
    guard let open = rest.firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }),
      let close = rest[(open + 1)...].firstIndex(of: rest[open])
    else { return declaration }
    return trimmed(Array(declaration[..<start])) + declaration[(close + 1)...]
  }

  private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    Array(bytes[..<((bytes.lastIndex { $0 > 0x20 } ?? -1) + 1)])
  }

  private func firstPlace(of text: [UInt8]) -> Int? { head.indices.first { head[$0...].starts(with: text) } }
}
