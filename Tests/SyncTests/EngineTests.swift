import ConnectorKit
import JSON
import Sync
import Testing

/// The engine between a retriever and an output, both made for these tests.
@Suite("The engine", .timeLimit(.minutes(5))) struct EngineTests {
  typealias Step = StepRetriever.Step

  private static func sync(_ steps: [Step], into output: RecordingOutput, concurrency: Int = 4, state: JSONObject? = nil) async throws
    -> SyncResult
  {
    let plan = StreamPlan(
      name: "s", retriever: StepRetriever(steps: steps, output: output), incrementalSync: StepSync(count: steps.count),
      schemaLoader: NoSchema())
    let stream = SelectedStream(plan, StreamSelection(StreamID("s"), state: state ?? [:]))
    return try await Synchronizer(run: .test(), output: output, concurrency: concurrency).sync([stream])
  }

  @Test("A stream begins, is prepared, ends, and then the sync finishes") func lifeCycle() async throws {
    let output = RecordingOutput()
    #expect(try await Self.sync([Step(), Step()], into: output).failures.isEmpty)
    #expect(output.noted.events == ["begin s", "prepare s", "end s complete", "finish"])
    #expect(output.noted.pagesTaken == 2)
    #expect(output.noted.states.last == ["n": 2])
  }

  @Test("Slices are read side by side within the concurrency") func slicesAtOnce() async throws {
    let output = RecordingOutput()
    _ = try await Self.sync([Step(company: 2), Step(company: 2)], into: output, concurrency: 2)
    #expect(output.noted.pagesTaken == 2)
  }

  /// Windows by the order in which they are closed, what each state covers, and what the last state is.
  private static let orders: [(steps: [Step], covered: [[Int]], state: Int)] = [
    ([Step(), Step(checkpointsBefore: 1), Step(checkpointsBefore: 2)], [[0], [1], [2], []], 3),
    ([Step(checkpointsBefore: 2), Step(checkpointsBefore: 1), Step()], [[], [], [0, 1, 2], []], 3),
    ([Step(checkpointsBefore: 1), Step(checkpointsBefore: 2), Step()], [[], [0], [1, 2], []], 3),
    ([Step(), Step(checkpointsBefore: 1, fails: true), Step()], [[0], [], []], 1),
  ]

  @Test("A state covers the slices that it accounts for, each once, and none behind a gap", arguments: orders.indices)
  func coverage(_ place: Int) async throws {
    let (steps, covered, state) = Self.orders[place]
    let output = RecordingOutput()
    let result = try await Self.sync(steps, into: output)
    let noted = output.noted
    let fails = steps.contains(where: \.fails)
    #expect(result.failures.isEmpty == !fails)
    // Which of two windows that wait for nothing is closed first is a matter of chance.
    if fails {
      #expect(Set(noted.covered.flatMap { $0 }) == [0])
    } else {
      #expect(noted.covered == covered)
    }
    #expect(noted.states.last == ["n": .integer(state)])
  }

  @Test("A slice that fails leaves the others to be read, and the stream incomplete") func oneFails() async throws {
    let output = RecordingOutput()
    let result = try await Self.sync([Step(), Step(pages: 2, fails: true), Step()], into: output)
    #expect(result.failures.map(\.stream) == [StreamID("s")])
    #expect(output.noted.pagesTaken == 4)
    #expect(output.noted.events == ["begin s", "prepare s", "failure step 1 fails", "end s incomplete 1", "finish"])
  }

  @Test("A state is gone on from: closed windows are not read again") func resumes() async throws {
    let output = RecordingOutput()
    _ = try await Self.sync([Step(), Step(), Step()], into: output, state: ["n": 2])
    #expect(output.noted.pagesTaken == 1)
    #expect(output.noted.states.last == ["n": 3])
  }

  @Test("A run that is ended puts out what is closed, ends the stream as cancelled, and does not finish") func cancellation() async throws {
    let output = RecordingOutput()
    let reading = Task { try await Self.sync([Step(), Step(company: 1000)], into: output) }
    try await output.wait { $0.checkpoints == 1 && $0.readings == 2 }
    reading.cancel()
    await #expect(throws: CancellationError.self) { _ = try await reading.value }
    #expect(output.noted.states.last == ["n": 1])
    #expect(output.noted.events.last == "end s cancelled")
    #expect(output.noted.covered.flatMap { $0 } == [0])
  }

  @Test("An output that cannot take more ends the sync with its failure") func outputFails() async throws {
    let output = RecordingOutput { taken in if taken == 1 { throw OutputFailure("full") } }
    await #expect(throws: OutputFailure.self) { try await Self.sync([Step(pages: 3)], into: output) }
    #expect(output.noted.events == ["begin s", "prepare s"])
    #expect(output.noted.checkpoints == 0)
  }

  @Test("An output that blocks keeps pages from being made") func backPressure() async throws {
    let output = RecordingOutput { taken in if taken == 2 { try await Task.sleep(for: .seconds(3600)) } }
    let reading = Task { try await Self.sync([Step(pages: 100)], into: output) }
    try await output.wait { $0.pagesTaken == 2 && $0.pagesMade == 3 }
    for _ in 0..<20 { await Task.yield() }
    #expect(output.noted.pagesMade == 3)
    reading.cancel()
    _ = try? await reading.value
  }

  /// What a stream's first slice holds, what the look for a record says of it, and how many pages are asked for.
  private static let firsts: [(steps: [Step], word: String, pages: Int)] = [
    ([Step(pages: 3), Step()], "record", 1), ([Step(pages: 0), Step()], "noRecords", 0), ([], "noSlices", 0),
  ]

  @Test("The look for a first record ends with the first record or slice", arguments: firsts.indices, [false, true])
  func firstRecord(_ place: Int, compat: Bool) async throws {
    let (steps, word, pages) = Self.firsts[place]
    let output = RecordingOutput()
    let plan = StreamPlan(
      name: "s", retriever: StepRetriever(steps: steps, output: output), incrementalSync: StepSync(count: steps.count),
      schemaLoader: NoSchema())
    let first = try await ParentStreamReader().firstRecord(of: plan, run: .test(compat: compat))
    let found =
      switch first {
      case .record: "record"
      case .noRecords: "noRecords"
      case .noSlices: "noSlices"
      }
    #expect(found == word)
    #expect(output.noted.pagesMade == pages && output.noted.readings == min(1, steps.count))
  }
}
