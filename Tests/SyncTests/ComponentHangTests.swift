import Glibc
import JSON
import Sync
import Synchronization
import Testing

@testable import ConnectorKit

@Suite("A custom component that hangs", .timeLimit(.minutes(5))) struct ComponentHangTests {
  /// A time that moves when a test says so.
  private final class VirtualTime: Sendable {
    private let now = Mutex(0.0)

    var seconds: Double { now.withLock { $0 } }
    func advance(by seconds: Double) { now.withLock { $0 += seconds } }

    var timer: ComponentSupervision.Timer {
      ComponentSupervision.Timer(seconds: { self.seconds }) { seconds in
        let end = self.seconds + seconds
        while self.seconds < end { try await Task.sleep(for: .milliseconds(1)) }
      }
    }
  }

  /// Blocks the threads of those who come until it is opened.
  private final class Gate: Sendable {
    let blocked = Atomic(0)
    let returned = Atomic(0)
    let isOpen = Atomic(false)

    func pass() {
      blocked.add(1, ordering: .sequentiallyConsistent)
      while !isOpen.load(ordering: .sequentiallyConsistent) { usleep(1000) }
      returned.add(1, ordering: .sequentiallyConsistent)
    }
  }

  private struct BlockingRetriever: Retriever {
    let gate: Gate
    var partitionRouter: any PartitionRouter { SinglePartitionRouter() }

    func read(_ slice: StreamSlice, _ scope: RetrievalScope, _ emit: (RecordPage) async throws -> ReadControl) async throws {
      gate.pass()
      _ = try await emit(RecordPage([JSONRecord(object: ["late": true])]))
    }
  }

  private static func stream(_ name: String, _ retriever: any Retriever, sync: (any IncrementalSync)? = nil) -> SelectedStream {
    SelectedStream(
      StreamPlan(name: name, retriever: retriever, incrementalSync: sync, schemaLoader: NoSchema()), StreamSelection(StreamID(name)))
  }

  @Test("It ends the run with an error that names it, after the last checkpoints of the other streams", arguments: [1, 5])
  func endsTheRun(_ count: Int) async throws {
    let (gate, time, output) = (Gate(), VirtualTime(), RecordingOutput())
    defer { gate.isOpen.store(true, ordering: .sequentiallyConsistent) }
    let stuck = GuardedRetriever(inner: BlockingRetriever(gate: gate), frame: ComponentGuard(name: "Stuck", slot: .retriever))
    let steps = [StepRetriever.Step(), StepRetriever.Step(company: 1000)]
    let good = Self.stream("good", StepRetriever(steps: steps, output: output), sync: StepSync(count: 2))
    let bad = (0..<count).map { Self.stream("bad\($0)", stuck) }
    var run = RunServices.test()
    run.componentTimeout = 60
    // The last stream waits for the first of those that hang.
    var synchronizer = Synchronizer(run: run, output: output, concurrency: 20, groups: ["bad0": "g", "waiting": "g"])
    synchronizer.timer = time.timer
    let reading = Task { [synchronizer] in try await synchronizer.sync([good] + bad + [Self.stream("waiting", stuck)]) }
    try await output.wait { $0.checkpoints == 1 && $0.readings == 2 && gate.blocked.load(ordering: .sequentiallyConsistent) == count }
    time.advance(by: 59)
    for _ in 0..<20 { await Task.yield() }
    #expect(!output.noted.events.contains { $0.hasPrefix("end") })
    time.advance(by: 2)
    let result = try await reading.value

    #expect(result.failures.map(\.stream) == bad.map(\.selection.id))
    let messages = result.failures.flatMap(\.errors).map(\.message)
    #expect(messages.count == count && messages.allSatisfy { $0.contains("Stuck (CustomRetriever) did not return from `read`") })
    if count == 1 {
      #expect(
        messages == [
          "The component Stuck (CustomRetriever) did not return from `read` for stream bad0 within 60 seconds, which ends the run. "
            + "Fix it, or allow more time with --component-timeout."
        ])
    }
    let ends = output.noted.events.filter { $0.hasPrefix("end") || $0 == "finish" }
    #expect(ends.first == "end good cancelled" && ends.suffix(2) == ["end waiting cancelled", "finish"])
    #expect(Set(ends.dropFirst().dropLast(2)) == Set(bad.map { "end \($0.selection.id) incomplete 1" }))
    #expect(output.noted.states.last == ["n": 1])

    // What a component gives that comes back later is nobody's.
    let events = output.noted.events
    gate.isOpen.store(true, ordering: .sequentiallyConsistent)
    try await output.wait { _ in gate.returned.load(ordering: .sequentiallyConsistent) == count }
    try await Task.sleep(for: .milliseconds(10))
    #expect(output.noted.events == events && output.noted.pagesTaken == 1)
  }

  @Test("A run that is cancelled ends although a component hangs") func cancellation() async throws {
    let (gate, time, output) = (Gate(), VirtualTime(), RecordingOutput())
    defer { gate.isOpen.store(true, ordering: .sequentiallyConsistent) }
    let stuck = GuardedRetriever(inner: BlockingRetriever(gate: gate), frame: ComponentGuard(name: "Stuck", slot: .retriever))
    var run = RunServices.test()
    run.componentTimeout = 60
    var synchronizer = Synchronizer(run: run, output: output, concurrency: 4)
    synchronizer.timer = time.timer
    let reading = Task { [synchronizer] in try await synchronizer.sync([Self.stream("bad", stuck)]) }
    try await output.wait { _ in gate.blocked.load(ordering: .sequentiallyConsistent) == 1 }
    reading.cancel()
    time.advance(by: 1)
    await #expect(throws: CancellationError.self) { _ = try await reading.value }
    #expect(output.noted.events.last == "end bad incomplete 1")
  }

  @Test("A watch waits for the call that is at work the longest, and not for calls that wait for others") func deadlines() async throws {
    let time = VirtualTime()
    let watch = ComponentWatch { time.seconds }
    let component = ComponentGuard(name: "Slow", slot: .decoder)
    func remaining() -> Double? {
      guard case .seconds(let seconds) = watch.deadline(limit: 10, isEnding: false) else { return nil }
      return seconds
    }
    #expect(remaining() == 10)
    let first = watch.begin(component, #function, nil)
    time.advance(by: 4)
    let second = watch.begin(component, #function, nil)
    time.advance(by: 2)
    #expect(remaining() == 4)
    await ComponentWatch.$current.withValue(watch) {
      await ComponentWatch.$turn.withValue(first) {
        await ComponentWatch.outside { () async in
          time.advance(by: 5)
          #expect(remaining() == 3)
        }
      }
    }
    #expect(remaining() == 3)
    watch.end(second)
    #expect(remaining() == 10 && !watch.isClosed)
    time.advance(by: 10)
    #expect(remaining() == nil && watch.isClosed)
  }
}
