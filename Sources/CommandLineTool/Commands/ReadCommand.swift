internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools
internal import Sync

struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read", _superCommandName: HeadwaterCommand.name, abstract: "Read streams and print their records and states.",
    discussion:
      "Reads the streams of --catalog, those named with --stream, or all. Example: headwater read manifest.yaml --config config.yaml --limit 5"
  )

  @OptionGroup var options: ProtocolOptions

  @Option(help: ProtocolOptions.configHelp)
  var config: String?

  @Option(help: ArgumentHelp("The configured catalog: a JSON file. By default all streams are read.", valueName: "file"))
  var catalog: String?

  @Option(name: .customLong("stream"), help: ArgumentHelp("A stream to read; may be repeated.", valueName: "name"))
  var streams: [String] = []

  @Option(help: ArgumentHelp("The state of an earlier read: a JSON file.", valueName: "file"))
  var state: String?

  @Option(help: ArgumentHelp("Read so many records of each stream. By default all are read.", valueName: "number"))
  var limit: Int?

  @Option(help: ArgumentHelp("The time between states of a stream with partitions.", valueName: "seconds"))
  var checkpointInterval: Double?

  func validate() throws {
    _ = try options.config(config)
    if catalog != nil, !streams.isEmpty { throw ValidationError("--catalog and --stream cannot be combined.") }
    if let limit, limit < 0 { throw ValidationError("--limit must be 0 or greater.") }
  }

  func run() throws {
    let choice = catalog.map(ProtocolCommand.StreamChoice.catalog) ?? .names(streams.isEmpty ? nil : streams)
    try options.run(
      .read(config: try options.config(config), streams: choice, state: state, limits: ReadLimits(records: limit)),
      checkpointInterval: checkpointInterval)
  }
}
