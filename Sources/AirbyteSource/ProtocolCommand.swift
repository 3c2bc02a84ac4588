internal import Headwater
internal import AirbyteProtocol
internal import Components
package import ConnectorKit
internal import Document
internal import HTTPTransport
internal import JSON
internal import Manifest
internal import Plugins
package import Sync
internal import Synchronization

/// A command of the Airbyte protocol, from its files to its messages on standard output.
package struct ProtocolCommand: Sendable {
  package enum Verb: Sendable {
    case spec
    case check(config: ConfigSource)
    case discover(config: ConfigSource)
    case read(config: ConfigSource, streams: StreamChoice, state: String?, limits: ReadLimits)
  }

  /// Where the config comes from.
  package enum ConfigSource: Sendable {
    /// A JSON file that a platform has written, taken as it is.
    case platform(String)
    /// What a person has given; see ``ConfigInput/init(_:)``.
    case person(String)
    /// There is none.
    case none

    func input() throws -> ConfigInput {
      switch self {
      case .platform(let path): try ConfigInput(protocolFile: path)
      case .person(let argument): try ConfigInput(argument)
      case .none: .none
      }
    }
  }

  /// Which streams are read.
  package enum StreamChoice: Sendable {
    /// Those of a configured catalog: the path of a JSON file.
    case catalog(String)
    /// Those with these names, as their cursors allow; nil for all.
    case names([String]?)
  }

  package var verb: Verb
  package var choice: ConnectorChoice

  private let lines = LineEnd()

  /// The threads that commands are run on.
  package static var threads: any TaskExecutor { PollingThreads.shared }

  package init(_ verb: Verb, manifestPath: String?, options: RunOptions) {
    self.verb = verb
    choice = ConnectorChoice(manifestPath: manifestPath, options: options)
  }

  /// Runs the command. What goes wrong is written as an error trace.
  ///
  /// - Parameter descriptor: the open file that takes the messages; standard output by default.
  /// - Returns: the exit code of the process; 143 when the task was cancelled.
  package func run(writingTo descriptor: Int32 = 1) async -> Int32 {
    let clock = MachineClock()
    let lines = StandardOutput(descriptor: descriptor)
    self.lines.output.withLock { $0 = lines }
    let output = ProtocolOutput(
      lines, clock: clock, minimumLevel: choice.options.debug ? .debug : .info, quirks: choice.options.quirks)
    defer { output.writeRepetitions() }
    do {
      return try await withTaskExecutorPreference(PollingThreads.shared) { try await ProtocolJob(self, output).run() }
    } catch is CancellationError {
      return ended(output)
    } catch let failure as OutputFailure {
      // Standard output is gone; the exit code is all that is left.
      return failure.message.isEmpty ? 1 : 74
    } catch {
      guard !Task.isCancelled else { return ended(output) }
      try? output.write(SyncError(wrapping: error))
      return 1
    }
  }

  private func ended(_ output: ProtocolOutput) -> Int32 {
    output.write(.warning, "The run was stopped before it finished.")
    return 143
  }

  /// Prepares for an end of the process while the command may still run: lines that are being written are ended if their reader takes
  /// them in time, and no others are begun.
  package func closeOutput(within limit: Duration) { lines.output.withLock { $0 }?.close(within: limit) }
}

/// Where a running command writes.
private final class LineEnd: Sendable {
  let output = Mutex<StandardOutput?>(nil)
}

extension Connector {
  /// What `spec` puts out. A connector without a specification takes any config.
  var specification: ConnectorSpecification {
    guard let settings else { return ConnectorSpecification(connectionSpecification: ["type": "object", "additionalProperties": true]) }
    return ConnectorSpecification(
      connectionSpecification: settings.connectionSpecification, documentationURL: settings.documentationURL,
      advancedAuth: settings.advancedAuth)
  }
}

extension ConnectorSpecification {
  /// What `spec` puts out without a manifest: any config that holds one.
  static let injectedManifest = ConnectorSpecification(
    connectionSpecification: [
      "$schema": "http://json-schema.org/draft-07/schema#", "title": "Connector with a manifest in its config", "type": "object",
      "required": [.string(ManifestLoader.configKey)], "additionalProperties": true,
      "properties": [
        ManifestLoader.configKey: [
          "title": "Manifest", "type": "object", "description": "The low-code manifest of the connector.",
        ]
      ],
    ], documentationURL: "https://docs.airbyte.com/integrations/sources/low-code")
}
