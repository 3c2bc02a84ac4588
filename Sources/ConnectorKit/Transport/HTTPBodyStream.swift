internal import Synchronization

/// The body of an answer, chunk by chunk, with its content encoding undone.
///
/// One reader reads it once. Nothing is fetched ahead but a bounded number of bytes: a reader that pauses makes the server
/// wait. Dropping the stream, or cancelling the task that reads it, breaks off the transfer.
public final class HTTPBodyStream: Sendable, AsyncSequence {
  public typealias Element = [UInt8]
  public typealias Failure = TransportError

  private let read: @Sendable () async throws(TransportError) -> [UInt8]?
  private let abandon: @Sendable () -> Void

  /// - Parameters:
  ///   - read: Waits for the next chunk (never empty); nil at the end. Not called again after nil or an error.
  ///   - abandon: Called once when nobody wants the rest any more; must not block, and may be called after the end.
  public init(
    read: @escaping @Sendable () async throws(TransportError) -> [UInt8]?, abandon: @escaping @Sendable () -> Void = {}
  ) {
    self.read = read
    self.abandon = abandon
  }

  /// A body that is there as a whole.
  public convenience init(_ body: [UInt8]) {
    let rest = Mutex<[UInt8]?>(body.isEmpty ? nil : body)
    self.init { () -> [UInt8]? in rest.withLock { $0.take() } }
  }

  deinit {
    abandon()
  }

  /// The next chunk, nil at the end of the body.
  public func next() async throws(TransportError) -> [UInt8]? {
    try await read()
  }

  public func makeAsyncIterator() -> Iterator {
    Iterator(stream: self)
  }

  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let stream: HTTPBodyStream

    public mutating func next() async throws(TransportError) -> [UInt8]? {
      try await stream.next()
    }

    public mutating func next(isolation actor: isolated (any Actor)?) async throws(TransportError) -> [UInt8]? {
      try await stream.next()
    }
  }
}
