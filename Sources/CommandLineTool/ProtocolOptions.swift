internal import ArgumentParser
internal import ConnectorKit
internal import Glibc
internal import AirbyteSource
internal import Headwater
internal import ManifestTools
internal import Quirks

/// What the commands of the Airbyte protocol have in common.
struct ProtocolOptions: ParsableArguments {
  @Option(
    help: """
      The manifest, a YAML file. Left out, it is the one that the config holds as `__injected_declarative_manifest`, else the file that \
      \(ManifestSearch.variable) names, else \(ManifestSearch.imagePath).
      """)
  var manifestPath: String?

  @OptionGroup var components: ComponentOptions

  @Option(
    help:
      "The longest wait, in seconds, that an API may ask for with Retry-After and the like, where the manifest sets no limit; 3600 by default."
  )
  var maxRetryAfter: Double?

  @Option(help: "The seconds for which a token endpoint or a login that is down is tried again; 300 by default.")
  var loginTimeout: Double?

  @Flag(help: "Log requests and what is decided about their answers.")
  var debug = false

  @Option(
    defaultAsFlag: "all", parsing: .next,
    help: """
      Reproduce airbyte-cdk 7.39.1 where Headwater differs from it on purpose: in everything, or with --compat=a,b in the quirks that \
      `headwater quirks` lists. Also: HEADWATER_COMPAT=1.
      """)
  var compat: String?

  @Flag(help: "Leave out broken lines of JSON lines with a warning that counts them, instead of failing their slice.")
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

  func validate() throws {
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
    ProcessMemory.keepForNextPage()
    signal(SIGPIPE, SIG_IGN)
    let signals = EndingSignals()
    var options = try runOptions()
    if let timeout = components.componentTimeout { options.componentTimeout = timeout }
    if let maxRetryAfter { options.maxRetryAfter = maxRetryAfter }
    if let loginTimeout { options.loginTimeout = loginTimeout }
    if let checkpointInterval { options.checkpointInterval = checkpointInterval }
    var command = ProtocolCommand(verb, manifestPath: manifestPath, options: options)
    command.components = components.choice
    let started = command
    let task = Task(executorPreference: ProtocolCommand.threads) {
      ProcessMemory.growPool()
      let code = await started.run()
      // All output is written.
      signals.endProcess(with: code)
    }
    signals.wait {
      task.cancel()
    } closeOutput: {
      started.closeOutput(within: $0)
    }
  }
}
