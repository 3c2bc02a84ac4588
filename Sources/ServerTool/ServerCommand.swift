internal import ArgumentParser
internal import ConnectorKit
internal import Connections
internal import Document
internal import Glibc
internal import Headwater
internal import Plugins
internal import Server
internal import Synchronization

@main
struct ServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "headwater serve", abstract: "Serve connections through Airbyte's API, for orchestrators such as Airflow and Dagster.",
    discussion: """
      Clients use Airbyte's public API at /api/public/v1. Credentials come from HEADWATER_CLIENT_ID and HEADWATER_CLIENT_SECRET; without them
      the server answers only on this machine.
      Example: headwater serve --connections connections.yaml --port 8006
      """, version: HeadwaterVersion.current)

  @Option(help: ArgumentHelp("The connections file. The default is connections.yaml.", valueName: "file"))
  var connections = "connections.yaml"

  @Option(
    name: .customLong("env"), help: ArgumentHelp("The overlay of an environment, as for `headwater plan`.", valueName: "name"))
  var environment: String?

  @Option(help: ArgumentHelp("The IP address to listen on. The default is 127.0.0.1, this machine alone.", valueName: "address"))
  var host = "127.0.0.1"

  @Option(help: ArgumentHelp("The port to listen on; 0 for any that is free. The default is 8006.", valueName: "number"))
  var port = 8006

  @Option(help: ArgumentHelp("How many syncs run at a time. The default is 4.", valueName: "number"))
  var jobs = 4

  @Option(
    help: ArgumentHelp("Where jobs are kept. The default is .headwater beside the connections file.", valueName: "directory"))
  var stateDirectory: String?

  @Option(
    name: .customLong("components"),
    help: "Custom components: a Swift file or a directory. By default components.swift beside a manifest, if `headwater trust` allows it.")
  var componentPath: String?

  @Flag(name: .customLong("no-components"), help: "Do not compile or load custom components, even trusted ones.")
  var refusesComponents = false

  @Flag(help: "Log requests.")
  var debug = false

  func validate() throws {
    guard jobs > 0 else { throw ValidationError("--jobs must be greater than 0.") }
    guard (0...65535).contains(port) else { throw ValidationError("--port must be from 0 to 65535.") }
  }

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    let clock = MachineClock()
    let minimum: LogLevel = debug ? .debug : .info
    let log: @Sendable (LogLevel, String) -> Void = { level, text in
      if level >= minimum { Self.put("\(clock.now() / 1_000_000) \(level.rawValue.lowercased()) \(text)\n") }
    }
    let server: ConnectionsServer
    do {
      let maker = SourceMaker(components: ComponentChoice(path: componentPath, isRefused: refusesComponents))
      let library = try ConnectionsLibrary(path: connections, environment: environment, maker: maker, log: log)
      server = try ConnectionsServer(settings, library, log: log)
    } catch {
      Self.put("headwater serve: \(FailureText.text(error))\n")
      throw ExitCode(1)
    }
    serve(server, log)
  }

  private var settings: ConnectionsServer.Settings {
    let directory = connections.lastIndex(of: "/").map { String(connections[...$0]) } ?? ""
    var settings = ConnectionsServer.Settings(stateDirectory: stateDirectory ?? "\(directory).headwater")
    (settings.host, settings.port, settings.jobs) = (host, port, jobs)
    if let id = getenv("HEADWATER_CLIENT_ID"), let secret = getenv("HEADWATER_CLIENT_SECRET") {
      settings.credentials = ServerCredentials(id: String(cString: id), secret: String(cString: secret))
    }
    return settings
  }

  /// Serves until the process is told to end.
  private func serve(_ server: ConnectionsServer, _ log: @escaping @Sendable (LogLevel, String) -> Void) -> Never {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
    // Threads that come later inherit that they do not take these.
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let host = host
    let task = Task {
      do {
        try await server.run { port in log(.info, "Listening on http://\(host):\(port)/api/public/v1") }
        log(.info, "Stopped.")
        Glibc.exit(0)
      } catch {
        Self.put("headwater serve: \(FailureText.text(error))\n")
        Glibc.exit(1)
      }
    }
    var number: Int32 = 0
    sigwait(&signals, &number)
    log(.info, "Stopping; running syncs keep what they have committed.")
    task.cancel()
    while true { pause() }
  }

  private static func put(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}
