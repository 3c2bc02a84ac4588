internal import ArgumentParser
internal import Connections
internal import Destinations
internal import Headwater
internal import JSON
internal import Sync

struct ConnectionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connections", abstract: "Look at the connections of a connections file.",
    subcommands: [List.self, Show.self, History.self, Export.self])

  /// Looks at connections side by side.
  fileprivate static func look(
    _ options: ConnectionsOptions, _ names: [String], tags: [String] = [], runLimit: Int = 1000, countsRecords: Bool = false
  ) async throws -> [ConnectionStatus] {
    let file = try options.read()
    let chosen = try file.chosen(names, tags: tags)
    let log = options.log()
    return await withTaskGroup(of: (Int, ConnectionStatus).self) { group in
      for (number, connection) in chosen.enumerated() {
        group.addTask {
          (number, await ConnectionStatus.look(connection, in: file, runLimit: runLimit, countsRecords: countsRecords, log: log))
        }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "List connections with their last syncs.")

    @OptionGroup var connections: ConnectionsOptions

    @Option(name: .customLong("tag"), help: ArgumentHelp("Only connections with this tag; may be repeated.", valueName: "tag"))
    var tags: [String] = []

    @Flag(help: "Print JSON lines.")
    var json = false

    func run() {
      let (connections, tags, json) = (connections, tags, json)
      StatePlace.run {
        let all = try await ConnectionsCommand.look(connections, [], tags: tags)
        if json { return try all.forEach { try Terminal.write(JSONText.compact(.object($0.json)) + "\n") } }
        let now = MachineClock().now()
        let header = ["NAME", "SOURCE", "DESTINATION", "STREAMS", "LAST COMPLETE", "AGE", "RECORDS", "STATUS"]
        let rows = all.map { status in
          [
            status.connection.name, status.connection.source, status.connection.destination,
            status.problem == nil ? "\(status.streams.count)" : "", status.lastComplete.map { TimeText.text($0) } ?? "",
            status.lastComplete.map { SyncTable.duration(Double(now) / 1_000_000 - $0) } ?? "",
            SyncTable.number(status.streams.reduce(0) { $0 + ($1.lastRun?.records ?? 0) }), status.summary,
          ]
        }
        try Terminal.write(SyncTable.text([header] + rows, right: [3, 5, 6]))
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show the streams of a connection: tables, records, states.")

    @OptionGroup var connections: ConnectionsOptions

    @Argument(help: ArgumentHelp("The connection.", valueName: "connection"))
    var name: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() {
      let (connections, name, json) = (connections, name, json)
      StatePlace.run {
        let all = try await ConnectionsCommand.look(connections, [name], countsRecords: true)
        guard let status = all.first else { return }
        if json { return try Terminal.write(JSONText.compact(.object(status.json)) + "\n") }
        let connection = status.connection
        try Terminal.write("Connection \(connection.name): \(connection.source) → \(connection.destination), \(status.summary)\n")
        if !connection.tags.isEmpty { try Terminal.write("Tags: \(connection.tags.joined(separator: ", "))\n") }
        if let schedule = connection.schedule { try Terminal.write("Schedule: \(schedule.text)\n") }
        guard !status.streams.isEmpty else { return }
        let header = ["STREAM", "MODE", "TABLE", "RECORDS", "LAST RUN", "RESULT", "NEXT SYNC READS"]
        let rows = status.streams.map { stream in
          [
            stream.id.description, stream.mode ?? "", stream.table ?? "", stream.recordCount.map { SyncTable.number($0) } ?? "",
            stream.lastRun.map { TimeText.text($0.ended) } ?? "", stream.lastRun?.outcome.rawValue ?? "never synced", Self.next(stream),
          ]
        }
        try Terminal.write("\n" + SyncTable.text([header] + rows, right: [3]))
      }
    }

    private static func next(_ stream: ConnectionStatus.Stream) -> String {
      if stream.mode?.hasPrefix("full_refresh") == true { return "everything" }
      guard let state = stream.state else { return stream.isReplacing ? "everything, and replaces the records" : "everything" }
      return "from \(JSONText.compact(.object(state)))"
    }
  }

  struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "history", abstract: "List the last syncs of a connection, stream by stream.")

    @OptionGroup var connections: ConnectionsOptions

    @Argument(help: ArgumentHelp("The connection.", valueName: "connection"))
    var name: String

    @Option(help: ArgumentHelp("List so many streams, the newest first. The default is 20.", valueName: "number"))
    var limit = 20

    @Flag(help: "Print JSON lines.")
    var json = false

    func validate() throws {
      guard limit > 0 else { throw ValidationError("--limit must be greater than 0.") }
    }

    func run() {
      let (connections, name, limit, json) = (connections, name, limit, json)
      StatePlace.run {
        guard let status = try await ConnectionsCommand.look(connections, [name], runLimit: limit).first else { return }
        if let problem = status.problem { throw SyncError(.config, "The connection `\(name)` \(problem).") }
        try RunList.write(status.runs.map { (name, $0) }, isJSON: json)
      }
    }
  }
}

extension ConnectionStatus {
  /// How it is, in a few words.
  fileprivate var summary: String {
    if let problem { return problem }
    if runs.isEmpty { return isApplied ? "applied, never synced" : streams.isEmpty ? "not applied" : "never synced" }
    let outcomes = lastOutcomes
    let state =
      outcomes.allSatisfy { $0 == .complete } ? "complete" : outcomes.contains(.complete) ? "some streams incomplete" : "incomplete"
    return isApplied ? state : "\(state), not applied"
  }

  fileprivate var json: JSONObject {
    var object: JSONObject = [
      "name": .string(connection.name), "source": .string(connection.source), "destination": .string(connection.destination),
      "tags": .array(connection.tags.map(JSONValue.string)), "isApplied": .bool(isApplied), "status": .string(summary),
      "lastComplete": lastComplete.map(JSONValue.double) ?? .null,
    ]
    object["streams"] = .array(
      streams.map { stream in
        [
          "stream": .string(stream.id.description), "mode": stream.mode.map(JSONValue.string) ?? .null,
          "table": stream.table.map(JSONValue.string) ?? .null, "records": stream.recordCount.map(JSONValue.integer) ?? .null,
          "state": stream.state.map(JSONValue.object) ?? .null, "lastRun": stream.lastRun.map { .object($0.json) } ?? .null,
        ]
      })
    return object
  }
}
