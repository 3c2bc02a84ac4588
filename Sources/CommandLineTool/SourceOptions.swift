internal import ArgumentParser
internal import AirbyteSource
internal import ConnectorKit
internal import Connections
internal import Glibc
internal import Headwater
internal import Sync

/// What the commands have in common that read a source for a person.
struct SourceOptions: ParsableArguments {
  @Argument(
    help: """
      The manifest: a YAML file, or a directory with a manifest.yaml. Or another program: 'airbyte:COMMAND', 'singer:COMMAND'. Or a connection
      of the connections file.
      """)
  var manifest: String?

  @Option(
    help: ArgumentHelp(
      "The config: a JSON or YAML file, `-`, or JSON. `${NAME}` in it is an environment variable, `${file:PATH}` a file's content.",
      valueName: "config"))
  var config: String?

  @Option(
    name: .customLong("connection"),
    help: ArgumentHelp("The name under which states and runs are kept. The default is the manifest's name.", valueName: "name"))
  var connection: String?

  @OptionGroup var components: ComponentOptions

  @Flag(help: "Log requests and how their responses are judged.")
  var debug = false

  /// The file of the manifest; nil to look for one as the protocol's commands do.
  private var manifestFile: String? { manifest.map(ManifestArgument.file) }

  /// The name of the connection: as given, or that of the manifest's file, or of its directory where the file is just called manifest.
  func connectionName() throws -> String {
    if let connection { return connection }
    if let program = manifest.flatMap(SourceProgram.init) { return program.name }
    guard let file = manifestFile ?? ManifestSearch.standard.path else {
      throw ValidationError("Missing manifest: give it as the first argument.")
    }
    let real = realpath(file, nil).map { pointer in
      defer { free(pointer) }
      return String(cString: pointer)
    }
    let parts = (real ?? file).split(separator: "/")
    let base = parts.last?.split(separator: ".").first.map(String.init) ?? "manifest"
    return base == "manifest" && parts.count > 1 ? String(parts[parts.count - 2]) : base
  }

  /// The connector, ready to be read.
  func source(log: SyncLog) async throws -> any SyncSource {
    let given = try config.map { try ConfigInput($0) } ?? .none
    if let program = manifest.flatMap(SourceProgram.init) {
      return program.source(config: given.config, log: log) { given.keep($0, log) }
    }
    var options = RunOptions(debug: debug)
    if let timeout = components.componentTimeout { options.componentTimeout = timeout }
    var choice = ConnectorChoice(manifestPath: manifestFile, options: options)
    choice.components = components.choice
    let input = try ConnectorInput(given, choice)
    log.onConfigChange { input.keep($0, log) }
    let session = try input.start(log)
    try ConnectorInput.requireValidConfig(session)
    return session
  }
}
