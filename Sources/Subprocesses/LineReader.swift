package import JSON

/// Reads the lines of a program's output that are JSON, many at a time.
package struct LineReader {
  private static let pieces = 1 << 18

  private let process: ChildProcess
  private var rest: [UInt8] = []
  private var isAtEnd = false

  package init(_ process: ChildProcess) { self.process = process }

  /// Waits for lines.
  ///
  /// - Parameter onText: takes lines that are not JSON.
  /// - Returns: the documents of the lines, in order; nil when there are no more.
  package mutating func next(onText: (String) -> Void) -> JSONTape? {
    while !isAtEnd {
      let piece = process.read(atMost: Self.pieces)
      isAtEnd = piece.isEmpty
      let end = isAtEnd ? piece.endIndex : piece.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
      guard let end else {
        rest += piece
        continue
      }
      var buffer = JSONBuffer(minimumCapacity: rest.count + end)
      buffer.append(rest)
      buffer.append(Array(piece[..<end]))
      rest = Array(piece[end...])
      if buffer.isEmpty { continue }
      var bad: [Int] = []
      // A text of over 4 GiB has no tape; no program writes such lines.
      guard let tape = try? JSONTape(lines: buffer, options: .python, onBadLine: { bad.append($0.line) }) else { continue }
      if !bad.isEmpty { Self.report(bad, of: tape, onText) }
      return tape
    }
    return nil
  }

  private static func report(_ numbers: [Int], of tape: JSONTape, _ onText: (String) -> Void) {
    let lines = tape.withBytes { $0.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0.prefix(2000)) } }
    for number in numbers where lines.indices.contains(number - 1) { onText(String(decoding: lines[number - 1], as: UTF8.self)) }
  }
}
