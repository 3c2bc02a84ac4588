internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct DiscoverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discover", _superCommandName: HeadwaterCommand.name, abstract: "Prints the catalog of the streams that can be read.")

  @OptionGroup var options: ProtocolOptions

  @Option(help: "The config, a JSON file.")
  var config: String

  func run() throws { try options.run(.discover(config: config)) }
}
