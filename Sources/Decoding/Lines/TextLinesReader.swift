package import JSON

/// Cuts UTF-8 text into lines, each of which is a record: `{"record": "the line"}`.
///
/// Lines end with `\n`, `\r\n` or `\r`; empty lines count. Memory stays at one line.
package struct TextLinesReader {
  /// The only member of a record.
  package static let key = "record"

  private var held: [UInt8] = []
  private var line = 1
  private var skipsLineFeed = false
  private let maximumLineBytes: Int

  /// - Parameter maximumLineBytes: the longest line taken. Default 256 MiB.
  package init(maximumLineBytes: Int = 256 << 20) {
    self.maximumLineBytes = maximumLineBytes
  }

  /// Reads the next bytes.
  ///
  /// - Parameter line: takes each complete line, in UTF-8, without its line break; valid during the call only.
  /// - Throws: ``FormatError`` for a line that is not UTF-8 or too long, and what `line` throws.
  package mutating func push(_ bytes: UnsafeRawBufferPointer, line take: (UnsafeRawBufferPointer) throws -> Void) throws {
    var start = 0
    for place in 0..<bytes.count {
      let byte = bytes[place]
      if skipsLineFeed {
        skipsLineFeed = false
        if byte == UInt8(ascii: "\n") {
          start = place + 1
          continue
        }
      }
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
      skipsLineFeed = byte == UInt8(ascii: "\r")
      try deliver(UnsafeRawBufferPointer(rebasing: bytes[start..<place]), take)
      start = place + 1
    }
    held.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start...]))
    guard held.count <= maximumLineBytes else {
      throw FormatError(.limit, in: "text", "a line has more than \(maximumLineBytes) bytes", line: line)
    }
  }

  /// Reads the next bytes; see ``push(_:line:)``.
  package mutating func push(_ bytes: [UInt8], line take: (UnsafeRawBufferPointer) throws -> Void) throws {
    try bytes.withUnsafeBytes { try push($0, line: take) }
  }

  /// Says that no more bytes come: delivers the last line when no line break ends it.
  package mutating func finish(line take: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard !held.isEmpty else { return }
    try deliver(UnsafeRawBufferPointer(start: nil, count: 0), take)
  }

  /// Writes the record of a line.
  package static func write(_ line: UnsafeRawBufferPointer, to tapes: inout RecordTapeWriter) {
    tapes.openRecord()
    tapes.write(key: key)
    line.withMemoryRebound(to: UInt8.self) { tapes.write($0) }
    tapes.close()
  }

  /// The record of a line.
  package static func object(_ line: UnsafeRawBufferPointer) -> JSONObject {
    [key: .string(String(decoding: line, as: UTF8.self))]
  }

  private mutating func deliver(_ rest: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) throws -> Void) throws {
    defer { line += 1 }
    guard !held.isEmpty else { return try check(rest, take) }
    held.append(contentsOf: rest)
    try held.withUnsafeBytes { try check($0, take) }
    held.removeAll(keepingCapacity: true)
  }

  private func check(_ text: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) throws -> Void) throws {
    let (valid, stop) = UTF8Check.prefix(text)
    guard stop == .valid else {
      throw FormatError(.undecodable, in: "text", "the line is not UTF-8", line: line, column: valid + 1)
    }
    try take(text)
  }
}
