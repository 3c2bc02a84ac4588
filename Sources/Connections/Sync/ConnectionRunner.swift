package import ConnectorKit
package import Destinations
internal import Document
internal import JSON
package import Sync

/// Syncs connections of a file.
package struct ConnectionRunner: Sendable {
  package let file: ConnectionsFile
  let maker: SourceMaker

  package init(_ file: ConnectionsFile, maker: SourceMaker) {
    self.file = file
    self.maker = maker
  }

  /// Syncs one connection.
  ///
  /// - Parameters:
  ///   - name: its name, which the file has.
  ///   - isFullRefresh: whether streams are read from the start and replace what is stored.
  ///   - meter: counts, for whoever watches.
  ///   - started: called with the streams before the first is read.
  /// - Throws: `SyncError` when nothing could be synced, `DiagnosticList` for what is wrong in the file, `OutputFailure` when the destination
  ///   failed, `CancellationError`.
  package func run(
    _ name: String, isFullRefresh: Bool = false, meter: SyncMeter, clock: any RunClock, log: SyncLog,
    started: @Sendable ([StreamSelection]) -> Void = { _ in }
  ) async throws -> SyncReport {
    guard let connection = file.connection(name), let declared = file.source(connection.source),
      let destination = file.destination(connection.destination)
    else { throw unknown([name]) }
    let place = try Place(destination, schema: connection.schema, file: file.path)
    for leaf in place.settings.leaves where leaf.leaf.isReferred { SourceMaker.hide(leaf.leaf.value, log) }
    let settings = ResolvedSettings(declared.settings, file: file.path)
    guard settings.problems.isEmpty else { throw DiagnosticList(settings.problems) }
    let source = try maker.make(declared, settings, log: log).source
    let described = try await source.streams()
    let streams = described.compactMap { stream in connection.rule(for: stream.name).map { (stream, $0) } }
    if let rules = connection.streams,
      let rule = rules.first(where: { rule in !rule.pattern.isPattern && !described.contains { $0.name == rule.pattern.text } })
    {
      throw SyncError(
        .config, "The source `\(connection.source)` has no stream `\(rule.pattern.text)`. Correct the file, then run `headwater apply`.")
    }
    guard !streams.isEmpty else {
      throw SyncError(.config, "No stream of the source `\(connection.source)` is chosen by connection `\(name)`.")
    }
    try await requireApplied(connection, streams, place)
    var job = SyncJob(connection: name)
    job.streams = streams.map(\.0.name)
    job.choices = Dictionary(streams.map { ($0.name, $1) }) { first, _ in first }
    job.isFullRefresh = isFullRefresh
    return try await job.run(
      from: source, into: place.destination(prefix: connection.prefix), meter: meter, clock: clock, log: log, started: started)
  }

  /// - Throws: `SyncError` when the file says something of what is stored that was not applied.
  private func requireApplied(
    _ connection: ConnectionsFile.Connection, _ streams: [(StreamDescription, StreamChoice)], _ place: Place
  ) async throws {
    guard let record = try await place.store.inventory().declarations[connection.name].flatMap(Declaration.init(json:)) else { return }
    let modes = place.writeModes
    let changed = streams.first { stream, choice in
      guard let before = record.streams?[stream.name] else { return false }
      let now = EffectiveStream(description: stream, choice: choice, mode: choice.mode(for: stream, writeModes: modes)).json
      return ["mode", "cursor", "key"].contains { before[$0] != now[$0] }
    }
    let what =
      record.project != file.project
      ? "its project"
      : record.prefix != connection.prefix
        ? "its prefix"
        : record.source["name"]?.stringValue != connection.source ? "its source" : changed.map { "its stream `\($0.0.name)`" }
    guard let what else { return }
    throw SyncError(
      .config,
      "The connection `\(connection.name)` was changed since it was applied: \(what). Run `headwater plan` to see the changes, and "
        + "`headwater apply` to make them.")
  }

  private func unknown(_ names: [String]) -> SyncError { file.unknownConnection(names.joined(separator: ", ")) }
}

extension ConnectionsFile {
  /// The connections that a command is for, in the order of the file.
  ///
  /// - Parameters:
  ///   - names: names; none for those of the tags.
  ///   - tags: words of which a connection has one; with no names and no tags all connections are meant.
  /// - Throws: `SyncError` for a name that the file does not have, and when there are none.
  package func chosen(_ names: [String], tags: [String]) throws -> [Connection] {
    if let name = names.first(where: { connection($0) == nil }) { throw unknownConnection(name) }
    let chosen = connections.filter { connection in
      names.isEmpty && tags.isEmpty || names.contains(connection.name) || connection.tags.contains(where: tags.contains)
    }
    guard !chosen.isEmpty else {
      throw SyncError(
        .config, tags.isEmpty ? "\(path) has no connections." : "No connection has the tag \(tags.joined(separator: ", ")).")
    }
    return chosen
  }

  func unknownConnection(_ name: String) -> SyncError {
    let known = connections.map(\.name)
    let hint =
      NearMiss.nearest(to: name, among: known).map { "Did you mean `\($0)`?" } ?? "Its connections: \(known.joined(separator: ", "))."
    return SyncError(.config, "\(path) has no connection `\(name)`. \(hint)")
  }
}
