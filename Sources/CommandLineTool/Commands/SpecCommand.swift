internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct SpecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spec", _superCommandName: HeadwaterCommand.name, abstract: "Print the connector's spec: the settings it takes.")

  @OptionGroup var options: ProtocolOptions

  func run() throws { try options.run(.spec) }
}
