internal import ArgumentParser
internal import ConnectorKit
internal import Connections
internal import Destinations
internal import Document
internal import Glibc
internal import Headwater
internal import ManifestTools

/// Which connections file a command is for.
struct ConnectionsOptions: ParsableArguments {
  static let standardFile = "connections.yaml"

  @Option(name: .customLong("file"), help: ArgumentHelp("The connections file. The default is connections.yaml.", valueName: "file"))
  var file: String?

  @Option(
    name: .customLong("env"),
    help: ArgumentHelp("Lay connections.NAME.yaml over the file: what it says replaces or adds, null removes.", valueName: "name"))
  var environment: String?

  @OptionGroup var components: ComponentOptions

  @Flag(help: "Log requests and how their responses are judged.")
  var debug = false

  init() {}

  init(file: String?, environment: String?, components: ComponentOptions) {
    self.file = file
    self.environment = environment
    self.components = components
  }

  var path: String { file ?? Self.standardFile }

  var maker: SourceMaker {
    var options = RunOptions(debug: debug)
    if let timeout = components.componentTimeout { options.componentTimeout = timeout }
    return SourceMaker(options: options, components: components.choice)
  }

  func log() -> SyncLog { Self.log(minimumLevel: debug ? .debug : .warning) }

  /// A log on standard error.
  static func log(minimumLevel: LogLevel) -> SyncLog {
    SyncLog(minimumLevel: minimumLevel, meter: SyncMeter(clock: MachineClock())) { level, text in
      Terminal.writeError("\(level.rawValue.lowercased()): \(text)\n")
    }
  }

  /// Reads the file, and prints what is wrong with it.
  ///
  /// - Throws: the exit code 1 when it cannot be used.
  func read() throws -> ConnectionsFile {
    let result = ConnectionsReader.read(path, environment: environment)
    Self.report(result.diagnostics)
    guard let file = result.file else { throw ExitCode(1) }
    return file
  }

  /// Prints diagnostics to standard error. Lines that may hold secrets are not shown.
  static func report(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    let colors = isatty(STDERR_FILENO) == 1 && SyncView.wantsColors
    let text = TextRenderer(colors: colors).render(diagnostics) { diagnostic, line in
      diagnostic.code != .plainSecret && !SecretNames.isMentioned(line)
    }
    Terminal.writeError(text + "\n")
  }

  /// Whether words are the names of connections of a file, for a command that takes manifests as well. A manifest of the same name has to be
  /// written with a slash.
  static func names(_ words: [String], in path: String) -> Bool {
    guard access(path, F_OK) == 0, let file = ConnectionsReader.read(path).file else { return false }
    return words.contains { file.connection($0) != nil }
  }
}
