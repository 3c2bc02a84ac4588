/// The entities that a document declares, as far as they are needed to guard against hostile ones and to name those that are missing.
struct XMLEntities {
  /// Entities that refer to others are expanded by recursion; more of them are only made to overflow the stack.
  static let maximumNestedCount = 256
  private static let predefined: Set<String> = ["amp", "lt", "gt", "quot", "apos"]
  /// Values of entities are kept up to this many bytes altogether, to look for missing entities in them.
  private static let keptBytes = 1 << 20

  private var names: Set<String> = []
  private var values: [[UInt8]] = []
  private var valueBytes = 0
  private var nestedCount = 0

  /// - Throws: ``FormatError`` when too many entities refer to others.
  mutating func declare(_ name: String, value: UnsafeBufferPointer<UInt8>?) throws(FormatError) {
    guard names.insert(name).inserted, let value, value.contains(UInt8(ascii: "&")) else { return }
    nestedCount += 1
    guard nestedCount <= Self.maximumNestedCount else {
      throw FormatError(.limit, in: "XML", "more than \(Self.maximumNestedCount) entities refer to other entities")
    }
    valueBytes += value.count
    if valueBytes <= Self.keptBytes { values.append(Array(value)) }
  }

  /// The name of the first entity that a text refers to and nobody declares, or one in the values of declared ones.
  func firstMissing(in text: UnsafeRawBufferPointer) -> String? {
    if let name = firstMissing(inBytes: text) { return name }
    for value in values {
      if let name = value.withUnsafeBytes({ firstMissing(inBytes: $0) }) { return name }
    }
    return nil
  }

  private func firstMissing(inBytes text: UnsafeRawBufferPointer) -> String? {
    var rest = text[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "&")) {
      rest = rest[(start + 1)...]
      guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { return nil }
      let name = String(decoding: rest[..<end].prefix(100), as: UTF8.self)
      if !name.hasPrefix("#"), !Self.predefined.contains(name), !names.contains(name) { return name }
      rest = rest[(end + 1)...]
    }
    return nil
  }
}
