import Testing

@testable import JSON

/// Whether what was scanned among others has the tokens it has when it is scanned alone.
enum Likeness {
  /// - Parameter page: a list of the elements, or an object with such a list as `data`.
  static func expect(_ page: JSONTape, _ elements: [String]) throws {
    try expect(Array((page.root["data"] ?? page.root).elements), elements)
  }

  static func expect(_ views: [JSONView], _ elements: [String]) throws {
    try #require(views.count == elements.count)
    for (view, element) in zip(views, elements) {
      let alone = try JSONTape(element, options: .python)
      #expect(view.rawText == element)
      #expect(view.token.next - view.index == alone.tokenCount)
      for place in 0..<alone.tokenCount { expect(view.tape.tokens[view.index + place], view, alone.tokens[place], alone) }
    }
  }

  /// Expects of two pages that both are taken, with the same values, or refused at the same place and for the same reason.
  ///
  /// - Parameter count: how many elements at the start differ.
  /// - Returns: whether they are refused.
  static func expectSameOutcome(_ page: [UInt8], _ other: [UInt8], behind count: Int) -> Bool {
    switch (Result { () throws(JSONError) in try JSONTape(page) }, Result { () throws(JSONError) in try JSONTape(other) }) {
    case (.success(let left), .success(let right)):
      #expect(left.root.elements.dropFirst(count).map(\.value) == right.root.elements.dropFirst(count).map(\.value))
      return false
    case (.failure(let left), .failure(let right)):
      #expect(left.message == right.message && left.offset == right.offset, "\(String(decoding: page, as: UTF8.self))")
      return true
    default:
      Issue.record("one is refused: \(String(decoding: page, as: UTF8.self))")
      return false
    }
  }

  private static func expect(_ token: JSONToken, _ view: JSONView, _ other: JSONToken, _ alone: JSONTape) {
    let text = view.rawText
    #expect(token.rawKind == other.rawKind && token.length == other.length && token.isEscaped == other.isEscaped, "\(text)")
    #expect(token.offset - view.token.offset == other.offset && token.next - view.index == other.next, "\(text)")
    #expect(token.hasNulls == other.hasNulls && (!token.hasNulls || token.placesToNull == other.placesToNull), "\(text)")
    guard token.isUnique else { return }
    // Only what is true may be said of the keys.
    #expect(alone.tokens[0].isUnique || other.offset > 0)
    let place = (0..<alone.tokenCount).first { alone.tokens[$0].offset == other.offset && alone.tokens[$0].rawKind == other.rawKind }
    #expect(
      place.map { JSONView(tape: alone, index: $0).members.reduce(into: [:]) { $0[$1.keyString, default: 0] += 1 }.values.max() ?? 1 } == 1)
  }
}
