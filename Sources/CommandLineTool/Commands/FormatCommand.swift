internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Format manifests. Comments and meaning are kept.",
    discussion: "Exit codes: 0 success, 1 a file would change (with --check or --diff), 2 a file cannot be formatted.")

  @Argument(help: "Manifests, or directories with *.yaml and *.yml files. `-` reads standard input and writes standard output.")
  var files: [String]

  @Flag(help: "List the files that would change and change nothing.")
  var check = false

  @Flag(help: "Show a diff and change nothing.")
  var diff = false

  @Flag(help: "Move components that are repeated to `definitions`.")
  var normalize = false

  @Flag(help: "Print manifests with references, parameters, types and migrations resolved. Files are not changed.")
  var resolve = false

  func validate() throws {
    if resolve, normalize || check || diff { throw ValidationError("--resolve cannot be combined with other options.") }
  }

  func run() throws {
    let mode: RewriteCommand.Mode = resolve ? .print : diff ? .diff : check ? .check : .write
    let layout: RewriteCommand.Layout = resolve ? .resolved : normalize ? .normalized : .canonical
    throw ExitCode(RewriteCommand.formatting(paths: files, mode: mode, layout: layout).run())
  }
}
