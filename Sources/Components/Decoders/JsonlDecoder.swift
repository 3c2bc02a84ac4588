internal import ConnectorKit
internal import Decoding
internal import JSON

/// Reads a body in which each line is a JSON document, while it arrives.
struct JsonlDecoder: InnerDecoder {
  static let spec = ComponentSpec<any BodyDecoder>(
    "JsonlDecoder", "Reads a body in which each line is a JSON document, while it arrives.",
    examples: ["type: JsonlDecoder"],
    make: { JsonlDecoder() })

  var isStreaming: Bool { true }

  func rawSession(for response: Response, _ scope: RequestScope, isInner: Bool) throws -> any DecodingSession {
    Session(scope, ArrivingLines(response, scope))
  }

  private struct Session: DecodingSession {
    private var text: ArrivingLines
    private var reader: JSONLinesReader
    private var goodLines = 0
    private var problems: LineProblems

    init(_ scope: RequestScope, _ text: ArrivingLines) {
      self.text = text
      problems = LineProblems(scope)
      // The reference takes a line with a byte order mark for a bad one.
      reader = JSONLinesReader(dropsMarkedLine: scope.run.follows(.keepsByteOrderMarks), stopsAtBadLine: !problems.skipsBrokenLines)
    }

    mutating func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      var found: [JSONView] = []
      do {
        try read(bytes, isLast: isLast, into: &found)
        if isLast { try problems.finish(goodLines: goodLines) }
        for place in found.indices where found[place].isArray { found[place] = try found[place].asBody }
      } catch {
        for place in found.indices where found[place].isArray { found[place] = try found[place].asBody }
        throw InterruptedDecoding.error(error, after: found)
      }
      return found
    }

    private mutating func read(_ bytes: consuming [UInt8], isLast: Bool, into found: inout [JSONView]) throws {
      let (bytes, undecodable) = text.decoded(bytes, isLast: isLast)
      // What has arrived is handed over, however little it is: the server may be slow.
      try reader.push(bytes) { problems.note($0) }?.appendRoots(to: &found)
      goodLines += found.count
      if let failure = problems.failure { throw failure }
      if let undecodable { throw undecodable }
      guard isLast else { return }
      let before = found.count
      try reader.finish { problems.note($0) }?.appendRoots(to: &found)
      goodLines += found.count - before
      if let failure = problems.failure { throw failure }
    }
  }

  /// What is wrong with lines of a body.
  private struct LineProblems {
    private let scope: RequestScope
    private let namesBrokenLines: Bool
    let skipsBrokenLines: Bool
    private var brokenLines = 0
    private var firstProblem: JSONError?
    /// Why nothing more can be read.
    private(set) var failure: JSONError?

    init(_ scope: RequestScope) {
      self.scope = scope
      namesBrokenLines = scope.run.follows(.dropsBrokenLines)
      skipsBrokenLines = namesBrokenLines || scope.run.options.skipsBrokenLines
    }

    /// One in another encoding is never left out: the others are likely to be in it as well.
    mutating func note(_ problem: JSONError) {
      guard problem.isUTF8, skipsBrokenLines else {
        failure = problem
        return
      }
      brokenLines += 1
      if firstProblem == nil { firstProblem = problem }
      guard namesBrokenLines else { return }
      scope.run.log.write(.warning, "Stream \(scope.streamName): line \(problem.line) of the response is skipped, it is \(problem)")
    }

    /// Tells of the lines that were left out.
    func finish(goodLines: Int) throws {
      guard !namesBrokenLines, let firstProblem else { return }
      // Not one line is JSON: that is a body of another kind.
      if goodLines == 0 { throw firstProblem }
      let count = brokenLines == 1 ? "1 broken line of a response is" : "\(brokenLines) broken lines of a response are"
      scope.run.log.write(
        .warning,
        "Stream \(scope.streamName): \(count) skipped\(scope.place). The first one is \(firstProblem)."
      )
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
