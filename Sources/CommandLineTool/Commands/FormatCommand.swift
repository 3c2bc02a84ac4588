internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Lays manifests out in their canonical form, which keeps comments and meaning.",
    discussion: "Exit codes: 0 done, 1 a file would change (with --check or --diff), 2 a file could not be laid out.")

  @Argument(help: "Manifests, or folders with *.yaml and *.yml files; - reads standard input and writes standard output.")
  var files: [String]

  @Flag(help: "Change nothing; list the files that would change.")
  var check = false

  @Flag(help: "Change nothing; show what would change.")
  var diff = false

  @Flag(help: "Lift components that stand in several places into definitions.")
  var normalize = false

  @Flag(help: "Print manifests with references, parameters, types and migrations filled in; files stay as they are.")
  var resolve = false

  func validate() throws {
    if resolve, normalize || check || diff { throw ValidationError("--resolve prints manifests; it goes with no other option.") }
  }

  func run() throws {
    let mode: RewriteCommand.Mode = resolve ? .print : diff ? .diff : check ? .check : .write
    let layout: RewriteCommand.Layout = resolve ? .resolved : normalize ? .normalized : .canonical
    throw ExitCode(RewriteCommand.formatting(paths: files, mode: mode, layout: layout).run())
  }
}
