/// How names of months, days and zones are compared.
enum CaseFolding {
  /// The lower-case form of a scalar when that is a single scalar, otherwise itself.
  @inline(__always)
  static func folded(_ value: UInt32) -> UInt32 {
    if value < 128 { return (65...90).contains(value) ? value + 32 : value }
    guard let scalar = Unicode.Scalar(value) else { return value }
    let mapped = scalar.properties.lowercaseMapping.unicodeScalars
    return mapped.count == 1 ? mapped.first?.value ?? value : value
  }
}
