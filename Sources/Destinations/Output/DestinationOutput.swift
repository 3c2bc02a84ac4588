public import ConnectorKit
public import JSON
public import Sync
internal import Synchronization

/// Stores what a sync delivers in a destination.
///
/// Records go on when a state covers them, and wait until then: in memory up to 32 MB over all streams, on disk behind that. Those of a
/// replacement without a cursor go on at once, to a place that nobody reads yet.
public final class DestinationOutput: SyncOutput {
  private final class Stream: Sendable {
    let target: TargetStream
    let held: HeldRecords
    /// Whether what is saved of the stream stays what it is.
    let keepsState: Bool
    let content: Mutex<Content>

    init(
      _ target: TargetStream, _ saved: SavedStream, keepsState: Bool, _ filter: RepetitionFilter?, started: Double,
      budget: HeldRecords.Budget
    ) {
      self.target = target
      self.keepsState = keepsState
      held = HeldRecords(budget)
      content = Mutex(
        Content(saved: saved, filter: filter, run: StreamRun(stream: target.id, mode: target.mode, started: started, ended: started)))
    }
  }

  private struct Content {
    var saved: SavedStream
    var filter: RepetitionFilter?
    var run: StreamRun
  }

  private let writer: DestinationWriter
  private let log: any Log
  private let clock: any RunClock
  private let meter: SyncMeter?
  private let writeModes: Set<StreamSelection.WriteMode>
  private let saved: [StreamID: SavedStream]
  private let budget = HeldRecords.Budget(limit: 32 << 20)
  private let streams = Mutex<[StreamID: Stream]>([:])
  private let ended = Mutex<[StreamRun]>([])

  private init(
    _ writer: DestinationWriter, _ saved: [StreamID: SavedStream], log: any Log, writeModes: Set<StreamSelection.WriteMode>,
    clock: any RunClock,
    meter: SyncMeter?
  ) {
    self.writer = writer
    self.saved = saved
    self.log = log
    self.writeModes = writeModes
    self.clock = clock
    self.meter = meter
  }

  /// Opens a destination for a sync.
  ///
  /// - Parameters:
  ///   - destination: to be used by nobody else until ``close()``.
  ///   - context: the connection, and who takes messages.
  ///   - clock: the time that runs are noted with.
  ///   - meter: counts; nobody by default.
  /// - Throws: what the destination throws.
  public static func open(
    _ destination: any Destination, for context: DestinationContext, clock: any RunClock, meter: SyncMeter? = nil
  ) async throws -> DestinationOutput {
    let writer = DestinationWriter(destination)
    do {
      let saved = try await writer.perform { try await $0.open(context) }
      return DestinationOutput(writer, saved, log: context.log, writeModes: destination.writeModes, clock: clock, meter: meter)
    } catch {
      try? await writer.close()
      throw error
    }
  }

  /// What the destination has saved of the connection's streams.
  public var savedStreams: [StreamID: SavedStream] { saved }

  /// How the streams went that have ended, in that order; the numbers are those of ``close()``.
  public var runs: [StreamRun] { ended.withLock { $0 } }

  /// Waits until everything is stored and lets the destination go. Comes after the sync, however it ended.
  ///
  /// - Throws: ``OutputFailure`` when something could not be stored.
  public func close() async throws { try await writer.close() }

  /// Tells the destination which streams will come. Comes before the sync.
  ///
  /// - Throws: what the destination throws.
  public func begin(_ streams: [(description: StreamDescription, selection: StreamSelection)]) async throws {
    let targets = streams.map { TargetStream($0.description, $0.selection, saved[$0.selection.id]) }
    try await writer.perform { try await $0.begin(targets) }
  }

  public func begin(_ stream: StreamID) async throws { meter?.begin(stream) }

  public func prepare(_ stream: StreamDescription, as selection: StreamSelection) async throws {
    let id = selection.id
    let mode = selection.writeMode ?? .append
    guard writeModes.contains(mode) else {
      let known = writeModes.map(\.protocolName).sorted().joined(separator: ", ")
      throw SyncError(.config, "Stream `\(id)`: the destination does not support the mode \(mode.protocolName). Choose one of: \(known).")
    }
    let before = saved[id]
    let target = TargetStream(stream, selection, before)
    let content = Stream(
      target,
      SavedStream(
        state: selection.window == nil ? selection.state : before?.state, generation: target.generation, isReplacing: target.isReplacement,
        recentRecords: before?.recentRecords ?? []),
      keepsState: selection.window != nil, Self.filter(stream, target, selection, before), started: now, budget: budget)
    try await writer.perform { try await $0.prepare(target) }
    streams.withLock { $0[id] = content }
  }

  private static func filter(
    _ stream: StreamDescription, _ target: TargetStream, _ selection: StreamSelection, _ before: SavedStream?
  ) -> RepetitionFilter? {
    guard target.mode == .append, selection.readMode == .incremental, let cursor = stream.cursor, let position = cursor.position else {
      return nil
    }
    let isFirst = selection.state == nil || target.isReplacement && !target.isContinued
    return RepetitionFilter(
      field: target.cursorField ?? cursor.field, overlap: cursor.overlap, saved: isFirst ? [] : before?.recentRecords ?? [],
      position: position)
  }

