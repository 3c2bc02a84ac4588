internal import ArgumentParser
internal import AirbyteSource
internal import Headwater
internal import ManifestTools
internal import Plugins

struct ComponentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "components", abstract: "List the component types of the manifest language, or the fields of one type.")

  enum Format: String, ExpressibleByArgument {
    case text, json
  }

  @Option(help: "The format of the list: text or json.")
  var format = Format.text

  @Option(help: ArgumentHelp("A manifest whose custom components are listed as well.", valueName: "file"))
  var manifestPath: String?

  @OptionGroup var components: ComponentOptions

  @Argument(help: "The type whose fields are shown. All types are listed by default.")
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
