internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", _superCommandName: HeadwaterCommand.name, abstract: "Check whether a config works.")

  @OptionGroup var options: ProtocolOptions

  @Option(help: ArgumentHelp("The config: a JSON file.", valueName: "file"))
  var config: String

  func run() throws { try options.run(.check(config: config)) }
}
