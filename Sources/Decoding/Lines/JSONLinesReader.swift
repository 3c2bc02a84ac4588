package import JSON

/// Reads a text of JSON lines that arrives in pieces: the complete lines of each piece are scanned together.
///
/// Lines end with `\n`. Blank ones are skipped and bad ones reported; nothing of a piece is read behind a line that is not UTF-8. Memory
/// stays at one piece and one line.
package struct JSONLinesReader {
  /// The beginning of a line whose rest has not come yet.
  private var held: [UInt8] = []
  private var line = 1
  private let dropsMarkedLine: Bool
  private let stopsAtBadLine: Bool
  private let maximumLineBytes: Int

  /// - Parameters:
  ///   - dropsMarkedLine: whether the first line is left out without a word when it starts with a byte order mark. Default false.
  ///   - stopsAtBadLine: whether nothing of a piece is read behind a bad line; the reader is then of no more use. Default false.
  ///   - maximumLineBytes: the longest line taken. Default 256 MiB.
  package init(dropsMarkedLine: Bool = false, stopsAtBadLine: Bool = false, maximumLineBytes: Int = 256 << 20) {
    self.dropsMarkedLine = dropsMarkedLine
    self.stopsAtBadLine = stopsAtBadLine
    self.maximumLineBytes = maximumLineBytes
  }

  /// Reads the next bytes.
  ///
  /// - Parameter onBadLine: called for every line that is not JSON; the error tells the line.
  /// - Returns: the lines that are complete; nil when there are none.
  /// - Throws: ``FormatError`` for a line that is too long.
  package mutating func push(_ bytes: UnsafeRawBufferPointer, onBadLine: (JSONError) -> Void) throws -> JSONTape? {
    let length = Self.lengthOfLines(in: bytes)
    var tape: JSONTape?
    if length > 0 {
      var lines = JSONBuffer(minimumCapacity: held.count + length)
      lines.append(held)
      lines.append(UnsafeRawBufferPointer(rebasing: bytes[..<length]))
      held.removeAll(keepingCapacity: true)
      tape = try scan(lines, onBadLine)
    }
    held.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[length...]))
    guard held.count <= maximumLineBytes else {
      throw FormatError(
        .limit, in: "JSON lines", "a line has more than \(maximumLineBytes) bytes", line: line,
        fix: "if the body is one JSON document, use the JSON decoder")
    }
    return tape
  }

  /// Reads the next bytes; see ``push(_:onBadLine:)-(UnsafeRawBufferPointer,_)``.
  package mutating func push(_ bytes: [UInt8], onBadLine: (JSONError) -> Void) throws -> JSONTape? {
    try bytes.withUnsafeBytes { try push($0, onBadLine: onBadLine) }
  }

  /// Says that no more bytes come.
  ///
  /// - Returns: the last line, when it lacks a line break.
  package mutating func finish(onBadLine: (JSONError) -> Void) throws -> JSONTape? {
    guard !held.isEmpty else { return nil }
    defer { held = [] }
    return try scan(JSONBuffer(held), onBadLine)
  }

  private mutating func scan(_ lines: consuming JSONBuffer, _ onBadLine: (JSONError) -> Void) throws -> JSONTape {
    if dropsMarkedLine, line == 1 { lines = Self.withoutMarkedLine(lines) }
    let goesOn = !stopsAtBadLine
    return try JSONTape(lines: lines, options: .python, line: &line) {
      onBadLine($0)
      return goesOn
    }
  }

  /// The line break of the dropped line stays, for the numbers of the others.
  private static func withoutMarkedLine(_ lines: consuming JSONBuffer) -> JSONBuffer {
    let rest: [UInt8]? = lines.withBytes { bytes in
      guard bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return nil }
      return Array(bytes[(bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count)...])
    }
    return if let rest { JSONBuffer(rest) } else { lines }
  }

  /// Up to and with the last line break.
  private static func lengthOfLines(in bytes: UnsafeRawBufferPointer) -> Int {
    bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
  }
}
