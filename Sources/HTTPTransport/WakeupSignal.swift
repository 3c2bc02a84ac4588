internal import CCurl
internal import Glibc

/// Wakes a thread that sleeps. A signal before the sleep ends it at once.
final class WakeupSignal: Sendable {
  nonisolated(unsafe) private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(semaphore, 0, 0) }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func signal() { sem_post(semaphore) }

  /// Sleeps until the signal comes, or until the limit is over, whatever happens to the time of day. No limit is nil.
  ///
  /// - Returns: whether the signal came.
  @discardableResult func wait(nanoseconds limit: Int?) -> Bool {
    guard let limit else {
      while sem_wait(semaphore) != 0 {}
      return true
    }
    var end = timespec()
    clock_gettime(CLOCK_MONOTONIC, &end)
    let sum = end.tv_nsec + limit
    end.tv_sec += sum / 1_000_000_000
    end.tv_nsec = sum % 1_000_000_000
    while ccurl_wait_until(semaphore, &end) != 0 {
      if errno == ETIMEDOUT { return false }
    }
    return true
  }
}
