internal import ArgumentParser
internal import Connections
internal import ManifestTools

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print a JSON schema for editors and other tools.")

  enum Document: String, CaseIterable, ExpressibleByArgument { case manifest, connections }

  @Argument(help: "What it is for: manifest or connections.")
  var document = Document.manifest

  func run() throws { try Terminal.write(document == .connections ? ConnectionsSchema.text : ManifestReference.schema()) }
}
