import Compression
import JSON
import Testing

/// The table's rows of ``CompressionTests`` that are compressed, and what follows compressed data.
@Suite struct InflaterTests {
  /// Inflates pieces into room of a few bytes; nil when the data is cut.
  private func inflate(_ pieces: [[UInt8]], _ format: Inflater.Format, ignoresForeign: Bool = false, room size: Int) throws -> String? {
    var inflater = Inflater(format, ignoresForeign: ignoresForeign)
    var text: [UInt8] = []
    for piece in pieces {
      var rest = piece[...]
      var isFull = true
      while isFull || !rest.isEmpty {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
        defer { room.deallocate() }
        let step = try rest.withUnsafeBytes { try inflater.inflate($0, into: room) }
        rest = rest.dropFirst(step.used)
        text += room.prefix(step.written)
        isFull = step.written == size
      }
    }
    #expect(!inflater.isComplete || inflater.usedCount == pieces.reduce(0) { $0 + $1.count })
    return inflater.isComplete ? String(decoding: text, as: UTF8.self) : nil
  }

  @Test(arguments: [1, 5, 100_000]) func everyCompressedRowOfTheTable(room: Int) throws {
    for row in try Table("gzip").rows {
      let bytes = row.bytes("bytes")
      let isDeflate = row["format"]?.stringValue == "deflate"
      guard isDeflate || bytes.isEmpty || bytes.starts(with: [0x1F, 0x8B]) || row["format"]?.stringValue == "gzip" else { continue }
      for pieces in cuts(bytes) {
        let text = try? inflate(pieces, isDeflate ? .deflate : .gzip, room: room)
        #expect(text == row["text"]?.stringValue, "\(row) in \(pieces.count) pieces")
      }
    }
  }

  @Test func everyCutIsNoticed() throws {
    for row in try Table("gzip").rows where ["one member", "zlib", "raw"].contains(row["about"]?.stringValue) {
      let bytes = row.bytes("bytes")
      for count in 1..<bytes.count {
        let text = try inflate([Array(bytes.prefix(count))], row["format"]?.stringValue == "deflate" ? .deflate : .gzip, room: 1000)
        #expect(text == nil, "\(row) cut to \(count) bytes")
      }
    }
  }

  /// Damage is noticed wherever it is, unless it is in what gzip's head says besides.
  @Test func everyDamageIsNoticed() throws {
    for row in try Table("gzip").rows where ["one member", "two members", "zlib"].contains(row["about"]?.stringValue) {
      let bytes = row.bytes("bytes")
      for place in bytes.indices {
        for bit in 0..<8 {
          var damaged = bytes
          damaged[place] ^= 1 << bit
          let text = try? inflate([damaged], row["format"]?.stringValue == "deflate" ? .deflate : .gzip, room: 100)
          #expect(text == nil || text == row["text"]?.stringValue, "\(row) at \(place)")
        }
      }
    }
  }

  @Test func whatFollowsMayBeIgnored() throws {
    let bytes = try #require(try Table("gzip").rows.first { $0["about"]?.stringValue == "with a name" }).bytes("bytes")
    for (rest, isCut) in [
      (Array("x".utf8), false), (Array("\r\n".utf8), false), (Array("garbage".utf8), false), ([0, 0, 7, 0x1F], false),
      ([0x1F, 0x8C], false),
      ([0x1F], true), ([0x1F, 0x8B], true), (Array(bytes.dropLast(1)), true),
    ] {
      for pieces in cuts(bytes + rest) {
        let text = try inflate(pieces, .gzip, ignoresForeign: true, room: 10)
        #expect(text == (isCut ? nil : "named"), "\(rest)")
        if !isCut { #expect(throws: InflateError.self, "\(rest)") { try inflate(pieces, .gzip, room: 10) } }
      }
    }
  }
}
