internal import AirbyteSource
internal import ConnectorKit
internal import Connections
internal import Destinations
internal import Document
internal import Glibc
internal import Headwater
internal import JSON
internal import Sync

/// A run of `headwater sync`, from its options to its exit code.
struct SyncRun: Sendable {
  enum Report: Sendable { case text, json, none }

  /// What is synced, with those who watch it.
  typealias Work = @Sendable (SyncLog, SyncMeter, any RunClock, _ started: @Sendable ([StreamSelection]) -> Void) async throws -> SyncReport

  /// The name of the connection.
  var connection: String
  /// What the destination is called in messages.
  var destinationName: String
  var report = Report.text
  var minimumLevel = LogLevel.info
  var work: Work

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
      let result = try await work(log, meter, clock) { selections in
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
      let message = log.masked(FailureText.text(error))
      if let events { events.failed(message) } else { Terminal.complain(message) }
      return 1
    }
  }

  private func finish(_ result: SyncReport, _ events: SyncEvents?, _ log: SyncLog) throws -> Int32 {
    if let events {
      events.finished(result)
    } else if report == .text {
      try Terminal.write(SyncTable.report(result.runs))
      try Terminal.write("\nStored in \(destinationName) (connection \(connection)).\n")
    }
    if report != .json { for line in FailureText.lines(result) { Terminal.complain(log.masked(line)) } }
    return result.exitCode
  }
}

/// The events of a sync as JSON lines on standard output.
final class SyncEvents: Sendable {
  private let clock: any RunClock
  private let connection: String?

  /// - Parameter connection: named in each event, where several are synced.
  init(clock: any RunClock, connection: String? = nil) {
    self.clock = clock
    self.connection = connection
  }

  private func put(_ event: String, _ members: JSONObject) {
    var object: JSONObject = ["event": .string(event), "time": .integer(clock.now() / 1000)]
    if let connection { object["connection"] = .string(connection) }
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
