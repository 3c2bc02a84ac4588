internal import ArgumentParser

@main
struct HeadwaterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "headwater", abstract: "Reads data out of APIs, as a manifest describes them.", version: "0.1.0",
    subcommands: [
      SpecCommand.self, CheckCommand.self, DiscoverCommand.self, ReadCommand.self, ValidateCommand.self, ComponentsCommand.self,
      SchemaCommand.self, FormatCommand.self, FixCommand.self, TrustCommand.self, NewCommand.self,
    ])
}
