internal import ArgumentParser
internal import AirbyteSource
internal import ConnectorKit
internal import Connections
internal import Dates
internal import Headwater
internal import Sync

struct SyncCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Read the streams of a connector into a database or files, and keep them up to date.",
    discussion: """
      Streams with a cursor are read from where the last sync ended. Exit codes: 0 all streams were synced, 3 some were, 1 none was.
      Example: headwater sync manifest.yaml --config config.yaml --to shop.sqlite
      With a connections file (see `headwater plan`): headwater sync shop orders, headwater sync --all, headwater sync --tag daily
      """)

  @OptionGroup var source: SourceOptions

  @Argument(help: "More connections, where the first argument is one of a connections file.")
  var more: [String] = []

  @Flag(help: "Sync all connections of the connections file.")
  var all = false

  @Option(name: .customLong("tag"), help: ArgumentHelp("Sync the connections with this tag; may be repeated.", valueName: "tag"))
  var tags: [String] = []

  @Option(name: .customLong("file"), help: ArgumentHelp("The connections file. The default is connections.yaml.", valueName: "file"))
  var file: String?

  @Option(name: .customLong("env"), help: ArgumentHelp("The overlay of an environment, as for `plan`.", valueName: "name"))
  var environment: String?

  @Option(help: ArgumentHelp("How many connections are synced side by side. The default is 4.", valueName: "number"))
  var jobs = 4

  @Option(
    name: .customLong("log-directory"),
    help: ArgumentHelp("Write the log of each connection to NAME.log in this directory, too.", valueName: "directory"))
  var logDirectory: String?

  @Option(
    name: .customLong("to"),
    help: ArgumentHelp(
      "Where the records go: \(DestinationLocation.forms). The default is a file with the connection's name in this directory.",
      valueName: "destination"))
  var destination: String?

  @Option(
    name: .customLong("to-config"),
    help: ArgumentHelp("The settings of a destination that is another program: as for --config.", valueName: "config"))
  var destinationConfig: String?

  @Option(
    name: .customLong("state-file"),
    help: ArgumentHelp(
      "Where states are kept for a destination that is another program. The default is the connection's name with .state.json.",
      valueName: "file"))
  var stateFile: String?

  @Option(name: .customLong("stream"), help: ArgumentHelp("A stream to sync; may be repeated. The default is all.", valueName: "name"))
  var streams: [String] = []

  @Option(
    help: ArgumentHelp(
      "How streams are synced, for all or for one (STREAM=MODE): \(StreamChoice.Mode.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "mode"))
  var mode: [String] = []

  @Option(help: ArgumentHelp("What the names of tables begin with.", valueName: "text"))
  var prefix = ""

  @Option(help: ArgumentHelp("The schema of the tables, for PostgreSQL. The default is public.", valueName: "name"))
  var schema: String?

  @Flag(help: "Read streams from the start and replace what is stored.")
  var fullRefresh = false

  @Option(
    name: .customLong("from"), parsing: .unconditional,
    help: ArgumentHelp(
      "Read streams with a cursor from this date on, whatever was read before; the saved state stays. A date (2024-01-31), a time "
        + "(2024-01-31T12:00:00Z), or days back (-7d).", valueName: "date"))
  var from: String?

  @Option(
    name: .customLong("until"), parsing: .unconditional,
    help: ArgumentHelp("Read them up to this date, which is included.", valueName: "date"))
  var until: String?

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  @Flag(help: "Print events as JSON lines.")
  var json = false

  func validate() throws {
    _ = try choices()
    guard jobs > 0 else { throw ValidationError("--jobs must be greater than 0.") }
    let window = try window()
    if window != nil, fullRefresh { throw ValidationError("--full-refresh cannot be combined with --from and --until.") }
    if let from = window?.from, let until = window?.until, until < from { throw ValidationError("--until is before --from.") }
  }

  private func window() throws -> ReadWindow? {
    func date(_ text: String?, _ option: String) throws -> DateTime? {
      guard let text else { return nil }
      guard let date = DateTime(userText: text) else {
        throw ValidationError("The value of \(option) must be a date (2024-01-31), a time (2024-01-31T12:00:00Z) or days back (-7d).")
      }
      return date
    }
    let window = ReadWindow(from: try date(from, "--from"), until: try date(until, "--until"))
    return window == ReadWindow() ? nil : window
  }

  private func choices() throws -> (all: StreamChoice, single: [String: StreamChoice]) {
    var all = StreamChoice()
    var single: [String: StreamChoice] = [:]
    for word in mode {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard let mode = parts.last.flatMap(StreamChoice.Mode.init) else {
        throw ValidationError(
          "Unknown mode '\(parts.last ?? "")'. Use one of: \(StreamChoice.Mode.allCases.map(\.rawValue).joined(separator: ", ")).")
      }
      if parts.count == 2 { single[parts[0]] = StreamChoice(mode: mode) } else { all.mode = mode }
    }
    return (all, single)
  }

  func run() throws {
    if let connections = try connectionsSync() { InterruptibleWork.run { await connections.run() } }
    guard more.isEmpty else {
      throw ValidationError("Unexpected argument '\(more[0])'. Connections are named without --to and a manifest.")
    }
    let connection = try source.connectionName()
    let name = destination ?? "\(connection).sqlite"
    let chosen = try job(connection)
    let source = source
    let destination = try DestinationLocation(name).destination(
      prefix: prefix, schema: schema, config: destinationConfig.map { try ConfigInput($0).config } ?? [:],
      statePath: stateFile ?? "\(connection).state.json")
    let run = SyncRun(
      connection: connection, destinationName: DestinationLocation.masked(name), report: report,
      minimumLevel: source.debug ? .debug : .info
    ) { log, meter, clock, started in
      try await chosen.run(
        from: try await source.source(log: log), into: destination, meter: meter, clock: clock, log: log, started: started)
    }
    InterruptibleWork.run { await run.run() }
  }

  private func job(_ connection: String) throws -> SyncJob {
    var job = SyncJob(connection: connection)
    job.streams = streams.isEmpty ? nil : streams
    (job.defaultChoice, job.choices) = try choices()
    job.isFullRefresh = fullRefresh
    job.window = try window()
    return job
  }

  private var report: SyncRun.Report { json ? .json : quiet ? .none : .text }

  /// The connections that are meant; nil when the command is for a manifest.
  private func connectionsSync() throws -> ConnectionsSync? {
    let names = [source.manifest].compactMap { $0 } + more
    let isAsked = all || !tags.isEmpty || file != nil || environment != nil
    let isForManifest = destination != nil || source.config != nil || names.isEmpty
    guard isAsked || !isForManifest && ConnectionsOptions.names(names, in: ConnectionsOptions.standardFile) else {
      return nil
    }
    guard destination == nil, streams.isEmpty, mode.isEmpty, source.config == nil, from == nil, until == nil else {
      throw ValidationError("--to, --config, --stream, --mode, --from and --until are for manifests; connections have them in their file.")
    }
    guard all || !tags.isEmpty || !names.isEmpty else { throw ValidationError("Name connections, or use --all or --tag.") }
    var options = ConnectionsOptions(file: file, environment: environment, components: source.components)
    options.debug = source.debug
    return ConnectionsSync(
      options: options, names: all ? [] : names, tags: all ? [] : tags, jobs: jobs, isFullRefresh: fullRefresh, report: report,
      logDirectory: logDirectory)
  }
}
