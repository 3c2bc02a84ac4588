internal import ArgumentParser
internal import Glibc
internal import Headwater

@main
struct HeadwaterCommand: ParsableCommand {
  static let name = "headwater"

  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Run Airbyte low-code connectors.",
    discussion: "Options and the manifest may come before the command. A manifest whose first line is "
      + "`#!/usr/bin/env headwater` can be executed: `./manifest.yaml read --config config.json --catalog catalog.json`.",
    version: HeadwaterVersion.current,
    subcommands: verbs + [
      SyncCommand.self, PlanCommand.self, ApplyCommand.self, ConnectionsCommand.self, ImportCommand.self, ServeCommand.self,
      RunsCommand.self,
      StateCommand.self,
      ValidateCommand.self, ComponentsCommand.self, SchemaCommand.self,
      FormatCommand.self, FixCommand.self,
      TrustCommand.self,
      NewCommand.self, QuirksCommand.self,
    ])

  /// The commands of the protocol.
  private static let verbs: [any ParsableCommand.Type] = [
    SpecCommand.self, CheckCommand.self, DiscoverCommand.self, ReadCommand.self,
  ]

  static func main() {
    do {
      let line = CommandLineWords(CommandLine.arguments.dropFirst(), isCommand: isCommand)
      if let problem = line.problem {
        Terminal.complain("\(problem)\n\n\(helpMessage())")
        throw ExitCode(EX_USAGE)
      }
      guard var command = verb(line.words[...]) else { return main(line.words) }
      try command.run()
    } catch {
      exit(withError: error)
    }
  }

  private static func isCommand(_ word: String) -> Bool {
    word == "help" || configuration.subcommands.contains { $0.configuration.commandName == word }
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
