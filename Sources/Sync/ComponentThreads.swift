internal import ConnectorKit
internal import Glibc
internal import Synchronization

/// Threads for work in which components of the user's own take part, so that one that hangs holds up no other work.
final class ComponentThreads: TaskExecutor, @unchecked Sendable {
  static let shared = ComponentThreads(count: max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  private let jobs = Mutex<[UnownedJob]>([])
  /// Counts the jobs that wait.
  private let waiting = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  private init(count: Int) {
    sem_init(waiting, 0, 0)
    for _ in 0..<count { startThread() }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    sem_post(waiting)
  }

  /// Starts a thread in place of one that a component keeps.
  func replaceLostThread() { startThread() }

  private func startThread() {
    // Where there can be no more threads, those that there are go on.
    Threads.start { self.work() }
  }

  private func work() {
    while true {
      while sem_wait(waiting) != 0 {}
      let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      job?.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}
