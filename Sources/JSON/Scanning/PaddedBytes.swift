/// Bytes of an array that a tape can be made of without a copy.
///
/// A scanner looks at several bytes at once and stops at a zero, so zeros have to stand behind the last byte. An array keeps them in its
/// spare capacity, where nothing puts other bytes as long as the array has a second owner.
extension [UInt8] {
  /// How many zeros stand behind the bytes of a padded array.
  package static var padding: Int { JSONBuffer.margin }

  /// Puts zeros behind the last byte, without counting them.
  package mutating func pad() {
    reserveCapacity(count + Self.padding)
    append(contentsOf: repeatElement(0, count: Self.padding))
    removeLast(Self.padding)
  }

  /// Whether zeros stand behind the last byte. What was not put there by ``pad()`` is as good.
  package var isPadded: Bool {
    guard capacity - count >= Self.padding else { return false }
    return withUnsafeBytes { bytes in
      guard let end = bytes.baseAddress.map({ $0 + bytes.count }) else { return false }
      return stride(from: 0, to: Self.padding, by: 8).allSatisfy { end.loadUnaligned(fromByteOffset: $0, as: UInt64.self) == 0 }
    }
  }
}
