internal import ArgumentParser
internal import Headwater

struct SpecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spec", _superCommandName: HeadwaterCommand.name, abstract: "Prints the settings that the connector takes.")

  @OptionGroup var options: ProtocolOptions

  func run() throws { try options.run(.spec) }
}
