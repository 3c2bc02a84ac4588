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

  /// - Throws: `SyncError` when there is nothing.
  func store() throws -> any StateStore { try DestinationLocation.stateStore(destination, schema: schema) }

  /// The connection that is meant.
  ///
  /// - Throws: `SyncError` when there are several, or none.
  func connectionName(_ known: some Collection<String>) throws -> String {
    if let connection {
      guard known.contains(connection) else {
        throw SyncError(
          .config, "There is no connection `\(connection)`. There are: \(known.sorted().joined(separator: ", ")).")
      }
      return connection
    }
    guard let only = known.first else { throw SyncError(.config, "No states are saved there. Run a sync first.") }
    guard known.count == 1 else {
      throw SyncError(
        .config, "Several connections are kept there: \(known.sorted().joined(separator: ", ")). Choose one with --connection.")
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
