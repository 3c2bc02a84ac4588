public import ConnectorKit
public import Components
internal import Glibc
internal import Sync

/// A program that is one connector: its manifest and its components are compiled in, its commands are those of the Airbyte protocol.
///
/// ```swift
/// exit(await ConnectorProgram(manifest: text, catalog: Catalog.standard.adding(MyExtractor.spec)).run())
/// ```
public struct ConnectorProgram: Sendable {
  private let manifest: String
  private let catalog: Catalog

  /// - Parameter manifest: the text of the manifest.
  public init(manifest: String, catalog: Catalog = .standard) {
    self.manifest = manifest
    self.catalog = catalog
  }

  /// Runs `spec`, `check --config C`, `discover --config C` or `read --config C --catalog CAT [--state S]`; all take `--debug`. Options may
  /// stand before the command.
  ///
  /// - Parameters:
  ///   - arguments: the words after the program's name.
  ///   - descriptor: the open file that takes the messages; standard output by default.
  /// - Returns: the exit code of the process; 64 when the arguments are none that the program knows.
  public func run(_ arguments: [String] = Array(CommandLine.arguments.dropFirst()), writingTo descriptor: Int32 = 1) async -> Int32 {
    signal(SIGPIPE, SIG_IGN)
    guard let words = ProgramArguments(arguments), let verb = words.verb else {
      let usage = "usage: spec | check --config FILE | discover --config FILE | read --config FILE --catalog FILE [--state FILE]\n"
      _ = usage.withCString { write(STDERR_FILENO, $0, strlen($0)) }
      return 64
    }
    var command = ProtocolCommand(verb, manifestPath: nil, options: RunOptions(debug: words.isDebug))
    command.choice.manifestText = manifest
    command.choice.catalog = catalog
    return await command.run(writingTo: descriptor)
  }
}

/// The words of a command line.
private struct ProgramArguments {
  private var name: String?
  private var values: [String: String] = [:]
  private(set) var isDebug = false

  init?(_ words: [String]) {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--debug" {
        isDebug = true
      } else if !word.hasPrefix("-") {
        guard name == nil else { return nil }
        name = word
      } else if let equals = word.firstIndex(of: "=") {
        values[String(word[..<equals])] = String(word[word.index(after: equals)...])
      } else {
        guard let value = rest.popFirst() else { return nil }
        values[word] = value
      }
    }
    guard values.keys.allSatisfy(["--config", "--catalog", "--state"].contains) else { return nil }
  }

  var verb: ProtocolCommand.Verb? {
    switch (name, values["--config"], values["--catalog"]) {
    case ("spec", _, _): .spec
    case ("check", let config?, _): .check(config: .platform(config))
    case ("discover", let config?, _): .discover(config: .platform(config))
    case ("read", let config?, let catalog?):
      .read(config: .platform(config), streams: .catalog(catalog), state: values["--state"], limits: .none)
    default: nil
    }
  }
}
