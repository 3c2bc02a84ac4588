internal import ConnectorKit
internal import JSON

/// A decoder whose work can also be a step in another's: what a compressed body holds, or a file of an archive.
protocol NestableDecoder: Decoder {
  /// A decoding that throws what the format's reader throws; whoever knows the request says the rest.
  ///
  /// - Parameter isInner: whether another decoder hands the bytes on.
  func rawSession(for response: Response, _ scope: RequestScope, isInner: Bool) throws -> any DecodingSession
}

extension NestableDecoder {
  func session(for response: Response, _ scope: RequestScope) throws -> any DecodingSession {
    ExplainingSession(inner: try rawSession(for: response, scope, isInner: false), explanation: DecodingFailure(response, scope))
  }
}

extension Decoder {
  /// The session of a decoder within another.
  func innerSession(for response: Response, _ scope: RequestScope) throws -> any DecodingSession {
    guard let nestable = self as? any NestableDecoder else { return try session(for: response, scope) }
    return try nestable.rawSession(for: response, scope, isInner: true)
  }
}

/// Says of every failure for what was requested what cannot be decoded.
private struct ExplainingSession: DecodingSession {
  var inner: any DecodingSession
  var explanation: DecodingFailure

  mutating func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
    explanation.note(bytes)
    do {
      return try inner.decode(bytes, isLast: isLast)
    } catch {
      throw explanation.error(error)
    }
  }
}

/// A body that is not what its decoder expects, in the terms of the person who runs the sync.
struct DecodingFailure: Sendable {
  private static let keptBytes = Excerpt.shortBytes + Excerpt.marginBytes

  private let request: HTTPRequest
  private let scope: RequestScope
  private var head: [UInt8] = []

  init(_ response: Response, _ scope: RequestScope) {
    request = response.request
    self.scope = scope
  }

  /// Remembers the first bytes.
  mutating func note(_ bytes: [UInt8]) {
    if head.count < Self.keptBytes { head += bytes.prefix(Self.keptBytes - head.count) }
  }

  func error(_ cause: any Error) -> SyncError {
    if let cause = cause as? SyncError { return cause }
    var text = "Stream \(scope.streamName): the answer to \(FailureText.place(request)) cannot be read"
    text += scope.place
    if let token = scope.nextPageToken { text += " (page token \(JSONText.compact(token)))" }
    text += ": \(cause)."
    if !head.isEmpty { text += " It begins: \(Excerpt.text(head, Excerpt.shortBytes, scope.run.log.masked))" }
    return SyncError(.system, text, streamName: scope.streamName)
  }
}
