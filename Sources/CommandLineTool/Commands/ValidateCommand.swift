internal import ArgumentParser
internal import Glibc
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Says what is wrong with manifests.",
    discussion: "The exit code is 0 when there are no problems, 1 when there are, 2 when a file could not be looked at.")

  @Argument(help: "Manifests, folders to search for manifests, or - for standard input.")
  var files: [String]

  @Option(
    help: "How problems are written: \(ManifestValidation.Format.allCases.map(\.rawValue).joined(separator: ", ")).",
    transform: { text in
      guard let format = ManifestValidation.Format(rawValue: text) else { throw ValidationError("There is no format '\(text)'.") }
      return format
    })
  var format = ManifestValidation.Format.text

  @Option(help: "A config, a JSON file, to check against the manifest's specification.")
  var config: String?

  @OptionGroup var components: ComponentOptions

  @Flag(help: "Take warnings for problems.")
  var strict = false

  func run() {
    var validation = ManifestValidation(
      files, format: format, configPath: config, isStrict: strict, colors: ManifestValidation.terminalTakesColors)
    validation.components = components.choice
    _exit(validation.run())
  }
}
