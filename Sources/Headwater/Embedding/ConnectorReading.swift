internal import Concurrency
internal import ConnectorKit
internal import HTTPTransport
public import JSON
internal import Sync

/// The events of a read, one after the other. Each iteration reads anew.
public struct ConnectorReading: AsyncSequence, Sendable {
  public typealias Element = ConnectorEvent

  private let run: ConnectorSession
  private let streams: [String]?
  private let states: [String: JSONObject]

  init(_ run: ConnectorSession, streams: [String]?, states: [String: JSONObject]) {
    self.run = run
    self.streams = streams
    self.states = states
  }

  public func makeAsyncIterator() -> Iterator {
    let channel = AsyncChannel<[ConnectorEvent]>(capacity: 0)
    let task = Task(executorPreference: PollingThreads.shared) { [self] in
      do {
        try await sync(into: ReadingOutput(channel))
        channel.finish()
      } catch {
        channel.finish(throwing: error)
      }
    }
    return Iterator(owner: Owner(channel: channel, task: task))
  }

  private func sync(into output: ReadingOutput) async throws {
    let names: [String]
    if let streams { names = streams } else { names = try await run.streamNames() }
    let known = Set(try await run.streamNames())
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw SyncError(.config, "The connector has no stream `\(unknown)`. Its streams are: \(known.sorted().joined(separator: ", ")).")
    }
    _ = try await run.read(names.map { StreamSelection(StreamID($0), state: states[$0] ?? [:]) }, into: output)
  }

  /// Ends the reading when nobody holds it any more.
  final class Owner: Sendable {
    let channel: AsyncChannel<[ConnectorEvent]>
    private let task: Task<Void, Never>

    init(channel: AsyncChannel<[ConnectorEvent]>, task: Task<Void, Never>) {
      self.channel = channel
      self.task = task
    }

    deinit { stop() }

    func stop() {
      task.cancel()
      channel.abandon()
    }
  }

  public struct Iterator: AsyncIteratorProtocol {
    let owner: Owner
    private var events: ArraySlice<ConnectorEvent> = []

    init(owner: Owner) { self.owner = owner }

    /// - Throws: `SyncError` when nothing can be read at all, `CancellationError` when the task is cancelled.
    public mutating func next() async throws -> ConnectorEvent? {
      if let event = events.popFirst() { return event }
      do {
        guard let batch = try await owner.channel.next() else { return nil }
        events = batch[...]
      } catch {
        owner.stop()
        throw error
      }
      return events.popFirst()
    }
  }
}

/// The records of one stream, one after the other.
public struct ConnectorRecords: AsyncSequence, Sendable {
  public typealias Element = JSONRecord

  let reading: ConnectorReading

  public func makeAsyncIterator() -> Iterator { Iterator(events: reading.makeAsyncIterator()) }

  public struct Iterator: AsyncIteratorProtocol {
    var events: ConnectorReading.Iterator

    /// - Throws: `SyncError` when the stream cannot be read to its end.
    public mutating func next() async throws -> JSONRecord? {
      while let event = try await events.next() {
        switch event {
        case .record(let record, _): return record
        case .failure(let error): throw error
        case .state: continue
        }
      }
      return nil
    }
  }
}
