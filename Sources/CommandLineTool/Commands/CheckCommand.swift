internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", _superCommandName: HeadwaterCommand.name, abstract: "Check whether a config works.")

  @OptionGroup var options: ProtocolOptions

  @Option(help: ProtocolOptions.configHelp)
  var config: String?

  func validate() throws { _ = try options.config(config) }

  func run() throws { try options.run(.check(config: try options.config(config))) }
}
