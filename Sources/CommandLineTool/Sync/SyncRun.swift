internal import AirbyteSource
internal import ConnectorKit
internal import Connections
internal import Destinations
internal import Glibc
internal import Headwater
internal import JSON
internal import Sync

/// A run of `headwater sync`, from its options to its exit code.
struct SyncRun: Sendable {
  enum Report: Sendable { case text, json, none }

  var job: SyncJob
  var destination: any Destination
  /// What the destination is called in messages.
  var destinationName: String
  var report = Report.text
  /// Makes the source, which may take time and fail.
  var makeSource: @Sendable (SyncLog) async throws -> any SyncSource
  var minimumLevel = LogLevel.info

  /// - Returns: the exit code: 0 when all streams were synced, 3 when some were, 1 when none was, 143 when the task was cancelled.
  func run() async -> Int32 {
    let clock = MachineClock()
    let meter = SyncMeter(clock: clock)
    let events = report == .json ? SyncEvents(clock: clock) : nil
    let isLive = report == .text && SyncView.canBeLive
    let view = SyncView(meter, clock: clock, isLive: isLive, takesColors: isLive && SyncView.wantsColors)
    let level: LogLevel = report == .none || isLive ? max(.warning, minimumLevel) : minimumLevel
    let log = SyncLog(minimumLevel: level, meter: meter) { level, text in
      if let events { events.log(level, text) } else { view.write(level, text) }
    }
    let drawing = Task { await view.run() }
    defer { drawing.cancel() }
    do {
      let source = try await makeSource(log)
      let result = try await job.run(from: source, into: destination, meter: meter, clock: clock, log: log) { selections in
        view.show(selections.map(\.id))
        events?.started(selections)
      }
      drawing.cancel()
      view.close()
      return try finish(result, events, log)
    } catch is CancellationError {
      view.close()
      log.write(.warning, "The sync was stopped before it finished; what was committed is kept.")
      return 143
    } catch {
      view.close()
      let message = (error as? OutputFailure)?.message ?? SyncError(wrapping: error).message
      if let events { events.failed(log.masked(message)) } else { Terminal.complain(log.masked(message)) }
      return 1
    }
  }

  private func finish(_ result: SyncReport, _ events: SyncEvents?, _ log: SyncLog) throws -> Int32 {
    if let events {
      events.finished(result)
    } else if report == .text {
      try Terminal.write(SyncTable.report(result.runs))
      try Terminal.write("\nStored in \(destinationName) (connection \(job.connection)).\n")
    }
    for (stream, errors) in result.failures where report != .json {
      let message = errors.first?.message ?? "the stream was not read"
      let others = errors.count > 1 ? " (and \(errors.count - 1) more)" : ""
      Terminal.complain("stream \(stream): \(log.masked(message))\(others)")
    }
    switch result.outcome {
    case .all: return 0
    case .some: return 3
    case .none: return 1
    }
  }
}

/// The events of a sync as JSON lines on standard output.
final class SyncEvents: Sendable {
  private let clock: any RunClock

  init(clock: any RunClock) { self.clock = clock }

  private func put(_ event: String, _ members: JSONObject) {
    var object: JSONObject = ["event": .string(event), "time": .integer(clock.now() / 1000)]
    for (key, value) in members { object[key] = value }
    try? Terminal.write(JSONText.compact(.object(object)) + "\n")
  }

  func log(_ level: LogLevel, _ text: String) { put("log", ["level": .string(level.rawValue.lowercased()), "message": .string(text)]) }

  func started(_ selections: [StreamSelection]) {
    let streams = selections.map { selection -> JSONValue in
      [
        "stream": .string(selection.id.name), "readMode": selection.readMode == .incremental ? "incremental" : "full_refresh",
        "writeMode": .string((selection.writeMode ?? .append).protocolName),
      ]
    }
    put("started", ["streams": .array(streams)])
  }

  func failed(_ message: String) { put("failed", ["message": .string(message)]) }

  func finished(_ report: SyncReport) {
    for run in report.runs { put("stream", run.json) }
    put("finished", ["outcome": .string("\(report.outcome)")])
  }
}
