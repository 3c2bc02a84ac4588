internal import ArgumentParser
internal import Headwater

struct ComponentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "components", abstract: "Lists the component types that a manifest may use, with their fields.")

  enum Format: String, ExpressibleByArgument {
    case text, json
  }

  @Option(help: "How to print them: text or json.")
  var format = Format.text

  @Argument(help: "The type to show with all its fields; without, all types.")
  var type: String?

  func run() throws {
    let text: String
    do {
      text =
        switch format {
        case .text: try ManifestReference.components(type)
        case .json: try ManifestReference.componentsJSON(type)
        }
    } catch {
      Terminal.complain("\(error)")
      throw ExitCode.failure
    }
    try Terminal.write(text)
  }
}
