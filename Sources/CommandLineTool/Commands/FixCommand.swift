internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct FixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix", abstract: "Rewrite deprecated spellings in manifests and change nothing else.",
    discussion: "Exit codes: 0 success, 1 a file would change (with --dry-run), 2 a file cannot be read, loaded or written.")

  @Argument(help: "Manifests, or directories with *.yaml and *.yml files. `-` reads standard input and writes standard output.")
  var files: [String]

  @Flag(help: "Show a diff and change nothing.")
  var dryRun = false

  @Flag(help: "Also replace unknown names by the most similar known ones. Review the result: the meaning may change.")
  var unsafe = false

  func run() throws {
    throw ExitCode(RewriteCommand.fixing(paths: files, mode: dryRun ? .diff : .write, unsafe: unsafe).run())
  }
}
