internal import Concurrency
internal import ConnectorKit
internal import JSON

/// Creates jobs for slices within the limit, looks after them, and hands their slices over when they are completed.
struct JobQueue: SlicePreparation {
  /// Seconds between two looks at a job.
  static let interval = 5.0

  private let requests: JobRequests
  private let run: RunServices
  private let streamName: String
  private let timeout: Double
  /// Seconds before a failed job is created again, besides the interval.
  private let retryWait: Double?
  private var jobs: [AsyncJob] = []
  private var failures: [SyncError] = []
  /// The time that was last waited for; the clock may stand still behind it.
  private var waitedUntil = -Double.infinity

  init(_ requests: JobRequests, scope: RetrievalScope, timeout: Double, retryWait: Double?) {
    self.requests = requests
    run = scope.run
    streamName = scope.stream.name
    self.timeout = timeout
    self.retryWait = retryWait
  }

  mutating func add(_ slice: StreamSlice, ready: (StreamSlice) async throws -> Void) async throws {
    do {
      // Who has no jobs to look after waits until others release a slot.
      while !run.jobSlots.tryAcquire() {
        guard !jobs.isEmpty else {
          try await run.jobSlots.acquire()
          break
        }
        try await look(ready)
      }
    } catch {
      giveBackSlots()
      throw error
    }
    do {
      jobs.append(try await create(slice, attempt: 1))
    } catch {
      run.jobSlots.release()
      giveBackSlots()
      throw error
    }
  }

  mutating func finish(ready: (StreamSlice) async throws -> Void) async throws {
    do {
      while !jobs.isEmpty { try await look(ready) }
    } catch {
      giveBackSlots()
      throw error
    }
    guard let first = failures.first else { return }
    throw SyncError(
      .system, "Stream \(streamName): \(failures.count == 1 ? "1 job" : "\(failures.count) jobs") delivered no records. \(first.message)",
      internalMessage: failures.map(\.internalMessage).joined(separator: "\n"), streamName: streamName)
  }
}

extension JobQueue {
  private var now: Double { max(run.clock.monotonicSeconds(), waitedUntil) }

  /// Waits until there is something to do for a job, and does it.
  private mutating func look(_ ready: (StreamSlice) async throws -> Void) async throws {
    let present = now
    let due = min(jobs.map(\.dueAt).min() ?? .infinity, present + Self.interval)
    if due > present {
      try await run.clock.sleep(seconds: due - present)
      waitedUntil = due
    }
    let time = now
    var kept: [AsyncJob] = []
    let all = jobs
    for place in all.indices {
      jobs = kept + all[place...]
      var job = all[place]
      if job.dueAt <= time {
        guard let next = try await advance(job) else { continue }
        job = next
        jobs = kept + all[(place + 1)...]
        guard try await settle(&job, ready) else { continue }
      }
      kept.append(job)
    }
    jobs = kept
  }

  /// Polls a running job, creates a failed one again.
  ///
  /// - Returns: nil when nothing more can be done for the job.
  private mutating func advance(_ job: AsyncJob) async throws -> AsyncJob? {
    guard job.state == .running else { return try await create(job.slice, attempt: job.attempt + 1) }
    var job = job
    job.checkTime(now)
    guard job.state == .running else { return job }
    do {
      let (state, response) = try await requests.poll(job, run)
      job.update(state, response, now: now)
      return job
    } catch let error where !(error is CancellationError) {
      let failure = SyncError(wrapping: error, streamName: streamName)
      if failure.failureType == .config { try await abortJobs(failure) }
      failures.append(failure)
      job.dueAt = now + Self.interval
      if run.follows(.pollsUnknownStatuses) { return job }
      await abortJobs(job)
      run.jobSlots.release()
      return nil
    }
  }

  /// Draws the consequences of a job's state.
  ///
  /// - Returns: whether the job is still to be looked after.
  private mutating func settle(_ job: inout AsyncJob, _ ready: (StreamSlice) async throws -> Void) async throws -> Bool {
    switch job.state {
    case .running:
      job.dueAt = max(job.dueAt, now + Self.interval)
      return true
    case .completed:
      run.jobSlots.release()
      try await ready(job.readySlice)
      return false
    case .skipped:
      run.jobSlots.release()
      run.log.write(.info, "Stream \(streamName): a job has no records\(place(job)).")
      return false
    case .failed, .timedOut:
      if job.state == .timedOut { await abortJobs(job) }
      let limit = RetryPolicy.jobs(run.options).maxAttempts
      guard job.attempt < limit else {
        run.jobSlots.release()
        let times = limit == 1 ? "" : " \(limit) times in a row"
        failures.append(SyncError(.system, "The job \(job.state.rawValue)\(times)\(place(job)).", streamName: streamName))
        return false
      }
      let isDeferred = job.state == .failed && job.creation != nil
      job.dueAt = now + Self.interval + (isDeferred ? retryWait ?? 0 : 0)
      return true
    }
  }

  /// Creates a job in a slot that is already taken.
  private mutating func create(_ slice: StreamSlice, attempt: Int) async throws -> AsyncJob {
    do {
      let response = try await requests.create(slice, run)
      return AsyncJob(slice, creation: response, attempt: attempt, now: now, timeout: timeout)
    } catch let error where !(error is CancellationError) {
      var failure = SyncError(wrapping: error, streamName: streamName)
      if failure.failureType == .config { try await abortJobs(failure) }
      run.log.write(.warning, "Stream \(streamName): cannot create a job: \(failure.message)")
      failure.streamName = nil
      run.events.failed(failure)
      return AsyncJob(failedFor: slice, attempt: attempt, dueAt: now + Self.interval)
    }
  }

  /// Ends all jobs, because what is wrong concerns all of them.
  private mutating func abortJobs(_ failure: SyncError) async throws -> Never {
    for job in jobs {
      if job.state == .running || job.state == .timedOut { await abortJobs(job) }
      run.jobSlots.release()
    }
    jobs = []
    throw failure
  }

  /// Lets other streams have the slots of jobs that nobody looks after any more.
  private mutating func giveBackSlots() {
    for _ in jobs { run.jobSlots.release() }
    jobs = []
  }

  private func abortJobs(_ job: AsyncJob) async {
    do {
      try await requests.abortJobs(job, run)
    } catch {
      run.log.write(.warning, "Stream \(streamName): cannot end a job: \(SyncError(wrapping: error).message)")
    }
  }

  private func place(_ job: AsyncJob) -> String {
    job.slice.isEmpty ? "" : " (slice \(JSONText.compact(.object(job.slice.merged))))"
  }
}
