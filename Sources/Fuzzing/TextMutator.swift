/// Changes texts as people and chance do: lines come and go, move, and are indented anew; words change place.
package struct TextMutator {
  private var random: FuzzRandom
  private let words: [String]
  private let seeds: [String]
  /// Longer texts are cut, so that many inputs are tried.
  private let limit: Int
  /// Whether texts may grow far beyond the limit now and then.
  private let grows: Bool

  package init(random: FuzzRandom, seeds: [String], words: [String], limit: Int = 20_000, grows: Bool = false) {
    self.random = random
    self.seeds = seeds
    self.words = words
    self.limit = limit
    self.grows = grows
  }

  /// A seed with a few changes.
  package mutating func next() -> String {
    var text = random.pick(seeds) ?? ""
    for _ in 0...random.below(random.oneIn(4) ? 12 : 4) {
      text = text.contains("\n") && !random.oneIn(3) ? changeLines(text) : changeCharacters(text)
    }
    if text.unicodeScalars.count > limit { text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))) }
    return grows && random.oneIn(50) ? grown(text) : text
  }

  /// A short part of the text, such as an operator with its operand, written thousands of times: chains and nests of any depth.
  private mutating func grown(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    let place = random.below(scalars.count + 1)
    let part = scalars[place..<min(scalars.count, place + 1 + random.below(12))]
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars[..<place])
    for _ in 0..<(limit * 2 / (part.count + 1)) { result.append(contentsOf: part) }
    result.append(contentsOf: scalars[place...])
    return String(result)
  }

  // MARK: Lines

  private mutating func changeLines(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let place = random.below(lines.count)
    let end = min(lines.count, place + 1 + random.below(random.oneIn(3) ? 12 : 3))
    let block = Array(lines[place..<end])
    switch random.below(10) {
    case 0: lines.removeSubrange(place..<end)
    case 1: lines.insert(contentsOf: block, at: random.below(lines.count + 1))
    case 2: lines.swapAt(place, random.below(lines.count))
    case 3: for index in place..<end { lines[index] = indented(lines[index], by: 1 + random.below(4)) }
    case 4: for index in place..<end { lines[index] = indented(lines[index], by: -1 - random.below(4)) }
    case 5: lines.insert(contentsOf: borrowed(indentation: Self.indentation(lines[place])), at: place)
    case 6: lines[place] = withValue(lines[place])
    case 7: lines.insert(String(repeating: " ", count: Self.indentation(lines[place])) + (random.pick(words) ?? ""), at: place)
    case 8: lines.insert(contentsOf: Array(repeating: block, count: 1 + random.below(30)).flatMap(\.self), at: end)
    default:
      lines.removeSubrange(place..<end)
      lines.insert(contentsOf: block, at: random.below(lines.count + 1))
    }
    return lines.joined(separator: "\n")
  }

  private static func indentation(_ line: String) -> Int { line.utf8.prefix { $0 == 0x20 }.count }

  private func indented(_ line: String, by width: Int) -> String {
    if width >= 0 { return String(repeating: " ", count: width) + line }
    return String(line.dropFirst(min(-width, Self.indentation(line))))
  }

  /// Lines of another seed, at this indentation.
  private mutating func borrowed(indentation: Int) -> [String] {
    let lines = (random.pick(seeds) ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard !lines.isEmpty else { return [] }
    let start = random.below(lines.count)
    let block = lines[start..<min(lines.count, start + 1 + random.below(15))]
    let width = indentation - Self.indentation(lines[start])
    return block.map { indented($0, by: width) }
  }

  private mutating func withValue(_ line: String) -> String {
    guard let colon = line.firstIndex(of: ":") else { return line + (random.pick(words) ?? "") }
    let key = line[...colon]
    let value = line[line.index(after: colon)...]
    let word = random.pick(words) ?? ""
    switch random.below(6) {
    case 0: return "\(key) \(word)"
    case 1: return "\(key) &a\(random.below(4))\(value)"
    case 2: return "\(key) *a\(random.below(4))"
    case 3:
      let depth = 1 + random.below(random.oneIn(8) ? 400 : 6)
      return "\(key) " + String(repeating: "[", count: depth) + word + String(repeating: "]", count: depth)
    case 4: return "\(key) # \(word)\n\(String(repeating: " ", count: Self.indentation(line) + 2))\(value)"
    default: return "\(key) {\(word): \(value), \(random.pick(words) ?? ""): 1}"
    }
  }

  // MARK: Characters

  private static let odd: [String] = [
    " ", "\n", "\t", "\r\n", "#", ":", ": ", "- ", "? ", "[", "]", "{", "}", ",", "&a1 ", "*a1", "!!str ", "!", "|", ">", "'", "\"", "%",
    "\\",
    "\u{0}", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{301}", "\u{1F600}", "é", "<<: ", "{{", "}}", "{%", "%}", "(", ")", "*", "+", "0", "9",
    "-",
    ".", "|-\n", ">+\n", "---\n", "...\n",
  ]

  private mutating func changeCharacters(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    let place = random.below(scalars.count + 1)
    let end = min(scalars.count, place + random.below(random.oneIn(4) ? 40 : 4))
    switch random.below(7) {
    case 0: scalars.removeSubrange(place..<end)
    case 1, 2: scalars.insert(contentsOf: (random.pick(Self.odd) ?? "").unicodeScalars, at: place)
    case 3: scalars.insert(contentsOf: (random.pick(words) ?? "").unicodeScalars, at: place)
    case 4: scalars.replaceSubrange(place..<end, with: (random.pick(words) ?? "").unicodeScalars)
    case 5:
      let part = Array(scalars[place..<end])
      for _ in 0..<random.below(random.oneIn(10) ? 300 : 5) { scalars.insert(contentsOf: part, at: place) }
    default: if place < scalars.count { scalars[place] = Unicode.Scalar(UInt8(32 + random.below(95))) }
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
  }
}
