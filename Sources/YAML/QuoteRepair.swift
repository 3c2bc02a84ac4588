internal import Document

/// Rewrites the spots that libyaml refuses though the loader written in Python takes them, so that libyaml can go on.
///
/// Every rewrite keeps lines and columns. Values get their characters back through ``restore(_:)``.
struct QuoteRepair {
  private(set) var droppedDirective = false
  /// Places of tabs that a stand-in replaced; each must turn out to lie in a block scalar.
  private(set) var tabs: Set<Int> = []
  private var padding: Unicode.Scalar?
  private var tabStandIn: Unicode.Scalar?

  var isEmpty: Bool { !droppedDirective && tabs.isEmpty && padding == nil }

  /// The text with the spot of this failure rewritten, or nil when the failure stands.
  mutating func mend(_ failure: SyntaxFailure, in source: SourceText) -> SourceText? {
    var scalars = source.scalars
    switch failure.problem {
    case "found invalid Unicode character escape code":
      guard mendSurrogates(&scalars, at: failure.mark.index) else { return nil }
    case "found a tab character where an indentation space is expected":
      guard mendTab(&scalars, at: failure.mark.index) else { return nil }
    case "found unknown directive name":
      guard let start = failure.contextMark?.index, scalars.indices.contains(start), scalars[start] == "%" else { return nil }
      scalars[start] = "#"
      droppedDirective = true
    default: return nil
    }
    return SourceText(mended: scalars, file: source.file)
  }

  /// The value as it was before stand-ins came in.
  func restore(_ text: String) -> String {
    guard padding != nil || tabStandIn != nil else { return text }
    var restored = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar != padding { restored.append(scalar == tabStandIn ? "\t" : scalar) }
    return String(restored)
  }

  /// Two `\uXXXX` escapes that together are one character become one `\UXXXXXXXX`, filled up to the same width.
  private mutating func mendSurrogates(_ scalars: inout [Unicode.Scalar], at place: Int) -> Bool {
    guard let high = Self.hexadecimal(scalars, place), (0xD800...0xDBFF).contains(high),
      place + 10 <= scalars.count, scalars[place + 4] == "\\", scalars[place + 5] == "u",
      let low = Self.hexadecimal(scalars, place + 6), (0xDC00...0xDFFF).contains(low), place >= 2,
      let filler = padding ?? Self.unused(in: scalars, from: 0xF000)
    else { return false }
    padding = filler
    let code = String(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00), radix: 16)
    let escape = "\\U" + String(repeating: "0", count: 8 - code.count) + code
    scalars.replaceSubrange(place - 2..<place + 10, with: Array(escape.unicodeScalars) + [filler, filler])
    return true
  }

  private mutating func mendTab(_ scalars: inout [Unicode.Scalar], at place: Int) -> Bool {
    guard scalars.indices.contains(place), scalars[place] == "\t", let standIn = tabStandIn ?? Self.unused(in: scalars, from: 0xF400)
    else { return false }
    tabStandIn = standIn
    tabs.insert(place)
    scalars[place] = standIn
    return true
  }

  private static func hexadecimal(_ scalars: [Unicode.Scalar], _ place: Int) -> Int? {
    guard place + 4 <= scalars.count else { return nil }
    var value = 0
    for scalar in scalars[place..<place + 4] {
      guard let digit = Character(scalar).hexDigitValue, scalar.isASCII else { return nil }
      value = value << 4 + digit
    }
    return value
  }

  /// A private-use character that the text does not hold.
  private static func unused(in scalars: [Unicode.Scalar], from start: UInt32) -> Unicode.Scalar? {
    let present = Set(scalars.filter { (0xF000..<0xF800).contains($0.value) })
    return (start..<start + 0x400).lazy.compactMap(Unicode.Scalar.init).first { !present.contains($0) }
  }
}
