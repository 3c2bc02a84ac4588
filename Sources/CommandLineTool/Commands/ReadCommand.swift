internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read", _superCommandName: HeadwaterCommand.name, abstract: "Read the streams of a catalog and print records and states."
  )

  @OptionGroup var options: ProtocolOptions

  @Option(help: ArgumentHelp("The config: a JSON file.", valueName: "file"))
  var config: String

  @Option(help: ArgumentHelp("The configured catalog: a JSON file.", valueName: "file"))
  var catalog: String

  @Option(help: ArgumentHelp("The state of an earlier read: a JSON file.", valueName: "file"))
  var state: String?

  @Option(help: ArgumentHelp("The time between states of a stream with partitions.", valueName: "seconds"))
  var checkpointInterval: Double?

  func run() throws {
    try options.run(.read(config: config, catalog: catalog, state: state), checkpointInterval: checkpointInterval)
  }
}
