/// The contents of a compiled time zone file (TZif, RFC 8536): the changes of the offset, and a rule for the time after.
struct TimeZoneRules: Sendable {
  /// Instants, ascending, from which on the offset beside them holds.
  private let transitions: [Int]
  private let offsets: [Int]
  /// The offset before the first change.
  private let firstOffset: Int
  private let rule: TimeZoneFooter?

  /// Nil when the bytes are no such file.
  init?(file bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    guard var header = reader.header() else { return nil }
    var timeSize = 4
    if header.version >= 2 {
      reader.place += header.bodySize(timeSize: 4)
      guard let second = reader.header() else { return nil }
      header = second
      timeSize = 8
    }
    guard header.typeCount > 0, reader.has(header.bodySize(timeSize: timeSize)) else { return nil }
    transitions = (0..<header.timeCount).map { _ in reader.integer(timeSize) }
    let indices = (0..<header.timeCount).map { _ in reader.integer(1) & 0xFF }
    var types: [(offset: Int, isDaylight: Bool)] = []
    for _ in 0..<header.typeCount {
      types.append((reader.integer(4), reader.integer(1) != 0))
      reader.place += 1
    }
    guard indices.allSatisfy({ $0 < types.count }) else { return nil }
    offsets = indices.map { types[$0].offset }
    firstOffset = (types.first { !$0.isDaylight } ?? types[0]).offset
    reader.place += header.charCount + header.leapCount * (timeSize + 4) + header.standardCount + header.utcCount
    rule = header.version >= 2 ? TimeZoneFooter(reader.footer()) : nil
  }

  func offset(at instant: Int) -> Int {
    guard let last = transitions.last, instant < last else {
      return rule?.offset(at: instant) ?? offsets.last ?? firstOffset
    }
    // The number of changes up to the instant, by halving.
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= instant { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? firstOffset : offsets[low - 1]
  }

  private struct Header {
    let version: UInt8
    let utcCount, standardCount, leapCount, timeCount, typeCount, charCount: Int

    func bodySize(timeSize: Int) -> Int {
      timeCount * (timeSize + 1) + typeCount * 6 + charCount + leapCount * (timeSize + 4) + standardCount + utcCount
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    var place = 0

    func has(_ count: Int) -> Bool { place + count <= bytes.count }

    mutating func header() -> Header? {
      guard has(44), bytes[place..<place + 4].elementsEqual("TZif".utf8) else { return nil }
      let version = bytes[place + 4] == 0 ? 1 : bytes[place + 4] - 48
      place += 20
      let counts = (0..<6).map { _ in integer(4) }
      guard counts.allSatisfy({ (0...100_000).contains($0) }) else { return nil }
      return Header(
        version: version, utcCount: counts[0], standardCount: counts[1], leapCount: counts[2], timeCount: counts[3],
        typeCount: counts[4], charCount: counts[5])
    }

    /// A signed number, the highest byte first.
    mutating func integer(_ size: Int) -> Int {
      var value = Int(Int8(bitPattern: bytes[place]))
      for offset in 1..<max(size, 1) { value = value << 8 | Int(bytes[place + offset]) }
      place += size
      return value
    }

    /// The line between the two line feeds at the end.
    func footer() -> String {
      guard has(2), bytes[place] == 10 else { return "" }
      return String(decoding: bytes[(place + 1)...].prefix { $0 != 10 }, as: UTF8.self)
    }
  }
}
