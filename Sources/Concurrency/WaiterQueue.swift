/// The suspended tasks of a primitive, in the order in which they came. Kept behind the lock of the primitive.
///
/// A task takes a ticket before it suspends, since it can be cancelled before its continuation is known: whoever redeems a ticket that
/// was cancelled meanwhile must not wait.
struct WaiterQueue<Value> {
  typealias Continuation = CheckedContinuation<Value, any Error>

  private var nextTicket = 0
  /// Tickets of tasks that are about to suspend.
  private var open: Set<Int> = []
  private var waiting: [(ticket: Int, continuation: Continuation)] = []

  var count: Int { waiting.count }
  /// Tickets and waiters that are kept.
  var size: Int { open.count + waiting.count }

  mutating func takeTicket() -> Int {
    nextTicket += 1
    open.insert(nextTicket)
    return nextTicket
  }

  /// - Returns: whether the task may wait; false when it was cancelled.
  mutating func redeem(_ ticket: Int) -> Bool { open.remove(ticket) != nil }

  /// - Parameter ticket: one that was redeemed.
  mutating func append(_ ticket: Int, _ continuation: Continuation) { waiting.append((ticket, continuation)) }

  mutating func popFirst() -> Continuation? { waiting.isEmpty ? nil : waiting.removeFirst().continuation }

  mutating func popAll() -> [Continuation] {
    defer { waiting = [] }
    return waiting.map(\.continuation)
  }

  /// Takes a task out that was cancelled.
  ///
  /// - Returns: its place and continuation when it was waiting; nil when it is still to redeem its ticket, or was resumed already.
  mutating func cancel(_ ticket: Int) -> (place: Int, continuation: Continuation)? {
    guard open.remove(ticket) == nil, let place = waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
    return (place, waiting.remove(at: place).continuation)
  }
}
