internal import ConnectorKit

/// Where a transfer's answer goes. Called by the holder of the event loop only.
protocol TransferSink: AnyObject, Sendable {
  /// The head of the final answer is there.
  func receive(_ head: HTTPResponseHead)
  /// More of the decoded body is there.
  func receive(_ bytes: UnsafeBufferPointer<UInt8>) -> SinkVerdict
  /// More of a packed body is there.
  ///
  /// - Parameter unpack: Writes what comes of it from the start of the room it is given, and says how many bytes that is. There may be
  ///   more when the room is full. Not called when the verdict is to pause.
  func receive(unpacking unpack: (UnsafeMutableRawBufferPointer) -> Int) -> SinkVerdict
  /// Nothing more will come; nil when the body is complete. Called exactly once.
  func finish(_ error: TransportError?)
}

/// What a sink says to bytes offered to it.
enum SinkVerdict {
  case taken
  /// Not taken: offer them again when the transfer is resumed.
  case pause
  /// Not taken: the answer is too long to be held.
  case tooLarge
}
