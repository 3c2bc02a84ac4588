internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct SpecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spec", _superCommandName: HeadwaterCommand.name, abstract: "Prints the settings that the connector takes.")

  @OptionGroup var options: ProtocolOptions

  func run() throws { try options.run(.spec) }
}
