internal import ArgumentParser
internal import Headwater

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON schema of manifests, for editors and other tools.")

  func run() throws { try Terminal.write(ManifestReference.schema()) }
}
