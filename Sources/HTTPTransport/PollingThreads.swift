internal import ConnectorKit
internal import Glibc
internal import Synchronization

/// Threads for the tasks of a run. One that has nothing to do waits for the network, and goes on itself with the task that an answer is
/// for: handing it to another thread would take longer than many an answer takes to read.
///
/// Jobs are begun in the order of their arrival. Threads are started as they are needed, and never end.
package final class PollingThreads: TaskExecutor {
  /// As many threads as there are processors, but two at least.
  package static let shared = PollingThreads(count: max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  /// A thread that stays away from the network for longer than this, in nanoseconds, is worth waking another one that waits in its place.
  private static let longStretch = 1_000_000
  /// The longest that nobody waits for the network because a thread was thought to come back soon, in nanoseconds.
  private static let longestGap = 10_000_000
  /// So many jobs are run without a look at the network.
  private static let jobsWithoutLook = 64

  private struct State {
    var jobs: [UnownedJob] = []
    /// The first of them that has not begun.
    var next = 0
    var threads = 0
    /// The threads that wait for work, the last to become idle last.
    var idle: [WakeupSignal] = []
    /// The one of them that looks now and then whether the network is waited for.
    var pollSupervisor: WakeupSignal?
    /// Whether the next thread that wakes up is to be that one.
    var lacksWatchman = false
    var loop: EventLoop?
    /// Whether a thread waits for the network, and whether it was told to stop.
    var isPolled = false
    var isPollerWoken = false
    var jobsSinceLook = 0
    /// How long threads stay away from the network, in nanoseconds: a mean that forgets.
    var stretch = 0

    var waiting: Int { jobs.count - next }
    /// Whether something may come from the network while nobody waits for it. Who starts a transfer holds the loop for that long, and
    /// says when it is over: to ask for the loop again and again meanwhile would only keep a processor busy.
    var isUnpolled: Bool { !isPolled && loop.map { $0.hasTransfers && !$0.isHeld } ?? false }

    mutating func popJob() -> UnownedJob? {
      guard next < jobs.count else { return nil }
      let job = jobs[next]
      next += 1
      if next == jobs.count {
        jobs.removeAll(keepingCapacity: true)
        next = 0
      } else if next >= 1024 {
        jobs.removeFirst(next)
        next = 0
      }
      return job
    }
  }

  private let count: Int
  private let state = Mutex(State())
  /// Marks the threads of this pool.
  private let mark: pthread_key_t

  init(count: Int) {
    self.count = count
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    mark = key
  }

  private var isOwnThread: Bool { pthread_getspecific(mark) != nil }

  // MARK: Work comes

  private enum Help {
    case none
    case signal(WakeupSignal)
    case wake(EventLoop)
    case start
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isOwn = isOwnThread
    give(
      state.withLock { state in
        state.jobs.append(job)
        // A thread of ours takes the job as soon as it is done with the one it has.
        return isOwn && state.waiting == 1 && state.stretch <= Self.longStretch ? .none : help(&state)
      })
  }

  /// Who is to come for work that the present thread does not do.
  private func help(_ state: inout State) -> Help {
    if let signal = state.idle.popLast() {
      if state.pollSupervisor === signal { state.pollSupervisor = nil }
      return .signal(signal)
    }
    if state.isPolled, !state.isPollerWoken, let loop = state.loop {
      state.isPollerWoken = true
      return .wake(loop)
    }
    guard state.threads < count else { return .none }
    state.threads += 1
    return .start
  }

  private func give(_ help: Help) {
    switch help {
    case .none: break
    case .signal(let signal): signal.signal()
    case .wake(let loop): loop.wake()
    case .start: startThread()
    }
  }

  // MARK: The network

  /// Takes the waiting for a loop's network over; false where there is another loop already.
  func adopt(_ loop: EventLoop) -> Bool {
    state.withLock { state in
      guard state.loop == nil else { return false }
      state.loop = loop
      return true
    }
  }

  func release(_ loop: EventLoop) {
    state.withLock { if $0.loop === loop { $0.loop = nil } }
  }

  /// Says that a transfer was started, so that an answer may come.
  func didStartTransfer() {
    let comesBack = isOwnThread
    give(state.withLock { comesBack ? helpPolling(&$0) : $0.isUnpolled ? help(&$0) : .none })
  }

  /// Who is to wait for the network in place of a thread that does something else first. Nobody where it will be back soon, as long as
  /// somebody looks whether it is.
  private func helpPolling(_ state: inout State) -> Help {
    guard state.isUnpolled else { return .none }
    if state.stretch > Self.longStretch { return help(&state) }
    guard state.pollSupervisor == nil else { return .none }
    state.lacksWatchman = true
    return help(&state)
  }

  // MARK: On the threads

  private enum Step {
    case run(UnownedJob)
    case poll(EventLoop, waits: Bool)
    case sleep(nanoseconds: Int?)
  }

  private func startThread() {
    if !Threads.start({ self.work() }) { state.withLock { $0.threads -= 1 } }
  }

  private func work() {
    pthread_setspecific(mark, Unmanaged.passUnretained(self).toOpaque())
    let signal = WakeupSignal()
    var leftNetwork = Monotonic.nanoseconds
    var isFresh = true
    while true {
      switch state.withLock({ step(&$0, signal, isFresh: isFresh) }) {
      case .run(let job):
        isFresh = false
        job.runSynchronously(on: asUnownedTaskExecutor())
      case .poll(let loop, let waits):
        if waits { noteStretch(Monotonic.nanoseconds - leftNetwork) }
        loop.turn(waits: waits) { self.hasWork() }
        leftNetwork = Monotonic.nanoseconds
        isFresh = false
        leaveNetwork()
      case .sleep(let limit):
        signal.wait(nanoseconds: limit)
        wakeUp(signal)
        leftNetwork = Monotonic.nanoseconds
        isFresh = true
      }
    }
  }

  /// - Parameter isFresh: whether the thread has done nothing since it was started or woken.
  private func step(_ state: inout State, _ signal: WakeupSignal, isFresh: Bool) -> Step {
    let becomesWatchman = isFresh && state.lacksWatchman
    state.lacksWatchman = state.lacksWatchman && !isFresh
    let mayPoll = state.isUnpolled && !becomesWatchman
    state.jobsSinceLook += 1
    if !mayPoll || state.jobsSinceLook < Self.jobsWithoutLook, let job = state.popJob() { return .run(job) }
    if mayPoll, let loop = state.loop {
      state.jobsSinceLook = 0
      state.isPolled = true
      return .poll(loop, waits: state.waiting == 0)
    }
    state.idle.append(signal)
    guard state.pollSupervisor == nil, state.loop?.hasTransfers == true else { return .sleep(nanoseconds: nil) }
    state.pollSupervisor = signal
    return .sleep(nanoseconds: Self.longestGap)
  }

  /// Who sent the signal has taken it from the list. But nobody may have sent it, or too late, when the thread was awake and the signal
  /// stayed for its next sleep.
  private func wakeUp(_ signal: WakeupSignal) {
    state.withLock { state in
      state.idle.removeAll { $0 === signal }
      if state.pollSupervisor === signal { state.pollSupervisor = nil }
    }
  }

  /// Whether the thread that waits for the network has something better to do.
  private func hasWork() -> Bool {
    state.withLock { state in
      // Others may have taken what it was woken for; it has to be woken anew for what comes next.
      state.isPollerWoken = false
      return state.waiting > 0
    }
  }

  private func noteStretch(_ nanoseconds: Int) {
    state.withLock { $0.stretch = ($0.stretch * 3 + nanoseconds) / 4 }
  }

  /// Lets others wait for the network; one is asked to where this thread will not be back soon.
  private func leaveNetwork() {
    give(
      state.withLock { state in
        state.isPolled = false
        state.isPollerWoken = false
        return state.waiting > 0 ? helpPolling(&state) : .none
      })
  }
}
