package import ConnectorKit
package import Connections
internal import Destinations
internal import Headwater
internal import JSON
internal import Sync
internal import Synchronization

/// Runs jobs: several at a time, and one at a time for each connection.
package actor JobRunner {
  private let runner: @Sendable () -> ConnectionRunner
  private let limit: Int
  private let log: @Sendable (LogLevel, String) -> Void
  private let journal: JobJournal
  private let clock = MachineClock()
  /// Where syncs work, away from the threads that answer requests.
  private let threads = WorkerThreads()
  private var tasks: [Int: Task<Void, Never>] = [:]
  private var meters: [Int: SyncMeter] = [:]
  private var waiting: [Int] = []
  private var isStopping = false

  /// - Parameters:
  ///   - directory: where jobs are kept.
  ///   - limit: how many run at a time.
  ///   - log: takes what the syncs log, without secrets.
  ///   - runner: the connections file as it is when a job begins.
  /// - Throws: `SyncError` when the directory cannot be used.
  package init(
    directory: String, limit: Int, log: @escaping @Sendable (LogLevel, String) -> Void, runner: @escaping @Sendable () -> ConnectionRunner
  ) throws {
    self.runner = runner
    self.limit = limit
    self.log = log
    journal = try JobJournal(directory: directory)
    for var job in journal.jobs.values where !job.status.isFinal {
      // The states tell how far it came; the next job goes on from there.
      job.status = .failed
      job.error = "The server was stopped before the sync ended. What was committed is kept; start the job again to go on."
      job.updated = Self.seconds(clock)
      try journal.note(job)
    }
  }

  private static func seconds(_ clock: MachineClock) -> Double { Double(clock.now()) / 1_000_000 }

  private var now: Double { Self.seconds(clock) }

  // MARK: What is known

  /// A job with its counts of now; nil when there is none.
  package func job(_ id: Int) -> Job? { journal.jobs[id].map(current) }

  /// All jobs, the newest first.
  package var jobs: [Job] { journal.jobs.values.sorted { $0.id > $1.id }.map(current) }

  private func current(_ job: Job) -> Job {
    guard !job.status.isFinal, let meter = meters[job.id] else { return job }
    var job = job
    let total = meter.total
    (job.records, job.bytes, job.updated) = (total.records, total.bytes, now)
    return job
  }

  // MARK: Starting and ending

  /// Why a job cannot be started.
  package struct Conflict: Error {
    package let job: Job
  }

  /// Starts a job, or puts it behind those that run.
  ///
  /// - Throws: ``Conflict`` when the connection has a job that has not ended.
  package func start(_ connection: String, _ kind: Job.Kind) throws -> Job {
    if let other = journal.jobs.values.first(where: { $0.connection == connection && !$0.status.isFinal }) {
      throw Conflict(job: current(other))
    }
    let job = Job(id: (journal.jobs.keys.max() ?? 0) + 1, connection: connection, kind: kind, created: now)
    try journal.note(job)
    waiting.append(job.id)
    startWaiting()
    return journal.jobs[job.id] ?? job
  }

  private func startWaiting() {
    while !isStopping, tasks.count < limit, let id = waiting.first {
      waiting.removeFirst()
      guard var job = journal.jobs[id] else { continue }
      job.status = .running
      job.started = now
      job.updated = now
      note(job)
      let meter = SyncMeter(clock: clock)
      meters[id] = meter
      let started = job
      tasks[id] = Task(executorPreference: threads) { await self.run(started, meter) }
    }
  }

  /// Ends a job. One that has ended stays what it is.
  ///
  /// - Returns: nil when there is none.
  package func cancel(_ id: Int) async -> Job? {
    guard var job = journal.jobs[id] else { return nil }
    if let task = tasks[id] {
      task.cancel()
      await task.value
      return self.job(id)
    }
    guard !job.status.isFinal else { return job }
    waiting.removeAll { $0 == id }
    job.status = .cancelled
    job.updated = now
    note(job)
    return job
  }

  /// Ends all jobs, as the server ends. They are failed: the next ones go on from where they came to.
  package func stop() async {
    isStopping = true
    let running = Array(tasks.values)
    for task in running { task.cancel() }
    for task in running { await task.value }
    threads.stop()
    for id in waiting {
      guard var job = journal.jobs[id] else { continue }
      job.status = .failed
      job.error = "The server was stopped before the job began. Start it again."
      note(job)
    }
    waiting = []
  }

  private func note(_ job: Job) {
    do {
      try journal.note(job)
    } catch {
      log(.error, "Job \(job.id) was not noted: \(SyncError(wrapping: error).message)")
    }
  }

  // MARK: A run

  private func run(_ job: Job, _ meter: SyncMeter) async {
    let report = log
    let log = SyncLog(minimumLevel: .info, meter: meter) { level, text in report(level, "job \(job.id), \(job.connection): \(text)") }
    let outcome = await Self.outcome(job, runner(), meter, clock, log)
    var ended = journal.jobs[job.id] ?? job
    ended.status = outcome.status
    ended.error = outcome.error
    let total = meter.total
    (ended.records, ended.bytes, ended.updated) = (total.records, total.bytes, now)
    if ended.status == .cancelled, isStopping {
      ended.status = .failed
      ended.error = "The server was stopped before the sync ended. What was committed is kept; start the job again to go on."
    }
    note(ended)
    tasks[job.id] = nil
    meters[job.id] = nil
    startWaiting()
  }

  private nonisolated static func outcome(
    _ job: Job, _ runner: ConnectionRunner, _ meter: SyncMeter, _ clock: MachineClock, _ log: SyncLog
  ) async -> (status: Job.Status, error: String?) {
    do {
      let result = try await runner.run(job.connection, isFullRefresh: job.kind == .refresh, meter: meter, clock: clock, log: log)
      let errors = FailureText.lines(result).map(log.masked)
      for error in errors { log.write(.error, error) }
      switch result.outcome {
      case .all: return (.succeeded, nil)
      // Clients wait for an incomplete job to be tried again, which nobody here would do.
      case .some, .none: return (.failed, errors.joined(separator: "\n"))
      }
    } catch is CancellationError {
      return (.cancelled, nil)
    } catch {
      let text = log.masked(FailureText.text(error))
      log.write(.error, text)
      return (.failed, text)
    }
  }
}
