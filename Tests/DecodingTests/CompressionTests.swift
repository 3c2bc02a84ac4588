import JSON
import Testing
import Decoding

struct CompressionTests {
  private func read(_ pieces: [[UInt8]], limits: InflateLimits = InflateLimits()) throws -> String {
    var reader = GzipReader(limits: limits)
    let sink = Sink()
    for piece in pieces { try reader.push(piece, emit: sink.take) }
    try reader.finish(emit: sink.take)
    return sink.text
  }

  @Test func everyGzipRowOfTheTable() throws {
    for row in try Table("gzip").rows where row["format"]?.stringValue == "gzipOrPlain" {
      for pieces in cuts(row.bytes("bytes")) {
        let outcome = Result { try read(pieces) }
        if let text = row["text"]?.stringValue {
          #expect(try outcome.get() == text, "\(row) in \(pieces.count) pieces")
        } else {
          #expect(throws: FormatError.self, "\(row) in \(pieces.count) pieces") { try outcome.get() }
        }
      }
    }
  }

  @Test func bombsAreDefused() throws {
    let row = try #require(try Table("gzip").rows.first)
    let bytes = row.bytes("bytes")
    #expect(throws: FormatError.self) { try read([bytes], limits: InflateLimits(maximumBytes: 100)) }
    let problem = #expect(throws: FormatError.self) {
      try read([bytes], limits: InflateLimits(maximumRatio: 3, ratioAppliesFrom: 10))
    }
    #expect(problem?.kind == .limit)
  }

  @Test func everyZipRowOfTheTable() throws {
    for row in try Table("zip").rows {
      let outcome = Result { try unzip(row.bytes("bytes")) }
      if let files = row["files"]?.arrayValue {
        #expect(try outcome.get() == files.map { [$0[0]?.stringValue ?? "", $0[1]?.stringValue ?? ""] }, "\(row)")
      } else {
        #expect(throws: FormatError.self, "\(row)") { try outcome.get() }
      }
    }
  }

  private func unzip(_ bytes: [UInt8], limits: InflateLimits = InflateLimits()) throws -> [[String]] {
    let reader = try ZipReader(bytes, limits: limits)
    return try reader.members.map { member in
      let sink = Sink()
      try reader.read(member, emit: sink.take)
      return [member.name, sink.text]
    }
  }

  @Test func zipBombsAreDefused() throws {
    let row = try #require(try Table("zip").rows.first)
    #expect(throws: FormatError.self) { try unzip(row.bytes("bytes"), limits: InflateLimits(maximumBytes: 100)) }
  }

  @Test(arguments: [("encrypted", FormatError.Kind.unsupported), ("unknown method", .unsupported), ("html", .malformed)])
  func zipProblemsAreToldApart(_ about: String, _ kind: FormatError.Kind) throws {
    let row = try #require(try Table("zip").rows.first { $0["about"]?.stringValue == about })
    let problem = #expect(throws: FormatError.self) { try unzip(row.bytes("bytes")) }
    #expect(problem?.kind == kind)
  }

  @Test func aMissingFileIsAnError() {
    #expect(throws: FormatError.self) { try ZipReader(path: "/nonexistent/archive.zip") }
  }
}
