internal import Glibc

/// The words of a command line in the order in which the parser takes them: the command, then its options.
///
/// Airbyte's entry points take options before the command as well. A manifest that is executed comes there too: its first line,
/// `#!/usr/bin/env headwater`, makes the system put its path before the words that the user gave.
struct CommandLineWords {
  private(set) var words: [String]
  /// Why there is nothing to run; nil when the parser has to look at the words.
  private(set) var problem: String?

  /// The options whose value is the next word.
  private static let valued: Set<String> = [
    "--manifest-path", "--config", "--catalog", "--state", "--components", "--component-timeout", "--checkpoint-interval", "--format",
    "--to", "--to-config",
    "--state-file", "--connection", "--stream", "--mode", "--prefix", "--schema", "--limit", "--file", "--env", "--tag", "--jobs",
    "--log-directory", "--output", "--schedule", "--port", "--host", "--connections", "--state-directory", "--url", "--workspace",
  ]
  /// The commands that take manifests as arguments.
  private static let manifestCommands: Set<String> = ["validate", "fmt", "fix", "sync"]
  private static let protocolCommands: Set<String> = ["spec", "check", "discover", "read"]
  private static let questions: Set<String> = ["-h", "--help", "-help", "--version"]

  /// - Parameter isCommand: whether a word is the name of a command. A file of that name has to be written with a slash.
  init(_ arguments: ArraySlice<String>, isCommand: (String) -> Bool) {
    words = Array(arguments)
    var rest = arguments
    var options: [String] = []
    var manifest: String?
    while let word = rest.first {
      if Self.protocolCommands.contains(word) || isCommand(word) {
        put(word, manifest, options, rest.dropFirst())
        return
      }
      if word.hasPrefix("-"), word.utf8.count > 1, word != "--" {
        options.append(rest.removeFirst())
        if Self.valued.contains(word), let value = rest.popFirst() { options.append(value) }
      } else if manifest == nil, Self.isFile(word) {
        manifest = rest.removeFirst()
      } else {
        // Neither a command nor a file: the parser says what is wrong with it.
        return
      }
    }
    if let question = options.first(where: Self.questions.contains) {
      words = [question]
    } else if options.isEmpty || manifest != nil {
      problem = "Missing command."
    }
  }

  private mutating func put(_ command: String, _ manifest: String?, _ options: [String], _ rest: ArraySlice<String>) {
    var before: [String] = []
    if let manifest {
      if Self.protocolCommands.contains(command) {
        before = ["--manifest-path", manifest]
      } else if Self.manifestCommands.contains(command) {
        before = [manifest]
      } else if command != "help" {
        problem = "`\(command)` takes no manifest; remove \(manifest)."
      }
    }
    words = [command] + before + options + rest
  }

  private static func isFile(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT != S_IFDIR
  }
}
