internal import ConnectorKit
internal import Synchronization

/// Completed jobs whose records nobody has downloaded yet, by their slices.
final class JobShelf: Sendable {
  private let jobs = Mutex<[StreamSlice: [AsyncJob]]>([:])

  func put(_ job: AsyncJob) { jobs.withLock { $0[job.slice, default: []].append(job) } }

  func take(_ slice: StreamSlice) -> AsyncJob? {
    jobs.withLock { jobs in
      let job = jobs[slice]?.removeFirst()
      if jobs[slice]?.isEmpty == true { jobs[slice] = nil }
      return job
    }
  }
}
