import ConnectorKit
import Glibc
import Synchronization
import Testing

@testable import HTTPTransport

/// Something that happens once.
private final class Event: Sendable {
  private let state = Mutex(false)
  var hasHappened: Bool { state.withLock { $0 } }
  func happen() { state.withLock { $0 = true } }
}

/// What is asked of threads that work and wait for the network by turns; what is asked of a transport is tested with a thread of its own.
@Suite struct PollingThreadsTests {
  @Test(arguments: [1, 2, 5]) func jobsAreDone(count: Int) async {
    let sum = await withTaskExecutorPreference(PollingThreads(count: count)) {
      await withTaskGroup(of: Int.self) { group in
        for number in 1...3000 {
          group.addTask {
            if number % 7 == 0 { await Task.yield() }
            if number % 500 == 0 { try? await Task.sleep(for: .milliseconds(1)) }
            return number
          }
        }
        return await group.reduce(0, +)
      }
    }
    #expect(sum == 3000 * 3001 / 2)
  }

  @Test(arguments: [true, false]) func manyRequestsSideBySide(onTheThreads: Bool) async throws {
    let threads = PollingThreads(count: 2)
    try await withServer({ $0.answer($0.request.target) }) { server in
      let transport = transport(threads: threads) { $0.connectionsPerHost = 8 }
      try await withTaskExecutorPreference(onTheThreads ? threads : nil) { try await sendMany(by: transport, to: server) }
      #expect(server.requests.count == 200 && server.connections <= 8)
    }
  }

  /// One thread is kept by a task that waits, without giving it up, for what comes from the network.
  @Test(.timeLimit(.minutes(2)), arguments: [0, 3]) func aThreadThatIsKeptHoldsUpNobody(requestsBefore: Int) async throws {
    let threads = PollingThreads(count: 2)
    let isAnswered = Event()
    let isKept = Event()
    try await withServer({ exchange in
      while exchange.request.target == "/late" && !isKept.hasHappened { usleep(1000) }
      exchange.answer("ok")
    }) { server in
      let transport = transport(threads: threads)
      try await withTaskExecutorPreference(threads) {
        for _ in 0..<requestsBefore { _ = try await transport.send(HTTPRequest(url: server.url())) }
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addImmediateTask {
            _ = try await transport.send(HTTPRequest(url: server.url("/late")))
            isAnswered.happen()
          }
          isKept.happen()
          while !isAnswered.hasHappened { usleep(1000) }
          try await group.waitForAll()
        }
      }
    }
  }

  /// While one thread waits for an answer that does not come, others may take what it is woken for.
  @Test(.timeLimit(.minutes(2))) func nothingLiesAboutDuringALongWait() async throws {
    let threads = PollingThreads(count: 2)
    let isOver = Event()
    try await withServer({ exchange in
      while !isOver.hasHappened { usleep(1000) }
      exchange.answer("ok")
    }) { server in
      let transport = transport(threads: threads)
      let request = Task(executorPreference: threads) { try await transport.send(HTTPRequest(url: server.url())) }
      while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
      for round in 0..<4000 {
        let tasks = (0..<(1 + round % 4)).map { number in
          Task(executorPreference: threads) {
            if number % 2 == 0 { await Task.yield() }
            return number
          }
        }
        var sum = 0
        for task in tasks { sum += await task.value }
        #expect(sum == tasks.indices.reduce(0, +))
        let isMet = Event()
        let first = Task(executorPreference: threads) { while !isMet.hasHappened { usleep(10) } }
        await Task(executorPreference: threads) { isMet.happen() }.value
        await first.value
      }
      isOver.happen()
      _ = try await request.value
    }
  }

  @Test func aSlowReaderGetsAll() async throws {
    let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let threads = PollingThreads(count: 2)
    try await withServer({ $0.answer(200, [], body: body) }) { server in
      let read = try await withTaskExecutorPreference(threads) {
        let response = try await transport(threads: threads) { $0.streamBufferBytes = 64 << 10 }.open(HTTPRequest(url: server.url()))
        var read: [UInt8] = []
        while let chunk = try await response.body.next() {
          read += chunk
          if read.count < 1 << 20 { try await Task.sleep(for: .milliseconds(1)) }
        }
        return read
      }
      #expect(read == body)
    }
  }

  @Test(.timeLimit(.minutes(2))) func cancellationBreaksOff() async throws {
    let threads = PollingThreads(count: 2)
    try await withServer({ exchange in
      // Held until the client leaves.
      while exchange.write("HTTP/1.1 100 Continue\r\n\r\n") { usleep(10_000) }
    }) { server in
      let transport = transport(threads: threads)
      let task = Task(executorPreference: threads) { await transportError { _ = try await transport.send(HTTPRequest(url: server.url())) } }
      while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
      task.cancel()
      #expect(await task.value?.kind == .cancelled)
    }
  }

  @Test(.timeLimit(.minutes(2))) func silenceIsNotWaitedFor() async throws {
    let threads = PollingThreads(count: 2)
    let isOver = Event()
    try await withServer({ exchange in
      while !isOver.hasHappened { usleep(1000) }
      exchange.close()
    }) { server in
      defer { isOver.happen() }
      let transport = transport(threads: threads)
      let error = await withTaskExecutorPreference(threads) {
        await transportError {
          var request = HTTPRequest(url: server.url())
          request.timeouts.idle = 0.05
          _ = try await transport.send(request)
        }
      }
      #expect(error?.kind == .timeout)
    }
  }

  /// The threads serve one transport at a time; others have a thread of their own, and the next one takes its place.
  @Test func severalTransports() async throws {
    let threads = PollingThreads(count: 2)
    try await withServer({ $0.answer($0.request.target) }) { server in
      for round in 0..<3 {
        let transports = (0..<3).map { _ in transport(threads: threads) }
        try await withTaskExecutorPreference(threads) {
          for (place, transport) in transports.enumerated() {
            let response = try await transport.send(HTTPRequest(url: server.url("/\(round)/\(place)")))
            #expect(text(response.body) == "/\(round)/\(place)")
          }
        }
      }
      #expect(server.connections == 9)
    }
  }
}

@Suite struct WakeupSignalTests {
  @Test("A signal before the sleep ends it at once, also one with a limit", arguments: [nil, 1_000_000, 3_600_000_000_000])
  func endsTheNextSleep(limit: Int?) {
    let signal = WakeupSignal()
    signal.signal()
    #expect(signal.wait(nanoseconds: limit))
  }

  @Test("A sleep without a signal ends with its limit")
  func endsWithTheLimit() {
    let signal = WakeupSignal()
    #expect(!signal.wait(nanoseconds: 1_000_000))
    #expect(!signal.wait(nanoseconds: 0))
    signal.signal()
    #expect(signal.wait(nanoseconds: 0))
  }
}
