internal import ArgumentParser
internal import Plugins

struct TrustCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust", abstract: "Allow the components.swift of a directory to run.",
    discussion: "Components are code with your permissions. Read components.swift before you trust its directory.")

  @Argument(help: "The directory. Its subdirectories are not included.")
  var folder = "."

  @Flag(help: "Remove the directory from the trusted ones.")
  var remove = false

  @Flag(help: "List the trusted directories.")
  var list = false

  func run() throws {
    do {
      let trusted = try TrustList()
      if list { return try Terminal.write(trusted.folders.map { $0 + "\n" }.joined()) }
      if remove {
        let isGone = try trusted.remove(folder)
        return try Terminal.write(isGone ? "\(folder) is no longer trusted.\n" : "\(folder) was not trusted.\n")
      }
      try Terminal.write("Trusted \(try trusted.add(folder)): its components can run now.\n")
    } catch let error as PluginError {
      Terminal.complain(error.message)
      throw ExitCode.failure
    }
  }
}
