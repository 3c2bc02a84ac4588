public import ConnectorKit
public import Sync
internal import Synchronization

/// Counts what happens in a sync, stream by stream, for whoever watches it.
///
/// Hand it to ``DestinationOutput/open(_:for:clock:meter:)`` and as the observer of the read, and tell it of waits.
public final class SyncMeter: ReadObserver, Sendable {
  /// The counts of a stream.
  public struct Counts: Sendable {
    public enum Phase: Sendable { case waiting, reading, complete, incomplete }

    public var phase = Phase.waiting
    /// The records that were taken, and the bytes of their JSON.
    public var records = 0
    public var bytes = 0
    public var requests = 0
    public var retries = 0
    /// Seconds spent, or being spent, on waiting because of rate limits.
    public var rateLimitWait = 0.0
    /// The time, in microseconds since 1970, until which the stream waits because of a rate limit; nil when it does not.
    public var waitsUntil: Int?
    /// The slice that was begun last.
    public var slice: StreamSlice?
    public var error: String?

    public init() {}
  }

  public let keptBodyBytes = 0

  private let clock: any RunClock
  private let content = Mutex<[StreamID: Counts]>([:])

  public init(clock: any RunClock) { self.clock = clock }

  /// The counts of a stream; nil for one that was not begun.
  public func counts(of stream: StreamID) -> Counts? { content.withLock { $0[stream] } }

  /// The records and bytes of all streams together.
  package var total: (records: Int, bytes: Int) {
    content.withLock { $0.values.reduce((0, 0)) { ($0.0 + $1.records, $0.1 + $1.bytes) } }
  }

  /// A stream waits before it repeats a request.
  public func waits(streamName: String, seconds: Double, isRateLimited: Bool) {
    guard isRateLimited else { return }
    let end = clock.now() + Int(seconds * 1_000_000)
    change(StreamID(streamName)) {
      $0.rateLimitWait += seconds
      $0.waitsUntil = end
    }
  }

  public func sliceBegan(_ slice: SliceID, _ content: StreamSlice, of stream: StreamID) { change(stream) { $0.slice = content } }

  public func pageRead(_ page: PageRead, in slice: SliceID, of stream: StreamID) {}

  public func exchanged(_ exchange: HTTPExchange) {
    guard !exchange.isFromCache, let origin = exchange.request.origin, let name = origin.stream else { return }
    change(StreamID(name)) {
      $0.requests += 1
      if origin.attempt > 1 { $0.retries += 1 }
      $0.waitsUntil = nil
    }
  }

  func begin(_ stream: StreamID) { content.withLock { $0[stream, default: Counts()].phase = .reading } }

  func stored(_ records: Int, bytes: Int, of stream: StreamID) {
    change(stream) {
      $0.records += records
      $0.bytes += bytes
    }
  }

  func failed(_ message: String, of stream: StreamID) { change(stream) { $0.error = $0.error ?? message } }

  func end(_ stream: StreamID, _ outcome: StreamOutcome) {
    change(stream) {
      if case .complete = outcome { $0.phase = .complete } else { $0.phase = .incomplete }
      $0.waitsUntil = nil
    }
  }

  private func change(_ stream: StreamID, _ body: (inout Counts) -> Void) {
    content.withLock { body(&$0[stream, default: Counts()]) }
  }
}
