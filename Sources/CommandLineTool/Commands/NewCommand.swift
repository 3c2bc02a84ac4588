internal import ArgumentParser
internal import ConnectorKit
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Create a connector or a component.",
    subcommands: [NewConnectorCommand.self, NewComponentCommand.self])
}

struct NewConnectorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connector", abstract: "Create a directory with a manifest, a config and a catalog, or a Swift package.")

  @Argument(help: "The name of the connector and its directory.")
  var name: String

  @Flag(help: "Create a Swift package: components, a program and tests.")
  var swift = false

  @Option(
    help:
      "The Headwater package that the connector depends on: a directory or a repository URL. By default the one that this command was built in or installed from."
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
    throw SyncError(.config, "Cannot find the Headwater package that the connector depends on. Pass its directory or URL with --package.")
  }
}

struct NewComponentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "component", abstract: "Add a component to components.swift.",
    discussion: "Slots: \(ComponentSlot.allCases.map(\.name).joined(separator: ", ")).")

  @Argument(help: "The name of the Swift type, which is the manifest's `class_name`.")
  var name: String

  @Option(
    help: "The kind of component: its type in the manifest, with or without `Custom`.",
    transform: { text in
      guard let slot = ComponentSlot(name: text) else {
        throw ValidationError("Unknown slot '\(text)'. Use one of: \(ComponentSlot.allCases.map(\.name).joined(separator: ", ")).")
      }
      return slot
    })
  var slot: ComponentSlot

  @Option(help: "The file that the component is added to.")
  var file = "components.swift"

  func run() throws {
    try Failing.run {
      let text = try Scaffold.component(name, slot: slot, in: try NewFiles.text(file))
      try NewFiles.write(text, to: file)
      try Terminal.write("Added \(name) to \(file). Use it in the manifest:\n\n\(Scaffold.declaration(name, slot: slot))")
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
