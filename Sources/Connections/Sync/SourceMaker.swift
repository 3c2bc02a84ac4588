internal import AirbyteSource
package import ConnectorKit
internal import Cryptography
internal import Document
internal import Headwater
internal import JSON
package import Plugins
internal import Sync

/// Makes the sources of a connections file.
package struct SourceMaker: Sendable {
  /// Which components in Swift files may join the manifests.
  package var components = ComponentChoice.none
  package var options: RunOptions

  package init(options: RunOptions = RunOptions(), components: ComponentChoice = .none) {
    self.options = options
    self.components = components
  }

  /// A source that can be read.
  struct Made: Sendable {
    let source: any SyncSource
    /// The schema of the settings; nil where nobody knows it.
    let specification: JSONValue?
    /// Stands for what the manifest says; nil for programs.
    let digest: String?
  }

  /// - Throws: `SyncError`, or what is wrong with a manifest.
  func make(_ source: ConnectionsFile.Source, _ settings: ResolvedSettings, log: SyncLog) throws -> Made {
    for (path, leaf) in settings.leaves where leaf.isReferred || SecretNames.isLikely(path) { Self.hide(leaf.value, log) }
    switch source.kind {
    case .manifest(let path):
      let file = ManifestArgument.file(path)
      var choice = ConnectorChoice(manifestPath: file, options: options)
      choice.components = components
      let input = try ConnectorInput(ConfigInput(values: settings.values), choice)
      let specification = (input.connector.settings?.connectionSpecification).map(JSONValue.object)
      log.onConfigChange { _ in
        log.write(
          .warning, "The source `\(source.name)` has changed its config, such as a refresh token. Update it where the file refers to.")
      }
      let session = try input.start(log)
      try ConnectorInput.requireValidConfig(session)
      let digest = try Digest.sha256.hash(try TextFile.bytes(file))
      return Made(source: session, specification: specification, digest: Hexadecimal.encode(digest))
    case .program(let program):
      let made = program.source(config: settings.values, log: log) { _ in
        log.write(.warning, "The source `\(source.name)` has changed its config. Update it where the file refers to.")
      }
      return Made(source: made, specification: nil, digest: nil)
    case .definition(let name):
      throw SyncError(.config, "The source connector \(name) exists only on an Airbyte server.")
    }
  }

  static func hide(_ value: JSONValue, _ log: SyncLog) {
    // Shorter texts stand in any message.
    if let text = value.stringValue, text.utf8.count >= 4 { log.addSecret(text) }
  }
}
