internal import Glibc

/// What a sleeping thread is woken with. A ring before the sleep ends it at once.
final class Bell: @unchecked Sendable {
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(semaphore, 0, 0) }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func ring() { sem_post(semaphore) }

  /// Sleeps until the bell rings, or until the limit is over. No limit is nil.
  func wait(nanoseconds limit: Int?) {
    guard let limit else {
      while sem_wait(semaphore) != 0 {}
      return
    }
    var end = timespec()
    clock_gettime(CLOCK_REALTIME, &end)
    let sum = end.tv_nsec + limit
    end.tv_sec += sum / 1_000_000_000
    end.tv_nsec = sum % 1_000_000_000
    while sem_timedwait(semaphore, &end) != 0 && errno != ETIMEDOUT {}
  }
}
