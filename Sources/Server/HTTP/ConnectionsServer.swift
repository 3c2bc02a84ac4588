package import ConnectorKit
internal import Connections
internal import Destinations
internal import FlyingFox
internal import FlyingSocks
internal import Foundation
internal import Headwater

/// Serves the connections of a file until it is stopped.
package struct ConnectionsServer: Sendable {
  package struct Settings: Sendable {
    /// An address, such as 127.0.0.1 or 0.0.0.0.
    package var host = "127.0.0.1"
    /// 0 for any that is free.
    package var port = 0
    package var credentials: ServerCredentials?
    /// Where jobs are kept.
    package var stateDirectory: String
    /// How many jobs run at a time.
    package var jobs = 4

    package init(stateDirectory: String) { self.stateDirectory = stateDirectory }

    /// Whether only this machine can reach the server.
    package var isLocal: Bool { host == "127.0.0.1" || host == "localhost" || host == "::1" }
  }

  private let settings: Settings
  private let library: ConnectionsLibrary
  private let log: @Sendable (LogLevel, String) -> Void

  /// - Parameters:
  ///   - library: the connections.
  ///   - log: takes messages, without secrets.
  /// - Throws: `SyncError` when it would be open to others without credentials.
  package init(_ settings: Settings, _ library: ConnectionsLibrary, log: @escaping @Sendable (LogLevel, String) -> Void) throws {
    guard settings.isLocal || settings.credentials != nil else {
      throw SyncError(
        .config,
        "A server that others can reach needs credentials. Set HEADWATER_CLIENT_ID and HEADWATER_CLIENT_SECRET, or use --host 127.0.0.1.")
    }
    self.settings = settings
    self.library = library
    self.log = log
  }

  /// Serves until the task is cancelled. Then running syncs are ended; what they have committed stays.
  ///
  /// - Parameter listening: told the port once the server listens.
  /// - Throws: `SyncError` when it cannot listen, or its directory cannot be used.
  package func run(listening: @escaping @Sendable (Int) -> Void) async throws {
    let library = library
    let runner = try JobRunner(directory: settings.stateDirectory, limit: settings.jobs, log: log) { library.runner }
    let api = AirbyteAPI(library, runner, Authentication(settings.credentials), log: log)
    let address: any SocketAddress
    do {
      address =
        settings.host.contains(":")
        ? try .inet6(ip6: settings.host, port: UInt16(clamping: settings.port))
        : try .inet(ip4: settings.host == "localhost" ? "127.0.0.1" : settings.host, port: UInt16(clamping: settings.port))
    } catch {
      throw SyncError(.config, "`\(settings.host)` is not an IP address. Use one such as 127.0.0.1 or 0.0.0.0.")
    }
    let http = Self.server(address, api)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          try await http.run()
        } catch {
          // Connections that are open when it is stopped come to an end in other ways.
          if Task.isCancelled || error is CancellationError { throw CancellationError() }
          throw SyncError(.config, "Cannot listen on \(settings.host):\(settings.port): \(error). Is another server using the port?")
        }
      }
      group.addTask {
        try await http.waitUntilListening()
        switch await http.listeningAddress {
        case .ip4(_, let port), .ip6(_, let port): listening(Int(port))
        default: break
        }
        // Until the server is stopped.
        while true { try await Task.sleep(for: .seconds(3600)) }
      }
      do {
        try await group.next()
      } catch is CancellationError {
        group.cancelAll()
      }
    }
    // The task is cancelled, and jobs must be ended in order all the same.
    await Task { await runner.stop() }.value
  }

  private static func server(_ address: some SocketAddress, _ api: AirbyteAPI) -> HTTPServer {
    HTTPServer(
      address: address, timeout: 120, logger: .disabled,
      handler: ClosureHTTPHandler { request in
        do {
          return await api.answer(try await APIRequest(request)).http
        } catch let error as APIError {
          return APIResponse(error).http
        } catch {
          return APIResponse(APIError(.badRequest, "The request cannot be read.")).http
        }
      })
  }
}
