internal import ArgumentParser
internal import AirbyteSource
internal import ConnectorKit
internal import Connections
internal import Destinations
internal import Glibc
internal import Headwater

/// Where states and runs are kept that a command is about.
struct StatePlace: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The destination: as for --to of `sync`, or the state file of one that is another program (NAME.state.json).",
      valueName: "destination"))
  var destination: String

  @Option(help: ArgumentHelp("The connection. By default all, or the only one.", valueName: "name"))
  var connection: String?

  @Option(help: ArgumentHelp("The schema of the tables, for PostgreSQL. The default is public.", valueName: "name"))
  var schema: String?

  /// - Parameter isReadOnly: whether nothing will be changed.
  /// - Throws: `SyncError` when there is nothing.
  func store(isReadOnly: Bool) throws -> any StateStore {
    try DestinationLocation.stateStore(destination, schema: schema, isReadOnly: isReadOnly)
  }

  /// The connection that is meant.
  ///
  /// - Throws: `SyncError` when there are several, or none.
  func connectionName(_ known: some Collection<String>) throws -> String {
    if let connection {
      guard known.contains(connection) else {
        throw SyncError(
          .config,
          "Unknown connection `\(connection)`. Known connections: \(known.isEmpty ? "none" : known.sorted().joined(separator: ", ")).")
      }
      return connection
    }
    guard let only = known.first else {
      throw SyncError(
        .config, "No saved states in \(DestinationLocation.masked(destination)). Check the destination, or run the first sync.")
    }
    guard known.count == 1 else {
      throw SyncError(
        .config,
        "\(DestinationLocation.masked(destination)) holds several connections: \(known.sorted().joined(separator: ", ")). Choose one with --connection."
      )
    }
    return only
  }

  /// Runs a command and ends the process: with 0, or with 1 and a message.
  static func run(_ work: @escaping @Sendable () async throws -> Void) -> Never {
    InterruptibleWork.run {
      do {
        try await work()
        return 0
      } catch let code as ExitCode {
        return code.rawValue
      } catch {
        Terminal.complain(SyncError(wrapping: error).message)
        return 1
      }
    }
  }
}
