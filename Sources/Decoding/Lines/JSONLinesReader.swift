internal import Glibc

/// Cuts a text of JSON lines into blocks of whole lines, each fit to be scanned at once.
///
/// Lines end with `\n`. What is in a line is the scanner's business: it skips blank ones and reports bad ones. Memory stays at one
/// block and one line.
public struct JSONLinesReader {
  private var held: [UInt8] = []
  /// The front of ``held`` that is known to hold no line break.
  private var searched = 0
  private var line = 1
  private let blockBytes: Int
  private let maximumLineBytes: Int

  /// - Parameters:
  ///   - blockBytes: blocks are held back until they have so many bytes. Default 64 KiB.
  ///   - maximumLineBytes: the longest line taken. Default 256 MiB.
  public init(blockBytes: Int = 64 << 10, maximumLineBytes: Int = 256 << 20) {
    self.blockBytes = blockBytes
    self.maximumLineBytes = maximumLineBytes
  }

  /// Reads the next bytes.
  ///
  /// - Parameter block: takes the lines that are complete, once there are enough of them.
  /// - Throws: ``FormatError`` for a line that is too long, and what `block` throws.
  public mutating func push(_ bytes: UnsafeRawBufferPointer, block: (LineBlock) throws -> Void) throws {
    held.append(contentsOf: bytes)
    guard held.count >= blockBytes else { return }
    try flush(block: block)
    guard held.count <= maximumLineBytes else {
      throw FormatError(
        .limit, in: "JSON lines", "a line has more than \(maximumLineBytes) bytes", line: line,
        fix: "if the body is one JSON document, use the JSON decoder")
    }
  }

  /// Reads the next bytes; see ``push(_:block:)``.
  public mutating func push(_ bytes: [UInt8], block: (LineBlock) throws -> Void) throws {
    try bytes.withUnsafeBytes { try push($0, block: block) }
  }

  /// Delivers all complete lines held back, for instance when the transfer has failed.
  public mutating func flush(block: (LineBlock) throws -> Void) throws {
    guard let last = lastBreak() else {
      searched = held.count
      return
    }
    let length = last + 1
    let firstLine = line
    try held.withUnsafeBytes { bytes in
      let lines = UnsafeRawBufferPointer(rebasing: bytes[..<length])
      line += Self.breaks(in: lines)
      try block(LineBlock(bytes: lines, firstLine: firstLine))
    }
    held.removeSubrange(..<length)
    searched = held.count
  }

  /// Says that no more bytes come: delivers the rest, whose last line may lack a line break.
  public mutating func finish(block: (LineBlock) throws -> Void) throws {
    try flush(block: block)
    guard !held.isEmpty else { return }
    try held.withUnsafeBytes { try block(LineBlock(bytes: $0, firstLine: line)) }
    held = []
    searched = 0
  }

  private static func breaks(in lines: UnsafeRawBufferPointer) -> Int {
    guard var at = lines.baseAddress else { return 0 }
    let end = at + lines.count
    var count = 0
    while at < end, let found = memchr(at, Int32(UInt8(ascii: "\n")), end - at) {
      count += 1
      at = UnsafeRawPointer(found) + 1
    }
    return count
  }

  private func lastBreak() -> Int? {
    held[searched...].withUnsafeBytes { bytes in
      bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + searched }
    }
  }
}
