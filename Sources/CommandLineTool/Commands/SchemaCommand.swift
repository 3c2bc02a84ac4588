internal import ArgumentParser
internal import Headwater

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON schema of manifests, for editors and other tools.")

  func run() { print(ManifestReference.schema(), terminator: "") }
}
