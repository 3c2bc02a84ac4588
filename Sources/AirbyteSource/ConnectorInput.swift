package import Headwater
internal import AirbyteProtocol
package import ConnectorKit
internal import HTTPTransport
package import JSON
internal import Manifest

/// Takes what a run reports, without the secrets in it.
package protocol MaskingReports: RunReports {
  var mask: SecretMask { get }

  /// Takes note of members of the config that no component sees, but that have to be kept.
  func preserveInConfig(_ settings: JSONObject)

  /// The same transport; where debug messages are wanted, one that logs every request and what came of it.
  func observing(_ transport: any Transport) -> any Transport
}

/// A config and the connector it is for.
package struct ConnectorInput: Sendable {
  package let connector: Connector
  private let config: JSONObject
  private let input: ConfigInput
  /// What stands in the config beside the connector's settings: the manifest itself.
  private let platformSettings: JSONObject

  /// - Throws: what is wrong with the manifest.
  package init(_ input: ConfigInput, _ choice: ConnectorChoice) throws {
    var config = input.config
    guard let connector = try choice.connector(config: .object(config)) else {
      throw SyncError(.config, "Missing manifest: pass --manifest-path or set HEADWATER_MANIFEST.")
    }
    self.connector = connector
    self.input = input
    platformSettings = config[ManifestLoader.configKey].map { [ManifestLoader.configKey: $0] } ?? [:]
    config[ManifestLoader.configKey] = nil
    self.config = config
  }

  /// Makes a run of the config. Its secrets are masked from now on.
  package func start(_ reports: any MaskingReports) throws -> ConnectorSession {
    if let specification = connector.settings?.connectionSpecification {
      reports.mask.addSecrets(of: .object(config), by: .object(specification))
      if let overrides = connector.manifest.root["check"]?["config_overrides"] {
        reports.mask.addSecrets(of: overrides.json, by: .object(specification))
      }
    }
    reports.preserveInConfig(platformSettings)
    var options = connector.transportOptions(config: config)
    options.isSecret = { reports.masked($0) != $0 }
    let transport = CachingTransport(reports.observing(CurlTransport(options: options, threads: .shared)))
    let run = try ConnectorSession(connector, config: config, transport: transport, clock: MachineClock(), log: reports) { migrated in
      keep(migrated, reports)
    }
    try connector.checkConcurrency(config: run.config)
    return run
  }

  /// Writes a changed config to its file.
  package func keep(_ changed: JSONObject, _ log: any Log) {
    input.keep(platformSettings.reduce(into: changed) { $0[$1.key] = $1.value }, log)
  }

  /// - Throws: `SyncError` when the config does not match the connector's spec.
  package static func requireValidConfig(_ session: ConnectorSession) throws {
    let problems = try session.configProblems()
    guard let first = problems.first else { return }
    throw SyncError(
      .config, "The config does not match the connector's spec: \(first).", internalMessage: problems.joined(separator: "\n"))
  }
}
