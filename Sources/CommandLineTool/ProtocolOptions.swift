internal import ArgumentParser
internal import ConnectorKit
internal import Glibc
internal import AirbyteSource
internal import Headwater
internal import ManifestTools
internal import Quirks

/// What the commands of the Airbyte protocol have in common.
struct ProtocolOptions: ParsableArguments {
  @Argument(help: "The manifest: a YAML file, or a directory with a manifest.yaml. Instead of --manifest-path.")
  var manifest: String?

  @Option(
    help: ArgumentHelp(
      """
      The manifest: a YAML file. By default `__injected_declarative_manifest` of the config, then the file that \
      \(ManifestSearch.variable) names, then \(ManifestSearch.imagePath).
      """, valueName: "file"))
  var manifestPath: String?

  @OptionGroup var components: ComponentOptions

  @Option(
    help: ArgumentHelp(
      "The longest wait that an API may ask for with Retry-After, unless the manifest sets a limit. The default is 3600 seconds.",
      valueName: "seconds"))
  var maxRetryAfter: Double?

  @Option(help: ArgumentHelp("How long a failing login or token request is retried. The default is 300 seconds.", valueName: "seconds"))
  var loginTimeout: Double?

  @Flag(help: "Log requests and how their responses are judged.")
  var debug = false

  @Option(
    defaultAsFlag: "all", parsing: .next,
    help: """
      Reproduce airbyte-cdk 7.39.1, including its bugs: everywhere, or with --compat=a,b in the quirks that `headwater quirks` lists. \
      HEADWATER_COMPAT=1 does the same.
      """)
  var compat: String?

  @Flag(help: "Skip broken lines of JSON Lines bodies and warn with their number, instead of failing the slice.")
  var skipBrokenLines = false

  private func runOptions() throws -> RunOptions {
    let text = compat ?? getenv("HEADWATER_COMPAT").map { String(cString: $0) } ?? ""
    do throws(UnknownQuirk) {
      var options = RunOptions(quirks: try QuirkSet(parsing: text), debug: debug)
      options.skipsBrokenLines = skipBrokenLines
      return options
    } catch {
      throw ValidationError("\(compat == nil ? "HEADWATER_COMPAT" : "--compat"): \(error)")
    }
  }

  /// The manifest's file; nil to look for one.
  var manifestFile: String? { manifest.map(ManifestArgument.file) ?? manifestPath }

  static let configHelp = ArgumentHelp(
    """
    The config: a JSON file. After a manifest that is given as an argument also a YAML file, `-` or JSON, with `${NAME}` for environment \
    variables and `${file:PATH}` for files.
    """, valueName: "config")

  /// How a command's config is read.
  ///
  /// - Throws: `ValidationError` when it is missing.
  func config(_ argument: String?) throws -> ProtocolCommand.ConfigSource {
    if let argument { return isForPeople ? .person(argument) : .platform(argument) }
    guard isForPeople else { throw ValidationError("Missing expected argument '--config <config>'") }
    return .none
  }

  /// Whether the command line is one that a person writes: what it names may hold references, and a catalog is not needed.
  var isForPeople: Bool { manifest != nil }

  func validate() throws {
    if manifest != nil, manifestPath != nil {
      throw ValidationError("Give the manifest as the first argument or with --manifest-path, not both.")
    }
    for (name, value) in [("--max-retry-after", maxRetryAfter), ("--login-timeout", loginTimeout)] {
      guard value.map({ $0.isFinite && $0 >= 0 }) ?? true else {
        throw ValidationError("The value of \(name) must be a number of seconds, 0 or more.")
      }
    }
  }

  /// Runs a command of the protocol and ends the process with its exit code.
  ///
  /// SIGTERM and SIGINT end it cleanly, and the process by that signal: what was read is delivered, the last checkpoint is put out. When
  /// that is not done within two seconds, the process ends without it.
  func run(_ verb: ProtocolCommand.Verb, checkpointInterval: Double? = nil) throws -> Never {
    var options = try runOptions()
    if let timeout = components.componentTimeout { options.componentTimeout = timeout }
    if let maxRetryAfter { options.maxRetryAfter = maxRetryAfter }
    if let loginTimeout { options.loginTimeout = loginTimeout }
    if let checkpointInterval { options.checkpointInterval = checkpointInterval }
    var command = ProtocolCommand(verb, manifestPath: manifestFile, options: options)
    command.choice.components = components.choice
    let started = command
    InterruptibleWork.run {
      await started.run()
    } closeOutput: {
      started.closeOutput(within: $0)
    }
  }
}
