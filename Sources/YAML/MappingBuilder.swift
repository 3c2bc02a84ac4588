internal import Document

/// Collects the pairs of a mapping. Keys are equal as Python finds them: `1`, `1.0` and `true` are one key.
struct MappingBuilder {
  private var entries: [Node.Mapping.Entry] = []
  private var written: [Bool] = []
  private var places: [KeyIdentity: Int] = [:]

  /// From this many keys on they are looked up in a table.
  private static let tableThreshold = 16

  init(capacity: Int) {
    entries.reserveCapacity(capacity)
    written.reserveCapacity(capacity)
    if capacity >= Self.tableThreshold { places.reserveCapacity(capacity) }
  }

  var mapping: Node.Mapping { Node.Mapping(entries) }

  /// Adds a pair in the place of the key's first appearance. Gives the earlier key when both were written in the mapping itself.
  mutating func add(_ key: Node, _ value: Node, isMerged: Bool) -> Node? {
    guard let place = place(of: key) else {
      entries.append(Node.Mapping.Entry(key: key, value: value))
      written.append(!isMerged)
      return nil
    }
    let earlier = entries[place].key
    // Python keeps the first of two equal keys; of equal texts the place of the used value says more.
    entries[place] = Node.Mapping.Entry(key: key.string == nil ? earlier : key, value: value)
    defer { written[place] = written[place] || !isMerged }
    return written[place] && !isMerged ? earlier : nil
  }

  private mutating func place(of key: Node) -> Int? {
    if entries.count < Self.tableThreshold {
      if let text = key.string { return entries.firstIndex { $0.key.string == text } }
      let identity = KeyIdentity(key)
      return entries.firstIndex { KeyIdentity($0.key) == identity }
    }
    if places.isEmpty {
      for (place, entry) in entries.enumerated() { places[KeyIdentity(entry.key)] = place }
    }
    let identity = KeyIdentity(key)
    if let place = places[identity] { return place }
    places[identity] = entries.count
    return nil
  }
}

/// What makes two keys the same.
private enum KeyIdentity: Hashable {
  case null
  case integer(Int)
  case bigInteger(String)
  case number(UInt64)
  case text(String)
  case date(String)
  case datetime(String)
  case bytes([UInt8])

  init(_ key: Node) {
    switch key.value {
    case .null, .sequence, .mapping: self = .null
    case .bool(let value): self = .integer(value ? 1 : 0)
    case .integer(let value): self = .integer(value)
    case .bigInteger(let digits): self = .bigInteger(digits)
    case .double(let value): self = Int(exactly: value).map { .integer($0) } ?? .number(value.bitPattern)
    case .string(let text): self = .text(text)
    case .date(let text): self = .date(text)
    case .datetime(let text): self = .datetime(text)
    case .binary(let bytes): self = .bytes(bytes)
    }
  }
}
