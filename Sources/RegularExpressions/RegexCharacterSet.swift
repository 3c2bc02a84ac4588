/// The classes behind `\d`, `\s` and `\w`.
package enum RegexCategory: Hashable {
  case digit, space, word

  package func contains(_ scalar: UInt32, ascii: Bool) -> Bool {
    if scalar < 0x80 {
      switch self {
      case .digit: return scalar >= 0x30 && scalar <= 0x39
      case .space: return scalar == 0x20 || (0x09...0x0D).contains(scalar) || !ascii && (0x1C...0x1F).contains(scalar)
      case .word:
        let letter = scalar | 0x20
        return letter >= 0x61 && letter <= 0x7A || scalar >= 0x30 && scalar <= 0x39 || scalar == 0x5F
      }
    }
    guard !ascii, let properties = Unicode.Scalar(scalar)?.properties else { return false }
    switch self {
    case .digit: return properties.generalCategory == .decimalNumber
    case .space: return properties.isWhitespace
    case .word:
      switch properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
      default: return properties.numericType != nil
      }
    }
  }
}

/// What one place of the text may hold: `[a-z]`, `\d`, or a letter whose case does not matter.
struct RegexCharacterSet {
  enum Item: Hashable {
    case scalar(UInt32)
    case range(ClosedRange<UInt32>)
    case category(RegexCategory, isNegated: Bool, ascii: Bool)
  }

  let items: [Item]
  let isNegated: Bool
  let caseRule: RegexCaseRule
  let ascii: ASCIIBits

  /// The answers for the first 128 characters.
  struct ASCIIBits {
    var low: UInt64 = 0
    var high: UInt64 = 0

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool { (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1 }
  }

  init(_ items: [Item], isNegated: Bool = false, caseRule: RegexCaseRule = .exact) {
    self.items = items
    self.isNegated = isNegated
    self.caseRule = caseRule
    var bits = ASCIIBits()
    for scalar in UInt32(0)..<64 {
      if Self.test(scalar, items, caseRule) != isNegated { bits.low |= 1 << UInt64(scalar) }
      if Self.test(scalar + 64, items, caseRule) != isNegated { bits.high |= 1 << UInt64(scalar) }
    }
    ascii = bits
  }

  func contains(_ scalar: UInt32) -> Bool {
    if scalar < 128 { return ascii.contains(UInt8(scalar)) }
    return Self.test(scalar, items, caseRule) != isNegated
  }

  private static func test(_ scalar: UInt32, _ items: [Item], _ rule: RegexCaseRule) -> Bool {
    let folded = RegexCaseFolding.fold(scalar, rule)
    for item in items {
      switch item {
      case .scalar(let member): if RegexCaseFolding.fold(member, rule) == folded { return true }
      case .range(let range):
        if range.contains(scalar) { return true }
        if rule != .exact, RegexCaseFolding.variants(of: scalar, rule).contains(where: range.contains) { return true }
      case .category(let category, let isNegated, let ascii):
        if category.contains(scalar, ascii: ascii) != isNegated { return true }
      }
    }
    return false
  }
}
