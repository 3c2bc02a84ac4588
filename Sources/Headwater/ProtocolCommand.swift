internal import AirbyteProtocol
internal import Components
public import ConnectorKit
internal import Document
internal import HTTPTransport
internal import JSON
internal import Manifest
public import Plugins
internal import Sync

/// A command of the Airbyte protocol, from its files to its messages on standard output.
public struct ProtocolCommand: Sendable {
  public enum Verb: Sendable {
    case spec
    case check(config: String)
    case discover(config: String)
    case read(config: String, catalog: String, state: String?)
  }

  public var verb: Verb
  /// The manifest's file; nil when the config holds it.
  public var manifestPath: String?
  /// The manifest itself, for programs that have it compiled in.
  public var manifestText: String?
  public var options: RunOptions
  /// The components that the manifest may use; the built-in ones by default.
  public var catalog = Catalog.standard
  /// Which components in Swift files join them; none by default.
  public var components = ComponentChoice.none

  /// The threads that commands are run on.
  public static var threads: any TaskExecutor { PollingThreads.shared }

  public init(_ verb: Verb, manifestPath: String?, options: RunOptions) {
    self.verb = verb
    self.manifestPath = manifestPath
    self.options = options
  }

  /// Runs the command. What goes wrong is written as an error trace.
  ///
  /// - Parameter descriptor: the open file that takes the messages; standard output by default.
  /// - Returns: the exit code of the process.
  public func run(writingTo descriptor: Int32 = 1) async -> Int32 {
    let clock = MachineClock()
    let output = ProtocolOutput(StandardOutput(descriptor: descriptor), clock: clock, minimumLevel: options.debug ? .debug : .info)
    do {
      return try await withTaskExecutorPreference(PollingThreads.shared) { try await ProtocolJob(self, output, clock).run() }
    } catch is CancellationError {
      output.write(.warning, "The run was ended before it was done.")
      return 130
    } catch let failure as OutputFailure {
      // Standard output is gone; the exit code is all that is left.
      return failure.message.isEmpty ? 1 : 74
    } catch {
      try? output.write(SyncError(wrapping: error))
      return 1
    }
  }

  private func fullCatalog() throws(SyncError) -> Catalog {
    do throws(PluginError) {
      return try components.catalog(adding: catalog, manifestPath: manifestPath)
    } catch {
      throw SyncError(.config, error.message)
    }
  }

  func connector(config: JSONValue?) throws -> Connector {
    let manifest: LoadedManifest
    if let manifestText {
      manifest = try ManifestLoader.load(text: manifestText, file: "manifest.yaml")
    } else if let manifestPath {
      manifest = try ManifestLoader.load(path: manifestPath)
    } else if let config {
      manifest = try ManifestLoader.load(config: config)
    } else {
      throw SyncError(.config, "There is no manifest. Name its file with --manifest-path.")
    }
    let connector = try Connector(manifest, catalog: fullCatalog(), options: options)
    guard connector.settings != nil || !options.follows(.requiresSpec) else {
      throw SyncError(.system, "The manifest has no `spec` (quirk `requiresSpec`).")
    }
    return connector
  }
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
