internal import ArgumentParser
internal import AirbyteSource
internal import ConnectorKit
internal import Connections
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

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  @Flag(help: "Print events as JSON lines.")
  var json = false

  func validate() throws { _ = try choices() }

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
