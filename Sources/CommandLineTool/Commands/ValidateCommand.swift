internal import ArgumentParser
internal import Glibc
internal import AirbyteSource
internal import Headwater
internal import ManifestTools

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check manifests for errors and warnings.",
    discussion: "Exit codes: 0 no problems, 1 problems, 2 a file cannot be read.")

  @Argument(help: "Manifests, directories to search for manifests, or `-` for standard input.")
  var files: [String]

  @Option(
    help: "The format of the report: \(ManifestValidation.Format.allCases.map(\.rawValue).joined(separator: ", ")).",
    transform: { text in
      guard let format = ManifestValidation.Format(rawValue: text) else {
        throw ValidationError(
          "Unknown format '\(text)'. Use one of: \(ManifestValidation.Format.allCases.map(\.rawValue).joined(separator: ", ")).")
      }
      return format
    })
  var format = ManifestValidation.Format.text

  @Option(help: ArgumentHelp("A config to check against the manifest's spec: a JSON file.", valueName: "file"))
  var config: String?

  @OptionGroup var components: ComponentOptions

  @Flag(help: "Treat warnings as errors.")
  var strict = false

  func run() {
    var validation = ManifestValidation(
      files, format: format, configPath: config, isStrict: strict, colors: ManifestValidation.terminalTakesColors)
    validation.components = components.choice
    _exit(validation.run())
  }
}
