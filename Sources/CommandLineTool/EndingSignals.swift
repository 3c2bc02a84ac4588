internal import Glibc

/// SIGTERM and SIGINT, by which others ask the process to end.
struct EndingSignals {
  private var signals = sigset_t()

  /// Keeps them back until they are waited for. To be made before there are other threads, which then keep them back as well.
  init() {
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Waits for the first one, which starts a clean end. Another one a second later or more ends the process at once, as when nobody
  /// takes the output any more. Those before it count as the first: a shell and a program around this one may both pass it on.
  func wait(_ end: () -> Void) -> Never {
    next()
    end()
    let began = ContinuousClock.now
    repeat { next() } while ContinuousClock.now - began <= .seconds(1)
    _exit(130)
  }

  private func next() {
    var signals = signals
    var signal: Int32 = 0
    sigwait(&signals, &signal)
  }
}
