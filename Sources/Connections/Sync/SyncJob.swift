package import ConnectorKit
package import Destinations
internal import JSON
package import Sync

/// One sync: streams of a source into a destination.
package struct SyncJob: Sendable {
  /// The name under which the destination keeps states and runs.
  package var connection: String
  /// The names of the streams; nil for all.
  package var streams: [String]?
  /// How single streams are synced.
  package var choices: [String: StreamChoice] = [:]
  /// How all other streams are synced.
  package var defaultChoice = StreamChoice()
  /// Whether streams are read from the start and replace what is stored.
  package var isFullRefresh = false
  /// Reads a part of the streams with a cursor, whatever was read before, and leaves their saved states alone.
  package var window: ReadWindow?

  package init(connection: String) { self.connection = connection }

  /// Runs the sync.
  ///
  /// - Parameters:
  ///   - source: where it reads.
  ///   - destination: where it writes; it is opened and closed here.
  ///   - meter: counts, for whoever watches.
  ///   - started: called with the streams before the first is read.
  /// - Returns: how each stream went, in the order in which they ended.
  /// - Throws: `SyncError` when there was no sync at all, `OutputFailure` when the destination failed, `CancellationError`.
  package func run(
    from source: any SyncSource, into destination: any Destination, meter: SyncMeter, clock: any RunClock, log: any Log,
    started: @Sendable ([StreamSelection]) -> Void = { _ in }
  ) async throws -> SyncReport {
    let source: any SyncSource = choices.values.contains { $0.fields != nil } ? FieldSelection(source, choices) : source
    let described = try await source.streams()
    let chosen = try chosen(described)
    let output = try await DestinationOutput.open(
      destination, for: DestinationContext(connection: connection, log: log), clock: clock, meter: meter)
    do {
      let selections = try chosen.map { try selection(of: $0, output.savedStreams, destination.writeModes) }
      try await output.begin(zip(chosen, selections).map { ($0, $1) })
      started(selections)
      let result = try await source.read(selections, into: output, limits: .none, observer: meter)
      try await output.close()
      return SyncReport(runs: output.runs, failures: result.failures.map { ($0.stream, $0.errors) })
    } catch {
      // What stopped the destination says more than what that led to.
      try await output.close()
      throw error
    }
  }

  private func chosen(_ described: [StreamDescription]) throws -> [StreamDescription] {
    let names = Set(described.map(\.name))
    let wanted = (streams ?? []) + choices.keys.sorted()
    if let unknown = wanted.first(where: { !names.contains($0) }) {
      throw SyncError(.config, "The source has no stream `\(unknown)`. Its streams are: \(names.sorted().joined(separator: ", ")).")
    }
    let chosen = streams.map { wanted in described.filter { wanted.contains($0.name) } } ?? described
    guard !chosen.isEmpty else { throw SyncError(.config, "The source has no streams.") }
    guard window != nil else { return chosen }
    let readable = chosen.filter { $0.cursor != nil }
    if let other = chosen.first(where: { $0.cursor == nil }), streams != nil || readable.isEmpty {
      throw SyncError(.config, "Stream `\(other.name)` has no cursor, so it cannot be read from one date to another.")
    }
    return readable
  }

  private func selection(
    of stream: StreamDescription, _ saved: [StreamID: SavedStream], _ writeModes: Set<StreamSelection.WriteMode>
  ) throws -> StreamSelection {
    do {
      var selection = try (choices[stream.name] ?? defaultChoice).selection(
        of: stream, saved: saved[StreamID(stream.name)], isRefresh: isFullRefresh, writeModes: writeModes)
      selection.window = window
      return selection
    } catch let error as StreamChoiceError {
      throw SyncError(.config, "Cannot sync: \(error.message).")
    }
  }
}

/// How a sync went.
package struct SyncReport: Sendable {
  package let runs: [StreamRun]
  /// The streams that failed, with what went wrong.
  package let failures: [(stream: StreamID, errors: [SyncError])]

  /// Whether all, some or none of the streams were synced completely.
  package enum Outcome: Sendable { case all, some, none }

  package var outcome: Outcome {
    let complete = runs.count { $0.outcome == .complete }
    if failures.isEmpty, complete == runs.count { return .all }
    return complete == 0 ? .none : .some
  }
}
