internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct DiscoverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discover", _superCommandName: HeadwaterCommand.name, abstract: "Print the catalog of streams.")

  @OptionGroup var options: ProtocolOptions

  @Option(help: ProtocolOptions.configHelp)
  var config: String?

  func validate() throws { _ = try options.config(config) }

  func run() throws { try options.run(.discover(config: try options.config(config))) }
}
