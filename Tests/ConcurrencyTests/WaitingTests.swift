import Synchronization
import Testing

@testable import Concurrency

/// One way in which a task can wait, whatever the primitive.
struct WaitCase: Sendable, CustomTestStringConvertible {
  struct Subject: Sendable {
    let wait: @Sendable () async throws -> Void
    /// Lets one waiter go on.
    let wake: @Sendable () async throws -> Void
    let waiterCount: @Sendable () -> Int
  }

  let testDescription: String
  let make: @Sendable () -> Subject

  static let all = [
    WaitCase(testDescription: "a semaphore without free permits") {
      let semaphore = AsyncSemaphore(0)
      return Subject(wait: { try await semaphore.acquire() }, wake: { semaphore.release() }, waiterCount: { semaphore.waiterCount })
    },
    WaitCase(testDescription: "a closed latch") {
      let latch = Latch<Int>()
      return Subject(wait: { try await expect(1, latch.wait()) }, wake: { latch.open(1) }, waiterCount: { latch.waiterCount })
    },
    WaitCase(testDescription: "an empty channel") {
      let channel = AsyncChannel<Int>(capacity: 1)
      return Subject(
        wait: { try await expect(1, channel.next()) }, wake: { try await channel.send(1) }, waiterCount: { channel.waiterCount })
    },
    WaitCase(testDescription: "a full channel") {
      let channel = AsyncChannel<Int>(capacity: 0)
      return Subject(
        wait: { try await channel.send(1) },
        wake: {
          let receiver = Task { try await channel.next() }
          channel.finishWhenIdle(receiver)
          _ = try await receiver.value
        }, waiterCount: { channel.waiterCount })
    },
  ]
}

extension AsyncChannel {
  /// Ends the channel once the receiver waits in vain.
  fileprivate func finishWhenIdle(_ receiver: Task<Element?, any Error>) {
    Task {
      for _ in 0..<100 { await Task.yield() }
      finish()
    }
  }
}

private func expect(_ expected: Int, _ value: Int?) { #expect(value == expected) }

/// Lets other tasks run until something holds.
func until(_ holds: () -> Bool) async {
  while !holds() { await Task.yield() }
}

@Suite struct WaitingTests {
  @Test("A task that waits goes on when it is woken", arguments: WaitCase.all)
  func wakes(_ waitCase: WaitCase) async throws {
    let subject = waitCase.make()
    let task = Task { try await subject.wait() }
    await until { subject.waiterCount() == 1 }
    try await subject.wake()
    try await task.value
    #expect(subject.waiterCount() == 0)
  }

  @Test("A task that is cancelled while it waits throws, and nothing of it is kept", arguments: WaitCase.all)
  func cancels(_ waitCase: WaitCase) async throws {
    let subject = waitCase.make()
    let task = Task { try await subject.wait() }
    await until { subject.waiterCount() == 1 }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(subject.waiterCount() == 0)
  }

  @Test("A task that is cancelled already does not wait", arguments: WaitCase.all)
  func refusesCancelledTasks(_ waitCase: WaitCase) async throws {
    let subject = waitCase.make()
    let task = Task {
      await until { Task.isCancelled }
      try await subject.wait()
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(subject.waiterCount() == 0)
  }

  @Test("A cancellation that races with waking leaves nothing behind", arguments: WaitCase.all)
  func racesWithCancellation(_ waitCase: WaitCase) async throws {
    for round in 0..<100 {
      let subject = waitCase.make()
      let task = Task { try await subject.wait() }
      if round % 2 == 0 { await until { subject.waiterCount() == 1 } }
      async let waking: Void = subject.wake()
      task.cancel()
      do {
        try await task.value
      } catch {
        #expect(error is CancellationError)
      }
      // The sender of a channel that has ended meanwhile is told so.
      try? await waking
      #expect(subject.waiterCount() == 0)
    }
  }
}
