internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON schema of manifests for editors and other tools.")

  func run() throws { try Terminal.write(ManifestReference.schema()) }
}
