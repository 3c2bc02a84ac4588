internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct FixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix", abstract: "Rewrites old spellings in manifests; everything else stays byte for byte.",
    discussion: "Exit codes: 0 done, 1 a file would change (with --dry-run), 2 a file could not be read, loaded or written.")

  @Argument(help: "Manifests, or folders with *.yaml and *.yml files; - reads standard input and writes standard output.")
  var files: [String]

  @Flag(help: "Change nothing; show what would change.")
  var dryRun = false

  @Flag(help: "Replace names that do not exist by the nearest that do; the manifest may mean something else afterwards.")
  var unsafe = false

  func run() throws {
    throw ExitCode(RewriteCommand.fixing(paths: files, mode: dryRun ? .diff : .write, unsafe: unsafe).run())
  }
}
