public import JSON

/// Turns the bytes of an answer into JSON values, whole or while they arrive.
public protocol BodyDecoder: Sendable {
  /// Whether bodies are decoded while they arrive, so that memory is bounded by a chunk.
  var isStreaming: Bool { get }

  /// A decoding of one body, from its first byte on.
  ///
  /// - Parameters:
  ///   - response: the response whose body is decoded.
  ///   - scope: for what the answer was requested.
  func session(for response: Response, _ scope: RequestScope) throws -> any DecodingSession
}

/// The decoding of one body. It belongs to the task that began it.
public protocol DecodingSession: Sendable {
  /// Takes the next bytes and gives the values that are complete.
  ///
  /// - Throws: ``SyncError`` saying what was expected and showing the first bytes.
  mutating func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView]
}
