internal import ConnectorKit
internal import JSON
internal import Synchronization

/// Writes the names of fields in snake case and ASCII, those of nested objects too.
struct KeysToSnakeCase: RecordTransformation {
  static let spec = ComponentSpec<any RecordTransformation>(
    "KeysToSnakeCase", "Writes the names of fields in snake case and ASCII, those of nested objects too.", since: "6.12",
    examples: ["type: KeysToSnakeCase"],
    make: { KeysToSnakeCase() })

  private let names = SnakeCaseNames()

  func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
    for place in records.indices { KeyRenaming.rename(&records[place], names.name) }
  }
}

/// Remembers the names that were made, since records have the same keys over and over.
final class SnakeCaseNames: Sendable {
  /// Objects that are used as tables may have any number of keys.
  private static let limit = 4096
  private let known = Mutex<[Key: String]>([:])

  /// A key by its bytes: Swift takes differently composed characters for equal.
  private struct Key: Hashable {
    let text: String

    static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
      for byte in text.utf8 { hasher.combine(byte) }
    }
  }

  func name(for key: String) -> String {
    if let name = known.withLock({ $0[Key(text: key)] }) { return name }
    let name = SnakeCase.name(for: key)
    known.withLock { if $0.count < Self.limit { $0[Key(text: key)] = name } }
    return name
  }
}

/// Names in snake case, as the manifest language makes them.
enum SnakeCase {
  private enum Kind { case upper, lower, digit, other }

  static func name(for key: String) -> String {
    var tokens = tokens(Array(Transliteration.ascii(key).utf8))
    if tokens.count >= 3 {
      tokens = [tokens[0]] + tokens[1..<(tokens.count - 1)].filter { !$0.isEmpty } + [tokens[tokens.count - 1]]
    }
    if let first = tokens.first?.first, kind(first) == .digit { tokens.insert([], at: 0) }
    let bytes = tokens.joined(separator: [UInt8(ascii: "_")]).map { kind($0) == .upper ? $0 | 0x20 : $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Words (capitals with the small letters behind them, or small letters), numbers, and an empty token for everything between.
  private static func tokens(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var tokens: [ArraySlice<UInt8>] = []
    var at = 0
    while at < bytes.count {
      let start = at
      let first = kind(bytes[at])
      while at < bytes.count, kind(bytes[at]) == first { at += 1 }
      if first == .upper { while at < bytes.count, kind(bytes[at]) == .lower { at += 1 } }
      tokens.append(first == .other ? [] : bytes[start..<at])
    }
    return tokens
  }

  private static func kind(_ byte: UInt8) -> Kind {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): .upper
    case UInt8(ascii: "a")...UInt8(ascii: "z"): .lower
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
    default: .other
    }
  }
}
