internal import ConnectorKit
internal import Synchronization

/// Hands an answer on to a task that reads it chunk by chunk, and makes the server wait when that task is slower.
final class StreamSink: TransferSink {
  typealias HeadOutcome = Result<HTTPResponseHead, TransportError>
  typealias ChunkOutcome = Result<[UInt8]?, TransportError>

  private struct State {
    var head: HeadOutcome?
    var headWaiter: UnsafeContinuation<HeadOutcome, Never>?
    var pending: [UInt8] = []
    var end: Result<Void, TransportError>?
    var chunkWaiter: UnsafeContinuation<ChunkOutcome, Never>?
    var isPaused = false
  }

  /// The room for what is unpacked in one go.
  private static let unpackingRoom = 64 << 10

  private let state = Mutex(State())
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  func receive(_ head: HTTPResponseHead) {
    let waiter = state.withLock { state in
      state.head = .success(head)
      return state.headWaiter.take()
    }
    waiter?.resume(returning: .success(head))
  }

  func receive(_ bytes: UnsafeBufferPointer<UInt8>) -> SinkVerdict {
    let waiter: UnsafeContinuation<ChunkOutcome, Never>?
    let verdict: SinkVerdict
    (waiter, verdict) = state.withLock { state in
      if let waiter = state.chunkWaiter.take() { return (waiter, .taken) }
      if !state.pending.isEmpty && state.pending.count + bytes.count > limit {
        state.isPaused = true
        return (nil, .pause)
      }
      // Growing step by step would copy what is there again and again.
      if state.pending.isEmpty { state.pending.reserveCapacity(max(limit, bytes.count)) }
      state.pending.append(contentsOf: bytes)
      return (nil, .taken)
    }
    waiter?.resume(returning: .success(Array(bytes)))
    return verdict
  }

  func receive(unpacking unpack: (UnsafeMutableRawBufferPointer) -> Int) -> SinkVerdict {
    // Until the bytes are there, the reader can but make more room.
    let isPaused = state.withLock { state in
      state.isPaused = state.chunkWaiter == nil && !state.pending.isEmpty && state.pending.count + Self.unpackingRoom > limit
      return state.isPaused
    }
    if isPaused { return .pause }
    let chunk = [UInt8](unsafeUninitializedCapacity: Self.unpackingRoom) { room, count in
      count = unpack(UnsafeMutableRawBufferPointer(room))
    }
    if chunk.isEmpty { return .taken }
    let waiter: UnsafeContinuation<ChunkOutcome, Never>? = state.withLock { state in
      if let waiter = state.chunkWaiter.take() { return waiter }
      if state.pending.isEmpty {
        state.pending = chunk
      } else {
        state.pending.reserveCapacity(limit)
        state.pending.append(contentsOf: chunk)
      }
      return nil
    }
    waiter?.resume(returning: .success(chunk))
    return .taken
  }

  func finish(_ error: TransportError?) {
    let (headWaiter, chunkWaiter, error) = state.withLock { state in
      let error = error ?? (state.head == nil ? TransportErrors.noHead : nil)
      state.end = error.map { .failure($0) } ?? .success(())
      if let error, state.head == nil { state.head = .failure(error) }
      return (state.headWaiter.take(), state.chunkWaiter.take(), error)
    }
    if let error {
      headWaiter?.resume(returning: .failure(error))
      chunkWaiter?.resume(returning: .failure(error))
    } else {
      chunkWaiter?.resume(returning: .success(nil))
    }
  }

  /// Waits for the head.
  func head() async -> HeadOutcome {
    await withUnsafeContinuation { continuation in
      let ready = state.withLock { state in
        if state.head == nil { state.headWaiter = continuation }
        return state.head
      }
      if let ready { continuation.resume(returning: ready) }
    }
  }

  /// Waits for more of the body; nil at its end.
  ///
  /// - Parameter resume: Called when the transfer was held up and may go on.
  func next(resume: @Sendable () -> Void) async -> ChunkOutcome {
    await withUnsafeContinuation { continuation in
      let (ready, wasPaused): (ChunkOutcome?, Bool) = state.withLock { state in
        if !state.pending.isEmpty {
          var chunk: [UInt8] = []
          swap(&chunk, &state.pending)
          let wasPaused = state.isPaused
          state.isPaused = false
          return (.success(chunk), wasPaused)
        }
        switch state.end {
        case .success: return (.success(nil), false)
        case .failure(let error): return (.failure(error), false)
        case nil:
          state.chunkWaiter = continuation
          return (nil, false)
        }
      }
      if let ready { continuation.resume(returning: ready) }
      if wasPaused { resume() }
    }
  }
}
