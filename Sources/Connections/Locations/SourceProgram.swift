package import ConnectorKit
package import JSON
internal import ProcessSources
package import Sync

/// A source that is another program, as the command line names it.
package enum SourceProgram: Sendable, Equatable {
  case airbyte(command: String)
  case singer(command: String)

  /// - Returns: nil when the text names no program, so that it is a manifest.
  package init?(_ text: String) {
    if text.hasPrefix("airbyte:") {
      self = .airbyte(command: String(text.dropFirst("airbyte:".count)))
    } else if text.hasPrefix("singer:") {
      self = .singer(command: String(text.dropFirst("singer:".count)))
    } else {
      return nil
    }
  }

  /// The program's name without its directory and what such programs' names begin with.
  package var name: String {
    let command =
      switch self {
      case .airbyte(let command), .singer(let command): command
      }
    let program = command.split(separator: " ").first?.split(separator: "/").last.map(String.init) ?? "source"
    for prefix in ["source-", "tap-"] where program.hasPrefix(prefix) && program.count > prefix.count {
      return String(program.dropFirst(prefix.count))
    }
    return program
  }

  /// - Parameters:
  ///   - config: the program's settings.
  ///   - log: takes what it logs.
  ///   - configChanged: is told of a config that it has changed.
  package func source(
    config: JSONObject, log: any Log, configChanged: @escaping @Sendable (JSONObject) -> Void
  ) -> any SyncSource {
    switch self {
    case .airbyte(let command): AirbyteCommandSource(command: command, config: config, log: log, configChanged: configChanged)
    case .singer(let command): SingerTapSource(command: command, config: config, log: log)
    }
  }
}
