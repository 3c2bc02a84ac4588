internal import ArgumentParser
internal import ConnectorKit
internal import Dispatch
internal import Glibc
internal import Headwater
internal import Synchronization

/// What the commands of the Airbyte protocol have in common.
struct ProtocolOptions: ParsableArguments {
  @Option(help: "The manifest, a YAML file. Left out when the config holds it as `__injected_declarative_manifest`.")
  var manifestPath: String?

  @OptionGroup var components: ComponentOptions

  @Flag(help: "Log requests and what is decided about their answers.")
  var debug = false

  @Flag(help: "Do as the reference does where Headwater differs from it on purpose. Also: HEADWATER_COMPAT=1.")
  var compat = false

  var runOptions: RunOptions {
    RunOptions(compat: compat || getenv("HEADWATER_COMPAT").map { String(cString: $0) == "1" } ?? false, debug: debug)
  }

  /// Runs a command of the protocol and ends the process with its exit code.
  ///
  /// SIGTERM and SIGINT end it cleanly: what was read is delivered, the last checkpoint is put out. Another one a second later or more
  /// ends it at once, as when nobody takes the output any more.
  func run(_ verb: ProtocolCommand.Verb, checkpointInterval: Double? = nil) async throws {
    ProcessMemory.keepForNextPage()
    signal(SIGPIPE, SIG_IGN)
    var options = runOptions
    if let timeout = components.componentTimeout { options.componentTimeout = timeout }
    if let checkpointInterval { options.checkpointInterval = checkpointInterval }
    var command = ProtocolCommand(verb, manifestPath: manifestPath, options: options)
    command.components = components.choice
    let started = command
    let task = Task(executorPreference: ProtocolCommand.threads) {
      ProcessMemory.growPool()
      return await started.run()
    }
    let sources = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if Self.isEndingForLong() { _exit(130) }
        task.cancel()
      }
      source.resume()
      return source
    }
    let code = await task.value
    sources.forEach { $0.cancel() }
    // All output is written. Handlers that libraries run at exit would race with the transport's thread, which may still be busy.
    _exit(code)
  }

  private static let endingSince = Mutex<ContinuousClock.Instant?>(nil)

  /// Notes the first signal. Those right after it count as the same: a shell and a program around this one may both pass it on.
  private static func isEndingForLong() -> Bool {
    endingSince.withLock { since in
      let now = ContinuousClock.now
      guard let began = since else {
        since = now
        return false
      }
      return now - began > .seconds(1)
    }
  }
}
