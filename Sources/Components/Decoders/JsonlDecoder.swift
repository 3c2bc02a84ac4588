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
    Session(scope, ArrivingLines(response, scope))
  }

  /// Used by one task at a time.
  private final class Session: DecodingSession, @unchecked Sendable {
    private let scope: RequestScope
    private var text: ArrivingLines
    private var reader: JSONLinesReader
    private var goodLines = 0
    private var brokenLines = 0
    private var firstProblem: JSONError?
    /// Why nothing more can be read.
    private var failure: JSONError?
    private let namesBrokenLines: Bool
    private let skipsBrokenLines: Bool

    init(_ scope: RequestScope, _ text: ArrivingLines) {
      self.scope = scope
      self.text = text
      namesBrokenLines = scope.run.follows(.dropsBrokenLines)
      skipsBrokenLines = namesBrokenLines || scope.run.options.skipsBrokenLines
      // The reference takes a line with a byte order mark for a bad one.
      reader = JSONLinesReader(dropsMarkedLine: scope.run.follows(.keepsByteOrderMarks), stopsAtBadLine: !skipsBrokenLines)
    }

    func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      var found: [JSONView] = []
      do {
        try read(bytes, isLast: isLast, into: &found)
        try checkEnd(isLast: isLast)
        for place in found.indices where found[place].isArray { found[place] = try found[place].asBody }
      } catch {
        for place in found.indices where found[place].isArray { found[place] = try found[place].asBody }
        throw InterruptedDecoding.error(error, after: found)
      }
      return found
    }

    private func read(_ bytes: consuming [UInt8], isLast: Bool, into found: inout [JSONView]) throws {
      let (bytes, undecodable) = text.decoded(bytes, isLast: isLast)
      // What has arrived is handed over, however little it is: the server may be slow.
      try reader.push(bytes) { note($0) }?.appendRoots(to: &found)
      goodLines += found.count
      if let failure { throw failure }
      if let undecodable { throw undecodable }
      guard isLast else { return }
      let before = found.count
      try reader.finish { note($0) }?.appendRoots(to: &found)
      goodLines += found.count - before
      if let failure { throw failure }
    }

    private func checkEnd(isLast: Bool) throws {
      guard isLast, !namesBrokenLines, let firstProblem else { return }
      // Not one line is JSON: that is a body of another kind.
      if goodLines == 0 { throw firstProblem }
      let count = brokenLines == 1 ? "1 broken line of an answer is" : "\(brokenLines) broken lines of an answer are"
      scope.run.log.write(
        .warning,
        "Stream \(scope.streamName): \(count) left out\(scope.place). The first one is \(firstProblem)."
      )
    }

    /// One in another encoding is never left out: the others are likely to be in it as well.
    private func note(_ problem: JSONError) {
      guard problem.isUTF8, skipsBrokenLines else {
        failure = problem
        return
      }
      brokenLines += 1
      if firstProblem == nil { firstProblem = problem }
      guard namesBrokenLines else { return }
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
