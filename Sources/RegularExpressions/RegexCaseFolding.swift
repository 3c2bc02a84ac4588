/// Which characters are equal when case is ignored.
enum RegexCaseFolding {
  /// Characters that lower-case mapping alone does not bring together: small letters with one capital, and capitals that
  /// are not the usual one of their small letter.
  private static let families: [[UInt32]] = [
    [0x69, 0x131, 0x130], [0x73, 0x17F], [0x6B, 0x212A], [0xE5, 0x212B], [0xDF, 0x1E9E], [0x3BC, 0xB5], [0x3B9, 0x345, 0x1FBE],
    [0x390, 0x1FD3], [0x3B0, 0x1FE3], [0x3B2, 0x3D0], [0x3B5, 0x3F5], [0x3B8, 0x3D1, 0x3F4], [0x3BA, 0x3F0], [0x3C0, 0x3D6],
    [0x3C1, 0x3F1], [0x3C3, 0x3C2], [0x3C6, 0x3D5], [0x3C9, 0x2126], [0x432, 0x1C80], [0x434, 0x1C81], [0x43E, 0x1C82],
    [0x441, 0x1C83], [0x442, 0x1C84, 0x1C85], [0x44A, 0x1C86], [0x463, 0x1C87], [0xA64B, 0x1C88], [0x1E61, 0x1E9B],
    [0xFB05, 0xFB06],
  ]

  private static let familyOf: [UInt32: Int] = {
    var places: [UInt32: Int] = [:]
    for (place, family) in families.enumerated() {
      for member in family { places[member] = place }
    }
    return places
  }()

  /// Equal for two characters exactly when they match each other under the rule.
  static func fold(_ scalar: UInt32, _ rule: RegexCaseRule) -> UInt32 {
    if rule == .exact { return scalar }
    if scalar < 0x80 { return scalar >= 0x41 && scalar <= 0x5A ? scalar + 0x20 : scalar }
    if rule == .ascii { return scalar }
    if let place = familyOf[scalar] { return families[place][0] }
    let lower = single(Unicode.Scalar(scalar)?.properties.lowercaseMapping) ?? scalar
    return familyOf[lower].map { families[$0][0] } ?? lower
  }

  /// Every character that folds to the same one.
  static func variants(of scalar: UInt32, _ rule: RegexCaseRule) -> [UInt32] {
    let folded = fold(scalar, rule)
    if rule == .ascii { return folded >= 0x61 && folded <= 0x7A ? [folded, folded - 0x20] : [scalar] }
    var variants: [UInt32] = []
    for member in familyOf[folded].map({ families[$0] }) ?? [folded] {
      variants.append(member)
      guard let properties = Unicode.Scalar(member)?.properties else { continue }
      if let upper = single(properties.uppercaseMapping) { variants.append(upper) }
      if let title = single(properties.titlecaseMapping) { variants.append(title) }
    }
    return variants
  }

  private static func single(_ text: String?) -> UInt32? {
    guard let scalars = text?.unicodeScalars, scalars.count == 1 else { return nil }
    return scalars.first?.value
  }
}