  public func deliver(_ page: RecordPage, of id: StreamID, from slice: SliceID) async throws {
    guard let stream = stream(id), !page.records.isEmpty else { return }
    var page = page
    page.records = page.records.settled
    let records = page.records
    page.records = stream.content.withLock { $0.filter?.filter(records, of: slice) ?? records }
    guard !page.records.isEmpty else { return }
    let (count, bytes) = (page.records.count, page.records.textByteCount)
    meter?.stored(count, bytes: bytes, of: id)
    if stream.target.isWrittenAhead {
      stream.content.withLock { $0.run.add(count, bytes: bytes) }
      try await writer.write(page, to: stream.target)
    } else {
      try stream.held.add(page, of: slice)
    }
  }

  public func checkpoint(_ state: JSONObject, of id: StreamID, covering slices: [SliceID], recordCount: Int) async throws {
    guard let stream = stream(id) else { return }
    let saved = stream.content.withLock { content in
      content.filter?.cover(slices)
      if stream.keepsState { return content.saved }
      content.saved.state = state
      if let filter = content.filter { content.saved.recentRecords = filter.recentRecords(isComplete: false) }
      return content.saved
    }
    guard !stream.target.isWrittenAhead else { return }
    try await store(slices.compactMap(stream.held.take), saved, of: stream)
  }

  /// Stores held records together with what is saved of their stream.
  private func store(_ records: [HeldRecords.Slice], _ saved: SavedStream, of stream: Stream) async throws {
    try await writer.enqueue { destination in
      for slice in records {
        try await slice.forEachBatch { pages in
          try await destination.write(pages, to: stream.target)
          let (count, bytes) = pages.reduce((0, 0)) { ($0.0 + $1.records.count, $0.1 + $1.records.textByteCount) }
          stream.content.withLock { $0.run.add(count, bytes: bytes) }
        }
      }
      try await destination.commit(saved, of: stream.target)
    }
  }

  public func failure(_ error: SyncError, of id: StreamID) async throws {
    let message = log.masked(error.message)
    meter?.failed(message, of: id)
    stream(id)?.content.withLock { $0.run.error = $0.run.error ?? message }
  }

  public func end(_ id: StreamID, _ outcome: StreamOutcome) async throws {
    meter?.end(id, outcome)
    guard let stream = streams.withLock({ $0.removeValue(forKey: id) }) else {
      // It could not be made ready.
      var run = StreamRun(stream: id, mode: .append, started: now, ended: now)
      run.outcome = StreamRun.Outcome(outcome)
      if case .incomplete(let errors) = outcome { run.error = errors.first.map { log.masked($0.message) } }
      return self.ended.withLock { $0.append(run) }
    }
    let time = now
    let isComplete = if case .complete = outcome { true } else { false }
    // Of a stream that was read as a whole everything is stored, also what its state does not account for: ranges of time with gaps between
    // them, for instance. It comes again and is recognised.
    let rest = isComplete ? stream.held.takeAll() : []
    let saved = stream.content.withLock { content in
      content.run.ended = time
      content.run.outcome = StreamRun.Outcome(outcome)
      if let counts = meter?.counts(of: id) {
        content.run.requests = counts.requests
        content.run.retries = counts.retries
        content.run.rateLimitWait = counts.rateLimitWait
      }
      if isComplete {
        if !rest.isEmpty { content.filter?.coverUncovered() }
        content.saved.isReplacing = false
        if !stream.keepsState, let filter = content.filter {
          content.saved.recentRecords = filter.recentRecords(isComplete: true)
        }
      }
      return content.saved
    }
    if !rest.isEmpty {
      var interim = saved
      interim.isReplacing = stream.target.isReplacement
      try await store(rest, interim, of: stream)
    }
    try await writer.enqueue { [self] destination in
      if isComplete {
        try await destination.finish(stream.target, saved)
      } else {
        try await destination.abandon(stream.target)
      }
      let run = stream.content.withLock(\.run)
      ended.withLock { $0.append(run) }
      try await destination.record(run)
    }
  }

  public func finish() async throws {}

  private func stream(_ id: StreamID) -> Stream? { streams.withLock { $0[id] } }

  private var now: Double { Double(clock.now()) / 1_000_000 }
}

extension TargetStream {
  /// What is to be stored of a stream that is read as selected.
  fileprivate init(_ stream: StreamDescription, _ selection: StreamSelection, _ before: SavedStream?) {
    let generation = selection.generation ?? .init(id: before?.generation ?? 0, minimum: 0, syncID: 0)
    id = selection.id
    schema = stream.schema
    primaryKey = selection.primaryKey ?? stream.primaryKey
    cursorField = selection.cursorField ?? stream.cursor?.field
    mode = selection.writeMode ?? .append
    self.generation = generation.id
    isReplacement = generation.minimum == generation.id && generation.minimum > 0
    isContinued =
      isReplacement && before?.isReplacing == true && before?.generation == generation.id && selection.state != nil
    isWrittenAhead = isReplacement && selection.readMode == .fullRefresh && !selection.resumesFullRefresh
  }
}

extension StreamRun {
  fileprivate mutating func add(_ count: Int, bytes: Int) {
    records += count
    self.bytes += bytes
  }
}

extension StreamRun.Outcome {
  fileprivate init(_ outcome: StreamOutcome) {
    switch outcome {
    case .complete: self = .complete
    case .incomplete, .limited: self = .incomplete
    case .cancelled: self = .cancelled
    }
  }
}

extension StreamSelection.WriteMode {
  /// What the Airbyte protocol calls it.
  package var protocolName: String {
    switch self {
    case .append: "append"
    case .overwrite: "overwrite"
    case .appendDedup: "append_dedup"
    }
  }

  package init?(protocolName: String) {
    guard let mode = [Self.append, .overwrite, .appendDedup].first(where: { $0.protocolName == protocolName }) else { return nil }
    self = mode
  }
}
