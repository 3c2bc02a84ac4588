internal import Glibc
import JSON

/// The property names of a schema, found by the bytes of a key as it stands in the text of a record.
final class KeyTable: Sendable {
  /// The names one after another, and where each starts.
  private let bytes: [UInt8]
  private let starts: [Int]
  /// For each hash the place of a name, or -1.
  private let slots: [Int32]
  /// All names; also those whose bytes in a text are always escaped.
  private let places: [String: Int]

  init(_ names: [String]) {
    var bytes: [UInt8] = []
    var starts = [0]
    for name in names {
      bytes += name.utf8
      starts.append(bytes.count)
    }
    self.bytes = bytes
    self.starts = starts
    places = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    var size = 8
    while size < names.count * 2 { size *= 2 }
    var slots = [Int32](repeating: -1, count: size)
    for (place, name) in names.enumerated() where !name.utf8.contains(UInt8(ascii: "\\")) {
      var slot = Array(name.utf8).withUnsafeBytes(Self.hash) & (size - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(place)
    }
    self.slots = slots
  }

  /// The place of the name that a key is, or nil.
  func place(of key: JSONView) -> Int? {
    let found: Int? = key.withRawBytes { raw in
      // The quotes belong to the raw bytes.
      search(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(raw)[1..<(raw.count - 1)]))
    }
    guard let found else { return nil }
    if found >= 0 { return found }
    return key.string.flatMap { places[$0] }
  }

  /// The place of the name whose bytes, without quotes and escapes, are these; nil when it is none.
  @inline(__always)
  func place(ofRaw start: UnsafePointer<UInt8>, _ length: Int) -> Int? {
    let key = UnsafeRawBufferPointer(start: start, count: length)
    return slots.withUnsafeBufferPointer { slots in
      let mask = slots.count &- 1
      var slot = Self.hash(key) & mask
      while slots[slot] >= 0 {
        let place = Int(slots[slot])
        if isName(place, key) { return place }
        slot = (slot &+ 1) & mask
      }
      return nil
    }
  }

  /// The place of a name; nil when it is none; -1 when the key is escaped, so that its bytes say nothing.
  private func search(_ key: UnsafeRawBufferPointer) -> Int? {
    let mask = slots.count - 1
    var slot = Self.hash(key) & mask
    while slots[slot] >= 0 {
      let place = Int(slots[slot])
      if isName(place, key) { return place }
      slot = (slot + 1) & mask
    }
    guard let start = key.baseAddress, memchr(start, Int32(UInt8(ascii: "\\")), key.count) != nil else { return nil }
    return -1
  }

  @inline(__always)
  private func isName(_ place: Int, _ key: UnsafeRawBufferPointer) -> Bool {
    let start = starts[place]
    guard starts[place + 1] - start == key.count else { return false }
    guard let base = key.baseAddress, key.count > 0 else { return true }
    return bytes.withUnsafeBytes { names in
      names.baseAddress.map { memcmp($0 + start, base, key.count) == 0 } ?? false
    }
  }

  /// Of the length and the first and last eight bytes: names of fields differ there.
  @inline(__always)
  private static func hash(_ key: UnsafeRawBufferPointer) -> Int {
    var sum = UInt64(key.count)
    if key.count >= 8 {
      sum ^= key.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
      sum = sum &* 0x9e37_79b9_7f4a_7c15
      sum ^= key.loadUnaligned(fromByteOffset: key.count - 8, as: UInt64.self)
    } else {
      for byte in key { sum = sum &<< 8 | UInt64(byte) }
    }
    sum = sum &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: sum &>> 33)
  }
}
