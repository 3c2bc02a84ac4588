internal import ArgumentParser
internal import Plugins

struct TrustCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust", abstract: "Lets the components.swift of a folder run with the manifests in it.",
    discussion: "Components are programs: they can do all that you can. Trust folders whose components.swift you have read.")

  @Argument(help: "The folder; the present one when left out. Folders below it are not trusted with it.")
  var folder = "."

  @Flag(help: "Trust the folder no longer.")
  var remove = false

  @Flag(help: "List the trusted folders and change nothing.")
  var list = false

  func run() throws {
    do {
      let trusted = try TrustList()
      if list { return try Terminal.write(trusted.folders.map { $0 + "\n" }.joined()) }
      if remove {
        let isGone = try trusted.remove(folder)
        return try Terminal.write(isGone ? "\(folder) is trusted no longer.\n" : "\(folder) was not trusted.\n")
      }
      try Terminal.write("Components in \(try trusted.add(folder)) may run from now on.\n")
    } catch let error as PluginError {
      Terminal.complain(error.message)
      throw ExitCode.failure
    }
  }
}
