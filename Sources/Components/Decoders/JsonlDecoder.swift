internal import ConnectorKit
internal import Decoding
internal import JSON

/// Reads a body in which each line is a JSON document, while it arrives.
struct JsonlDecoder: NestableDecoder {
  static let spec = ComponentSpec<any Decoder>(
    "JsonlDecoder", "Reads a body in which each line is a JSON document, while it arrives.",
    examples: ["type: JsonlDecoder"],
    make: { JsonlDecoder() })

  var isStreaming: Bool { true }

  func rawSession(for response: Response, _ scope: RequestScope, isInner: Bool) throws -> any DecodingSession {
    Session(scope)
  }

  /// Used by one task at a time.
  private final class Session: DecodingSession, @unchecked Sendable {
    private let scope: RequestScope
    private var reader = JSONLinesReader()
    private var goodLines = 0
    private var firstProblem: JSONError?

    init(_ scope: RequestScope) { self.scope = scope }

    func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      var found: [JSONView] = []
      try reader.push(bytes) { try take($0, &found) }
      // What has arrived is handed over, however little it is: the server may be slow.
      if isLast { try reader.finish { try take($0, &found) } } else { try reader.flush { try take($0, &found) } }
      goodLines += found.count
      if isLast, goodLines == 0, let firstProblem, !scope.run.options.compat { throw firstProblem }
      return found
    }

    private func take(_ block: LineBlock, _ found: inout [JSONView]) throws {
      var bytes = block.bytes
      if scope.run.options.compat, block.firstLine == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
        // The reference takes a line with a byte order mark for a bad one.
        let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        bytes = UnsafeRawBufferPointer(rebasing: bytes[end...])
      }
      let tape = try JSONTape(lines: JSONBuffer(copying: bytes), options: .python, firstLine: block.firstLine) { skip($0) }
      for line in tape.roots { found.append(try line.asBody) }
    }

    private func skip(_ problem: JSONError) {
      if firstProblem == nil { firstProblem = problem }
      scope.run.log.write(.warning, "Stream \(scope.streamName): line \(problem.line) of the answer is left out, it is \(problem)")
    }
  }
}

extension JSONView {
  /// The value so that an extractor takes it for one body: a list as such would be several.
  var asBody: JSONView {
    get throws {
      guard isArray else { return self }
      return try withRawBytes { raw in
        var text = JSONBuffer(minimumCapacity: raw.count + 2)
        text.append(UInt8(ascii: "["))
        text.append(UnsafeRawBufferPointer(raw))
        text.append(UInt8(ascii: "]"))
        return try JSONTape(text, options: .python).root
      }
    }
  }
}
