internal import ArgumentParser
internal import Connections
internal import Destinations
internal import Glibc
internal import Headwater
internal import JSON

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the last syncs of a destination.",
    discussion: "Example: headwater runs shop.sqlite --limit 10")

  @OptionGroup var place: StatePlace

  @Option(help: ArgumentHelp("List so many streams, the newest first. The default is 20.", valueName: "number"))
  var limit = 20

  @Flag(help: "Print JSON lines.")
  var json = false

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit must be greater than 0.") }
  }

  func run() throws {
    let (place, limit, json) = (place, limit, json)
    StatePlace.run {
      let runs = try await place.store(isReadOnly: true).runs(of: place.connection, limit: limit)
      try RunList.write(runs, isJSON: json)
    }
  }
}

/// Syncs of streams as lists.
enum RunList {
  static func write(_ runs: [(connection: String, run: StreamRun)], isJSON: Bool) throws {
    if isJSON {
      for (connection, run) in runs {
        var object = run.json
        object["connection"] = .string(connection)
        try Terminal.write(JSONText.compact(.object(object)) + "\n")
      }
      return
    }
    guard !runs.isEmpty else { return try Terminal.write("No runs.\n") }
    let header = ["ENDED", "CONNECTION", "STREAM", "MODE", "RECORDS", "SIZE", "REQUESTS", "TIME", "RESULT"]
    let rows = runs.map { connection, run in
      [
        TimeText.text(run.ended), connection, run.stream.description, run.mode.protocolName, SyncTable.number(run.records),
        SyncTable.size(run.bytes), SyncTable.number(run.requests), SyncTable.duration(run.ended - run.started),
        run.outcome.rawValue + (run.error.map { ": \($0)" } ?? ""),
      ]
    }
    try Terminal.write(SyncTable.text([header] + rows, right: [4, 5, 6, 7]))
  }
}
