internal import ArgumentParser
internal import ConnectorKit
internal import Connections
internal import Destinations
internal import Glibc
internal import Headwater
internal import JSON
internal import Sync
internal import Synchronization

/// Syncs connections of a file side by side.
struct ConnectionsSync: Sendable {
  let options: ConnectionsOptions
  let names: [String]
  let tags: [String]
  let jobs: Int
  let isFullRefresh: Bool
  let report: SyncRun.Report
  let logDirectory: String?

  private struct Outcome: Sendable {
    let connection: String
    let report: SyncReport?
    let exitCode: Int32
  }

  /// - Returns: the exit code: 0 when all was synced, 3 when some was, 1 when nothing was, 143 when the task was cancelled.
  func run() async -> Int32 {
    do {
      let file = try options.read()
      let chosen = try file.chosen(names, tags: tags)
      let runner = ConnectionRunner(file, maker: options.maker)
      if chosen.count == 1, logDirectory == nil { return await single(chosen[0], runner) }
      if let logDirectory, mkdir(logDirectory, 0o755) != 0, errno != EEXIST {
        throw SyncError(.config, "Cannot create the directory \(logDirectory): \(String(cString: strerror(errno))).")
      }
      let outcomes = await all(chosen, runner)
      return try finish(outcomes, chosen)
    } catch let code as ExitCode {
      return code.rawValue
    } catch {
      Terminal.complain(FailureText.text(error))
      return 1
    }
  }

  /// One connection is shown as a sync of a manifest is.
  private func single(_ connection: ConnectionsFile.Connection, _ runner: ConnectionRunner) async -> Int32 {
    let isFullRefresh = isFullRefresh
    let run = SyncRun(
      connection: connection.name, destinationName: connection.destination, report: report, minimumLevel: options.debug ? .debug : .info
    ) { log, meter, clock, started in
      try await runner.run(connection.name, isFullRefresh: isFullRefresh, meter: meter, clock: clock, log: log, started: started)
    }
    return await run.run()
  }

  private func all(_ connections: [ConnectionsFile.Connection], _ runner: ConnectionRunner) async -> [Outcome] {
    await withTaskGroup(of: Outcome.self) { group in
      var outcomes: [Outcome] = []
      for (number, connection) in connections.enumerated() {
        if number >= jobs, let outcome = await group.next() { outcomes.append(outcome) }
        group.addTask { await sync(connection.name, runner) }
      }
      for await outcome in group { outcomes.append(outcome) }
      return outcomes
    }
  }

  private func sync(_ name: String, _ runner: ConnectionRunner) async -> Outcome {
    let clock = MachineClock()
    let meter = SyncMeter(clock: clock)
    let events = report == .json ? SyncEvents(clock: clock, connection: name) : nil
    let level: LogLevel = options.debug ? .debug : .info
    let file = logDirectory.map { LogFile("\($0)/\(name.map { $0 == "/" ? "_" : $0 }.map(String.init).joined()).log") }
    let isQuiet = report == .none
    let log = SyncLog(minimumLevel: level, meter: meter) { level, text in
      let line = "\(SyncView.timeOfDay(clock.now()))  \(level.rawValue.lowercased())  \(text)\n"
      file?.write(line)
      if let events { return events.log(level, text) }
      if !isQuiet || level >= .warning { Terminal.writeError("[\(name)] \(line)") }
    }
    do {
      let result = try await runner.run(name, isFullRefresh: isFullRefresh, meter: meter, clock: clock, log: log) { selections in
        events?.started(selections)
        log.write(.info, "Syncing \(selections.count) stream\(selections.count == 1 ? "" : "s").")
      }
      events?.finished(result)
      for line in FailureText.lines(result) { log.write(.error, line) }
      let records = result.runs.reduce(0) { $0 + $1.records }
      log.write(.info, "Stored \(SyncTable.number(records)) records: \(result.outcome == .all ? "complete" : "incomplete").")
      return Outcome(connection: name, report: result, exitCode: result.exitCode)
    } catch is CancellationError {
      log.write(.warning, "The sync was stopped before it finished; what was committed is kept.")
      return Outcome(connection: name, report: nil, exitCode: 143)
    } catch {
      let message = FailureText.text(error)
      if let events { events.failed(log.masked(message)) } else { log.write(.error, message) }
      return Outcome(connection: name, report: nil, exitCode: 1)
    }
  }

  private func finish(_ outcomes: [Outcome], _ connections: [ConnectionsFile.Connection]) throws -> Int32 {
    if report == .text {
      let header = ["CONNECTION", "STREAM", "MODE", "RECORDS", "SIZE", "REQUESTS", "TIME", "RESULT"]
      let rows = connections.flatMap { connection -> [[String]] in
        guard let outcome = outcomes.first(where: { $0.connection == connection.name }), let report = outcome.report else {
          return [[connection.name, "", "", "", "", "", "", "failed"]]
        }
        return report.runs.map { [connection.name] + SyncTable.row($0) }
      }
      try Terminal.write(SyncTable.text([header] + rows, right: [3, 4, 5, 6]))
    }
    let codes = outcomes.map(\.exitCode)
    if codes.contains(143) { return 143 }
    if codes.allSatisfy({ $0 == 0 }) { return 0 }
    return codes.allSatisfy { $0 == 1 } ? 1 : 3
  }
}

/// A file that lines are added to.
private final class LogFile: Sendable {
  private let descriptor: Int32
  private let lock = Mutex(())

  init(_ path: String) { descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644) }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func write(_ line: String) {
    let bytes = Array(line.utf8)
    lock.withLock { _ in _ = Glibc.write(descriptor, bytes, bytes.count) }
  }
}
