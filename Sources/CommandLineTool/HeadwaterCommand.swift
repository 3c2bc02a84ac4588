internal import ArgumentParser

@main
struct HeadwaterCommand: ParsableCommand {
  static let name = "headwater"

  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Reads data out of APIs, as a manifest describes them.", version: "0.1.0",
    subcommands: verbs + [
      ValidateCommand.self, ComponentsCommand.self, SchemaCommand.self, FormatCommand.self, FixCommand.self, TrustCommand.self,
      NewCommand.self, QuirksCommand.self,
    ])

  /// The commands of the protocol.
  private static let verbs: [any ParsableCommand.Type] = [
    SpecCommand.self, CheckCommand.self, DiscoverCommand.self, ReadCommand.self,
  ]

  static func main() {
    do {
      guard var command = verb(CommandLine.arguments.dropFirst()) else { return main(nil) }
      try command.run()
    } catch {
      exit(withError: error)
    }
  }

  /// A command of the protocol with all it needs, read without a look at other commands, which takes as long as reading a manifest.
  /// As they name the command above them, they are not asked for completion scripts either.
  ///
  /// Nil for everything else: help and mistakes are answered by the parser that knows all commands.
  private static func verb(_ arguments: ArraySlice<String>) -> (any ParsableCommand)? {
    guard let name = arguments.first, let verb = verbs.first(where: { $0.configuration.commandName == name }),
      let command = try? verb.parseAsRoot(Array(arguments.dropFirst())), type(of: command) == verb
    else { return nil }
    return command
  }
}
