internal import Synchronization

/// How many jobs an API may work on for the connector at a time.
public final class JobSlots: Sendable {
  private let free: Mutex<Int>

  /// - Parameter count: at least 1; less counts as 1.
  public init(_ count: Int) { free = Mutex(max(1, count)) }

  /// Takes a slot if there is one.
  public func take() -> Bool {
    free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
  }

  public func giveBack() { free.withLock { $0 += 1 } }
}
