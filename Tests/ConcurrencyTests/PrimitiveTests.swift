import Synchronization
import Testing

@testable import Concurrency

/// A value that tasks share.
private final class Shared<Value: Sendable>: Sendable {
  private let state: Mutex<Value>

  init(_ value: Value) { state = Mutex(value) }

  var value: Value { state.withLock { $0 } }
  func change(_ body: @Sendable (inout Value) -> Void) { state.withLock { body(&$0) } }
}

@Suite struct AsyncSemaphoreTests {
  @Test("Permits are granted in the order in which they were asked for", arguments: [0, 1, 3])
  func grantsInOrder(count: Int) async throws {
    let semaphore = AsyncSemaphore(count)
    for _ in 0..<count { #expect(semaphore.tryAcquire()) }
    #expect(!semaphore.tryAcquire())
    let order = Shared<[Int]>([])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<5 {
        group.addTask {
          try await semaphore.acquire()
          order.change { $0.append(number) }
        }
        await until { semaphore.waiterCount == number + 1 }
      }
      for number in 0..<5 {
        semaphore.release()
        await until { order.value.count == number + 1 }
      }
      try await group.waitForAll()
    }
    #expect(order.value == [0, 1, 2, 3, 4])
    #expect(!semaphore.tryAcquire())
  }

  @Test("A waiter that is cancelled loses its place to the next one")
  func skipsCancelledWaiters() async throws {
    let semaphore = AsyncSemaphore(1)
    try await semaphore.acquire()
    let first = Task { try await semaphore.acquire() }
    await until { semaphore.waiterCount == 1 }
    let second = Task { try await semaphore.acquire() }
    await until { semaphore.waiterCount == 2 }
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
    semaphore.release()
    try await second.value
    #expect(!semaphore.tryAcquire())
  }

  @Test("Whoever is cancelled, no permit is lost and none is made", arguments: [1, 3])
  func keepsItsPermits(count: Int) async throws {
    let semaphore = AsyncSemaphore(count)
    let held = Shared((now: 0, most: 0))
    let tasks = (0..<200).map { _ in
      Task {
        try await semaphore.withPermit {
          held.change { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
          await Task.yield()
          held.change { $0.now -= 1 }
        }
      }
    }
    for (number, task) in tasks.enumerated() where number % 3 == 0 {
      await Task.yield()
      task.cancel()
    }
    for task in tasks { _ = await task.result }
    #expect(held.value.now == 0 && held.value.most <= count)
    #expect(semaphore.waiterCount == 0)
    for _ in 0..<count { #expect(semaphore.tryAcquire()) }
    #expect(!semaphore.tryAcquire())
  }

  @Test("A permit comes back when the work that held it throws")
  func releasesAfterErrors() async throws {
    struct Failure: Error {}
    let semaphore = AsyncSemaphore(1)
    await #expect(throws: Failure.self) { try await semaphore.withPermit { throw Failure() } }
    #expect(semaphore.tryAcquire())
  }
}

@Suite struct LatchTests {
  @Test("A latch opens once, for all who wait and all who come later")
  func opensOnce() async throws {
    let latch = Latch<Int>()
    #expect(latch.value == nil)
    let waiters = (0..<3).map { _ in Task { try await latch.wait() } }
    await until { latch.waiterCount == 3 }
    #expect(latch.open(1))
    #expect(!latch.open(2))
    for waiter in waiters { #expect(try await waiter.value == 1) }
    #expect(try await latch.wait() == 1)
    #expect(latch.value == 1)
  }

  @Test("Of all who open a latch at once, one is told that it did")
  func hasOneOpener() async throws {
    let latch = Latch<Void>()
    let openers = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<50 { group.addTask { latch.open() } }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(openers == 1)
  }
}

@Suite struct AsyncChannelTests {
  /// Sends numbers, and counts the sends that have returned.
  private final class Sender: Sendable {
    private let sent: Shared<Int>
    private let task: Task<Void, any Error>

    init(_ numbers: Range<Int>, to channel: AsyncChannel<Int>) {
      let sent = Shared(0)
      self.sent = sent
      task = Task {
        for number in numbers {
          try await channel.send(number)
          sent.change { $0 += 1 }
        }
      }
    }

    var count: Int { sent.value }
    func finish() async throws { try await task.value }
  }

  @Test("A sender waits when it is as many elements ahead as the channel holds", arguments: [0, 1, 3])
  func holdsSendersUp(capacity: Int) async throws {
    let channel = AsyncChannel<Int>(capacity: capacity)
    let sender = Sender(0..<10, to: channel)
    for number in 0..<10 {
      await until { channel.waiterCount == 1 || sender.count == 10 }
      #expect(sender.count == min(10, number + capacity))
      #expect(try await channel.next() == number)
    }
    try await sender.finish()
  }

  @Test("A sender that is cancelled takes its element back", arguments: [0, 1, 3])
  func takesElementsBack(capacity: Int) async throws {
    let channel = AsyncChannel<Int>(capacity: capacity)
    for number in 0..<capacity { try await channel.send(number) }
    let first = Task { try await channel.send(100) }
    await until { channel.waiterCount == 1 }
    let second = Task { try await channel.send(200) }
    await until { channel.waiterCount == 2 }
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
    for number in 0..<capacity { #expect(try await channel.next() == number) }
    #expect(try await channel.next() == 200)
    try await second.value
  }

  @Test("What was sent before the end is handed over, and then the end, every time it is asked for", arguments: [0, 2])
  func handsOverBeforeTheEnd(capacity: Int) async throws {
    struct Failure: Error {}
    for fails in [false, true] {
      let channel = AsyncChannel<Int>(capacity: capacity)
      let sender = Sender(0..<3, to: channel)
      await until { sender.count == capacity && channel.waiterCount == 1 }
      channel.finish(throwing: fails ? Failure() : nil)
      // The end that came first holds.
      channel.finish(throwing: CancellationError())
      for number in 0...capacity { #expect(try await channel.next() == number) }
      for _ in 0..<2 {
        if fails {
          await #expect(throws: Failure.self) { try await channel.next() }
        } else {
          #expect(try await channel.next() == nil)
        }
      }
      // A channel that has ended takes nothing more.
      if capacity < 2 { await #expect(throws: CancellationError.self) { try await sender.finish() } }
      await #expect(throws: CancellationError.self) { try await channel.send(9) }
    }
  }

  @Test("The end reaches receivers that wait")
  func endsWaitingReceivers() async throws {
    struct Failure: Error {}
    let channel = AsyncChannel<Int>(capacity: 1)
    let receivers = (0..<2).map { _ in Task { try await channel.next() } }
    await until { channel.waiterCount == 2 }
    channel.finish(throwing: Failure())
    for receiver in receivers { await #expect(throws: Failure.self) { try await receiver.value } }
  }

  @Test("Senders are told when nobody wants more")
  func endsWaitingSenders() async throws {
    let channel = AsyncChannel<Int>(capacity: 1)
    let sender = Sender(0..<5, to: channel)
    await until { channel.waiterCount == 1 }
    channel.abandon()
    await #expect(throws: CancellationError.self) { try await sender.finish() }
    #expect(try await channel.next() == nil)
    #expect(channel.waiterCount == 0)
  }
}
