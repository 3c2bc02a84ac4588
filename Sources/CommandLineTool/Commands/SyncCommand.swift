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
      """)

  @OptionGroup var source: SourceOptions

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
    let connection = try source.connectionName()
    let name = destination ?? "\(connection).sqlite"
    var job = SyncJob(connection: connection)
    job.streams = streams.isEmpty ? nil : streams
    (job.defaultChoice, job.choices) = try choices()
    job.isFullRefresh = fullRefresh
    job.window = try window()
    let source = source
    let destination = try DestinationLocation(name).destination(
      prefix: prefix, schema: schema, config: destinationConfig.map { try ConfigInput($0).config } ?? [:],
      statePath: stateFile ?? "\(connection).state.json")
    let run = SyncRun(
      job: job, destination: destination, destinationName: DestinationLocation.masked(name),
      report: json ? .json : quiet ? .none : .text, makeSource: { try await source.source(log: $0) },
      minimumLevel: source.debug ? .debug : .info)
    InterruptibleWork.run { await run.run() }
  }
}
