internal import ArgumentParser
internal import ConnectorKit
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Writes the first files of connectors and components.",
    subcommands: [NewConnectorCommand.self, NewComponentCommand.self])
}

struct NewConnectorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connector", abstract: "Writes a folder with a manifest, or with a whole Swift package.")

  @Argument(help: "The connector's name, which becomes the folder's.")
  var name: String

  @Flag(help: "A Swift package with components compiled in, a program and tests.")
  var swift = false

  @Option(
    help:
      "Where the package of headwater is, a folder or a repository's address. Left out, the one this program was built in or installed from."
  )
  var package: String?

  func run() throws {
    try Failing.run {
      let files = try swift ? Scaffold.swiftConnector(name, package: package ?? Self.ownPackage()) : Scaffold.connector(name)
      try NewFiles.write(files, into: name)
      try Terminal.write(files.map { "\(name)/\($0.path)\n" }.joined())
    }
  }

  private static func ownPackage() throws -> String {
    if let package = NewFiles.folderAbove("/proc/self/exe", holding: "Sources/ConnectorKit") ?? NewFiles.installedPackage() {
      return package
    }
    throw SyncError(.config, "The package of headwater, on which the connector depends, is not known here: name it with --package.")
  }
}

struct NewComponentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "component", abstract: "Adds a component to components.swift.",
    discussion: "The slots: \(ComponentSlot.allCases.map(\.name).joined(separator: ", ")).")

  @Argument(help: "The component's name, a Swift type's, which the manifest says in `class_name`.")
  var name: String

  @Option(
    help: "The slot: what the manifest calls the component's type, with or without Custom.",
    transform: { text in
      guard let slot = ComponentSlot(name: text) else {
        throw ValidationError("There is no slot '\(text)'. The slots: \(ComponentSlot.allCases.map(\.name).joined(separator: ", ")).")
      }
      return slot
    })
  var slot: ComponentSlot

  @Option(help: "The file.")
  var file = "components.swift"

  func run() throws {
    try Failing.run {
      let text = try Scaffold.component(name, slot: slot, in: try NewFiles.text(file))
      try NewFiles.write(text, to: file)
      try Terminal.write("\(name) is in \(file). In the manifest:\n\n\(Scaffold.declaration(name, slot: slot))")
    }
  }
}

/// Says on standard error what keeps a command from its work.
private enum Failing {
  static func run(_ work: () throws -> Void) throws {
    do {
      try work()
    } catch let error as SyncError {
      Terminal.complain(error.message)
      throw ExitCode.failure
    }
  }
}
