internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools
internal import Plugins

struct ComponentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "components", abstract: "Lists the component types that a manifest may use, with their fields.")

  enum Format: String, ExpressibleByArgument {
    case text, json
  }

  @Option(help: "How to print them: text or json.")
  var format = Format.text

  @Option(help: "A manifest, whose own components are listed with the built-in ones.")
  var manifestPath: String?

  @OptionGroup var components: ComponentOptions

  @Argument(help: "The type to show with all its fields; without, all types.")
  var type: String?

  func run() throws {
    let text: String
    do {
      let catalog = try components.choice.catalog(adding: .standard, manifestPath: manifestPath)
      text =
        switch format {
        case .text: try ManifestReference.components(type, catalog: catalog)
        case .json: try ManifestReference.componentsJSON(type, catalog: catalog)
        }
    } catch {
      Terminal.complain("\(error)")
      throw ExitCode.failure
    }
    try Terminal.write(text)
  }
}
