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
    private var reader: JSONLinesReader
    private var goodLines = 0
    private var firstProblem: JSONError?
    /// Why nothing more can be read, told after what stands before it was handed over.
    private var failure: JSONError?

    init(_ scope: RequestScope) {
      self.scope = scope
      // The reference takes a line with a byte order mark for a bad one.
      reader = JSONLinesReader(dropsMarkedLine: scope.run.follows(.keepsByteOrderMarks))
    }

    func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      if let failure { throw failure }
      var found: [JSONView] = []
      // What has arrived is handed over, however little it is: the server may be slow.
      try reader.push(bytes) { note($0) }?.appendRoots(to: &found)
      if isLast, failure == nil { try reader.finish { note($0) }?.appendRoots(to: &found) }
      if let failure, isLast || found.isEmpty { throw failure }
      goodLines += found.count
      if isLast, goodLines == 0, let firstProblem, !scope.run.follows(.ignoresUndecodableBodies) { throw firstProblem }
      for place in found.indices where found[place].isArray { found[place] = try found[place].asBody }
      return found
    }

    /// A line that is no JSON is left out. One in another encoding is not: the others are likely to be in it as well.
    private func note(_ problem: JSONError) {
      guard problem.isUTF8 else {
        failure = problem
        return
      }
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
