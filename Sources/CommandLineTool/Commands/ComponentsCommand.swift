internal import ArgumentParser
internal import Glibc
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
    do {
      switch format {
      case .text: print(try ManifestReference.components(type), terminator: "")
      case .json: print(try ManifestReference.componentsJSON(type), terminator: "")
      }
    } catch {
      let line = Array("headwater: \(error)\n".utf8)
      _ = Glibc.write(STDERR_FILENO, line, line.count)
      throw ExitCode.failure
    }
  }
}
