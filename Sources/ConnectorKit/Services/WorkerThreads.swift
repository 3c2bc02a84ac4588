internal import Glibc
internal import Synchronization

/// Threads for one piece of work that may block, such as components of the user's own or a destination, so that it holds up no other work.
///
/// They start as they are needed, up to the number of processors, and end after ``stop()``.
package final class WorkerThreads: TaskExecutor, @unchecked Sendable {
  private struct State {
    var jobs: [UnownedJob] = []
    var threads = 0
    var busy = 0
    var isStopped = false
  }

  private static let limit = max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  private let state = Mutex(State())
  /// Counts the jobs that wait and, once stopped, the threads that are to end.
  private let signals = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  package init() { sem_init(signals, 0, 0) }

  deinit {
    sem_destroy(signals)
    signals.deallocate()
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let (needsThread, isStopped) = state.withLock { state in
      state.jobs.append(job)
      let needsThread = state.jobs.count > state.threads - state.busy && state.threads < Self.limit
      if needsThread { state.threads += 1 }
      return (needsThread, state.isStopped)
    }
    if needsThread {
      // Where there can be no more threads, those that there are go on.
      if !Threads.start({ self.work() }) { state.withLock { $0.threads -= 1 } }
      if isStopped { sem_post(signals) }
    }
    sem_post(signals)
  }

  /// Lets the threads end when there is nothing left to do. What a component does that comes back later is still done.
  package func stop() {
    let threads = state.withLock { state in
      state.isStopped = true
      return state.threads
    }
    for _ in 0..<threads { sem_post(signals) }
  }

  private func work() {
    while let job = next() {
      job.runSynchronously(on: asUnownedTaskExecutor())
      state.withLock { $0.busy -= 1 }
    }
  }

  /// Waits for a job; nil when the thread is to end.
  private func next() -> UnownedJob? {
    while true {
      while sem_wait(signals) != 0 {}
      let (job, ends) = state.withLock { state -> (UnownedJob?, Bool) in
        guard state.jobs.isEmpty else {
          state.busy += 1
          return (state.jobs.removeFirst(), false)
        }
        if state.isStopped { state.threads -= 1 }
        return (nil, state.isStopped)
      }
      if job != nil || ends { return job }
    }
  }
}
