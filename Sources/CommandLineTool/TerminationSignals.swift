internal import Glibc
internal import Synchronization

/// SIGTERM and SIGINT, by which others ask the process to end. It then ends by that signal, as those who start it expect.
final class TerminationSignals: Sendable {
  /// How long a clean end may take; whoever asks twice does not want to wait for it.
  private static let grace = Duration.milliseconds(1_500)
  /// How long a line that is being written may take after that.
  private static let lineEnd = Duration.milliseconds(300)

  /// The signal that asked for the end; 0 when none has.
  private let received = Atomic<Int32>(0)

  /// Keeps them back until they are waited for. To be made before there are other threads, which then keep them back as well.
  init() { _ = Self.mask(SIG_BLOCK, [SIGTERM, SIGINT]) }

  /// Waits for the first one, which starts a clean end, and ends the process when that takes too long, at whatever it is busy with.
  ///
  /// Another one a second later or more ends it at once. Those before it count as the first: a shell and a program around this one may
  /// both pass it on.
  ///
  /// - Parameter closeOutput: keeps lines whole, as far as it can in the time it is given.
  func wait(_ end: () -> Void, closeOutput: (Duration) -> Void) -> Never {
    var signal: Int32 = 0
    while signal == 0 { signal = next(within: .seconds(3600)) }
    received.store(signal, ordering: .relaxed)
    end()
    let began = ContinuousClock.now
    while ContinuousClock.now - began < Self.grace {
      if next(within: Self.grace - (ContinuousClock.now - began)) != 0, ContinuousClock.now - began > .seconds(1) { break }
    }
    closeOutput(Self.lineEnd)
    Self.endProcess(by: signal)
  }

  /// Ends the process when its work is done: with an exit code, or by the signal that has asked for it.
  func endProcess(with code: Int32) -> Never {
    let signal = received.load(ordering: .relaxed)
    if signal != 0 { Self.endProcess(by: signal) }
    // Handlers that libraries run at exit would race with the transport's thread, which may still be busy.
    _exit(code)
  }

  private static func endProcess(by number: Int32) -> Never {
    signal(number, SIG_DFL)
    _ = mask(SIG_UNBLOCK, [number])
    raise(number)
    // Only the first process of a container is still there: the system keeps signals from it that it does not handle.
    _exit(128 + number)
  }

  /// The next signal; 0 when none comes in time.
  private func next(within limit: Duration) -> Int32 {
    var signals = Self.set([SIGTERM, SIGINT])
    let (seconds, attoseconds) = max(limit, .zero).components
    var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    return max(0, sigtimedwait(&signals, nil, &time))
  }

  private static func mask(_ how: Int32, _ numbers: [Int32]) -> Int32 {
    var signals = set(numbers)
    return pthread_sigmask(how, &signals, nil)
  }

  private static func set(_ numbers: [Int32]) -> sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in numbers { sigaddset(&signals, number) }
    return signals
  }
}
