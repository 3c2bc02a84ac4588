internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct DiscoverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discover", _superCommandName: HeadwaterCommand.name, abstract: "Print the catalog of streams.")

  @OptionGroup var options: ProtocolOptions

  @Option(help: ArgumentHelp("The config: a JSON file.", valueName: "file"))
  var config: String

  func run() throws { try options.run(.discover(config: config)) }
}
