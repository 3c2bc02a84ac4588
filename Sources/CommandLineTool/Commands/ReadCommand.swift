internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read", _superCommandName: HeadwaterCommand.name, abstract: "Reads the streams of a catalog and prints records and states."
  )

  @OptionGroup var options: ProtocolOptions

  @Option(help: "The config, a JSON file.")
  var config: String

  @Option(help: "The configured catalog, a JSON file.")
  var catalog: String

  @Option(help: "The state that an earlier read left, a JSON file.")
  var state: String?

  @Option(help: "The seconds between states of a stream with partitions.")
  var checkpointInterval: Double?

  func run() throws {
    try options.run(.read(config: config, catalog: catalog, state: state), checkpointInterval: checkpointInterval)
  }
}
