internal import ConnectorKit
internal import JSON

/// Gathers a whole answer in memory for the one task that waits for it.
///
/// Unchecked: everything but the continuation, which is set before the event loop hears of the transfer, belongs to the loop's holder.
final class BufferedSink: TransferSink, @unchecked Sendable {
  typealias Outcome = Result<HTTPResponse, TransportError>

  /// More than this is not set aside on the word of a `Content-Length` alone.
  private static let largestReserve = 64 << 20
  /// Room for what is unpacked in one go, at most.
  private static let unpackingRoom = [UInt8](repeating: 0, count: 64 << 10)
  /// What is set aside at once for a packed body.
  private static let leastReserve = 1 << 10

  var continuation: UnsafeContinuation<Outcome, Never>?
  private let limit: Int
  private var head: HTTPResponseHead?
  private var body: [UInt8] = []

  init(limit: Int) {
    self.limit = limit
  }

  func receive(_ head: HTTPResponseHead) {
    self.head = head
  }

  func receive(_ bytes: UnsafeBufferPointer<UInt8>) -> SinkVerdict {
    guard bytes.count <= limit - body.count else { return .tooLarge }
    if body.isEmpty { reserve(atLeast: bytes.count) }
    body.append(contentsOf: bytes)
    return .taken
  }

  func receive(unpacking unpack: (UnsafeMutableRawBufferPointer) -> Int) -> SinkVerdict {
    if body.isEmpty { reserve(atLeast: Self.leastReserve) }
    let start = body.count
    let spare = body.capacity - start - [UInt8].padding
    // At the limit, one byte more shows that there is too much.
    let size = min(spare > 0 ? spare : max(start, Self.leastReserve), Self.unpackingRoom.count, max(limit - start, 1))
    body.append(contentsOf: Self.unpackingRoom[..<size])
    let written = body.withUnsafeMutableBytes { unpack(UnsafeMutableRawBufferPointer(rebasing: $0[start...])) }
    body.removeLast(size - written)
    return body.count <= limit ? .taken : .tooLarge
  }

  func finish(_ error: TransportError?) {
    guard let continuation else { return }
    self.continuation = nil
    if let error {
      continuation.resume(returning: .failure(error))
    } else if let head {
      body.pad()
      // Handed over, not shared: a second owner on this thread, however short-lived, would make an append copy the body.
      var response = HTTPResponse(head: head, body: [])
      swap(&response.body, &body)
      continuation.resume(returning: .success(consume response))
    } else {
      continuation.resume(returning: .failure(TransportErrors.noHead))
    }
  }

  private func reserve(atLeast count: Int) {
    let announced = head?.headers["Content-Length"].flatMap { Int($0) } ?? 0
    // Packed pages of records are up to eight times as long when unpacked; the array grows by itself when that is not enough.
    let isPacked = head?.headers.contains("Content-Encoding") ?? false
    let expected = isPacked ? announced.multipliedReportingOverflow(by: 8).partialValue : announced
    body.reserveCapacity(max(count, min(max(expected, 0), Self.largestReserve)) + [UInt8].padding)
  }
}
