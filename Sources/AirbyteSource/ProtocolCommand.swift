internal import Headwater
internal import AirbyteProtocol
internal import Components
package import ConnectorKit
internal import Document
internal import HTTPTransport
internal import JSON
internal import Manifest
package import Plugins
internal import Sync
internal import Synchronization

/// A command of the Airbyte protocol, from its files to its messages on standard output.
package struct ProtocolCommand: Sendable {
  package enum Verb: Sendable {
    case spec
    case check(config: String)
    case discover(config: String)
    case read(config: String, catalog: String, state: String?)
  }

  package var verb: Verb
  /// The manifest's file; nil to take the one that the config holds, or the one that ``manifestSearch`` finds.
  package var manifestPath: String?
  /// The manifest itself, for programs that have it compiled in.
  package var manifestText: String?
  /// Where the manifest is looked for when neither an option nor the config has it.
  package var manifestSearch = ManifestSearch.standard
  package var options: RunOptions
  /// The components that the manifest may use; the built-in ones by default.
  package var catalog = Catalog.standard
  /// Which components in Swift files join them; none by default.
  package var components = ComponentChoice.none

  private let lines = LineEnd()

  /// The threads that commands are run on.
  package static var threads: any TaskExecutor { PollingThreads.shared }

  package init(_ verb: Verb, manifestPath: String?, options: RunOptions) {
    self.verb = verb
    self.manifestPath = manifestPath
    self.options = options
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
      lines, clock: clock, minimumLevel: options.debug ? .debug : .info, quirks: options.quirks)
    defer { output.writeRepetitions() }
    do {
      return try await withTaskExecutorPreference(PollingThreads.shared) { try await ProtocolJob(self, output, clock).run() }
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

  private func fullCatalog(_ manifestPath: String?) throws(SyncError) -> Catalog {
    do throws(PluginError) {
      return try components.catalog(adding: catalog, manifestPath: manifestPath)
    } catch {
      throw SyncError(.config, error.message)
    }
  }

  private enum ManifestSource {
    case text(String)
    case file(String)
    case config(JSONValue)
  }

  /// The manifest that the command is for: the one compiled in, or of ``manifestPath``, or of the config, or the one that
  /// ``manifestSearch`` finds. In the reference that of an image goes before the config's.
  private func manifestSource(_ config: JSONValue?) -> ManifestSource? {
    if let manifestText { return .text(manifestText) }
    if let manifestPath { return .file(manifestPath) }
    if options.follows(.prefersManifestOfImage), let file = manifestSearch.fileOfImage { return .file(file) }
    if let config, config[ManifestLoader.configKey] != nil { return .config(config) }
    if let file = manifestSearch.variablePath ?? manifestSearch.fileOfImage { return .file(file) }
    // What is wrong with a config without a manifest is said by who reads it.
    return config.map { .config($0) }
  }

  /// The connector of the manifest that the command is for.
  ///
  /// - Parameter config: the config as it was given; nil when the command takes none.
  /// - Returns: nil when there is no manifest at all, which only a command without a config may meet.
  func connector(config: JSONValue?) throws -> Connector? {
    guard let source = manifestSource(config) else { return nil }
    let manifest: LoadedManifest
    var path: String?
    switch source {
    case .text(let text): manifest = try ManifestLoader.load(text: text, file: "manifest.yaml")
    case .file(let file):
      manifest = try ManifestLoader.load(path: file)
      path = file
    case .config(let config): manifest = try ManifestLoader.load(config: config)
    }
    let connector = try Connector(manifest, catalog: fullCatalog(path), options: options)
    guard connector.settings != nil || !options.follows(.requiresSpec) else {
      throw SyncError(.system, "The manifest has no `spec` (quirk `requiresSpec`).")
    }
    return connector
  }
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
