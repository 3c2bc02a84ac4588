internal import Glibc

/// What this module needs of the system's threads.
enum Threads {
  typealias Entry = @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?

  /// Starts a thread that nobody waits for; 0 or the number of an error. Signals are for the rest of the process: it bars them all.
  static func start(_ context: UnsafeMutableRawPointer, _ entry: Entry) -> Int32 {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    var thread = pthread_t()
    let failure = pthread_create(&thread, nil, entry, context)
    pthread_sigmask(SIG_SETMASK, &before, nil)
    if failure == 0 { pthread_detach(thread) }
    return failure
  }

  /// Time on a clock that is never put back.
  static var nanoseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
