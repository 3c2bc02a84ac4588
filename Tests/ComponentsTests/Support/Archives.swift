/// Packs bytes without making them any smaller.
enum Archives {
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1]
    append(bytes.count, 2, to: &packed)
    append(~bytes.count, 2, to: &packed)
    packed += bytes
    append(checksum(bytes), 4, to: &packed)
    append(bytes.count, 4, to: &packed)
    return packed
  }

  static func zip(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in files {
      let place = archive.count
      archive += [0x50, 0x4B, 3, 4, 20, 0]
      appendMember(name, bytes, to: &archive)
      archive += [0, 0]
      archive += Array(name.utf8)
      archive += bytes
      directory += [0x50, 0x4B, 1, 2, 20, 0, 20, 0]
      appendMember(name, bytes, to: &directory)
      directory += [UInt8](repeating: 0, count: 12)
      append(place, 4, to: &directory)
      directory += Array(name.utf8)
    }
    let start = archive.count
    archive += directory
    archive += [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
    append(files.count, 2, to: &archive)
    append(files.count, 2, to: &archive)
    append(directory.count, 4, to: &archive)
    append(start, 4, to: &archive)
    archive += [0, 0]
    return archive
  }

  /// Flags, method and time, then checksum and lengths.
  private static func appendMember(_ name: String, _ bytes: [UInt8], to archive: inout [UInt8]) {
    archive += [UInt8](repeating: 0, count: 8)
    append(checksum(bytes), 4, to: &archive)
    append(bytes.count, 4, to: &archive)
    append(bytes.count, 4, to: &archive)
    append(name.utf8.count, 2, to: &archive)
  }

  private static func append(_ number: Int, _ count: Int, to bytes: inout [UInt8]) {
    for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
  }

  private static func checksum(_ bytes: [UInt8]) -> Int {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB8_8320 }
    }
    return Int(~sum)
  }
}
