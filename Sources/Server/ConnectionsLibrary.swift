package import ConnectorKit
package import Connections
internal import Destinations
internal import Document
internal import Glibc
internal import Headwater
internal import Sync
internal import Synchronization

/// The connections of a file, as it is now: it is read again when it has changed. A file with errors changes nothing.
package final class ConnectionsLibrary: Sendable {
  private struct State {
    var file: ConnectionsFile
    var stamp: String
    /// The streams of sources, by their names; gone when the file changes.
    var streams: [String: (time: Double, streams: [StreamDescription])] = [:]
  }

  /// How many seconds the streams of a source are taken to stay what they are.
  private static let streamLifetime = 60.0

  private let path: String
  private let environment: String?
  private let maker: SourceMaker
  private let log: @Sendable (LogLevel, String) -> Void
  private let state: Mutex<State>

  /// - Throws: `DiagnosticList` when the file cannot be used.
  package init(
    path: String, environment: String?, maker: SourceMaker, log: @escaping @Sendable (LogLevel, String) -> Void
  ) throws {
    self.path = path
    self.environment = environment
    self.maker = maker
    self.log = log
    let result = ConnectionsReader.read(path, environment: environment)
    guard let file = result.file else { throw DiagnosticList(result.diagnostics) }
    guard file.target == nil else {
      throw SyncError(.config, "\(path) is for an Airbyte server (`target`); it serves its connections itself.")
    }
    state = Mutex(State(file: file, stamp: Self.stamp(path, environment)))
  }

  /// The connections file as it is now.
  package var file: ConnectionsFile {
    let stamp = Self.stamp(path, environment)
    return state.withLock { state in
      guard stamp != state.stamp else { return state.file }
      state.stamp = stamp
      let result = ConnectionsReader.read(path, environment: environment)
      if let file = result.file {
        state.file = file
        state.streams = [:]
        log(.info, "Read \(path) again, as it has changed.")
      } else {
        for diagnostic in result.diagnostics { log(.error, "\(diagnostic)") }
        log(.error, "\(path) has errors. The last version without errors stays in use.")
      }
      return state.file
    }
  }

  var runner: ConnectionRunner { ConnectionRunner(file, maker: maker) }

  /// The streams of a connection as they are synced; empty when the source cannot be asked.
  func streams(of connection: ConnectionsFile.Connection) async -> [EffectiveStream] {
    let runner = runner
    guard let source = runner.file.source(connection.source) else { return [] }
    let streams = await streams(of: source)
    do {
      return try runner.effective(streams, of: connection)
    } catch {
      log(.warning, "The streams of connection \(connection.name) are not known: \(FailureText.text(error))")
      return []
    }
  }

  /// All streams of a source; empty when it cannot be asked.
  func streams(of source: ConnectionsFile.Source) async -> [StreamDescription] {
    let now = MachineClock().monotonicSeconds()
    let known = state.withLock { $0.streams[source.name] }
    if let known, now - known.time < Self.streamLifetime { return known.streams }
    let report = log
    let log = SyncLog(minimumLevel: .warning, meter: SyncMeter(clock: MachineClock())) { level, text in
      report(level, "source \(source.name): \(text)")
    }
    do {
      let streams = try await runner.streams(of: source, log: log)
      state.withLock { $0.streams[source.name] = (now, streams) }
      return streams
    } catch {
      log.write(.warning, "Its streams are not known: \(FailureText.text(error))")
      return known?.streams ?? []
    }
  }

  /// Changes when the file or its overlay changes. Includes are looked at when one of these does.
  private static func stamp(_ path: String, _ environment: String?) -> String {
    ([path] + (environment.map { [ConnectionsReader.overlay(of: path, $0)] } ?? [])).map { path in
      var facts = stat()
      guard stat(path, &facts) == 0 else { return "-" }
      return "\(facts.st_ino) \(facts.st_size) \(facts.st_mtim.tv_sec).\(facts.st_mtim.tv_nsec)"
    }.joined(separator: " ")
  }
}
