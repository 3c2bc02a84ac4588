internal import ConnectorKit

/// The chunks of a body on its way, and its end. The end comes by itself: what a body holds is handed over before it turns out that
/// something is missing.
struct BodyChunks: Sendable {
  private let body: HTTPBodyStream
  private let hidesTransportErrors: Bool

  init(_ body: HTTPBodyStream, _ run: RunServices) {
    self.body = body
    hidesTransportErrors = run.follows(.brokenBodiesAreInternalErrors)
  }

  /// The next chunk; the last one is empty. Not to be called behind the last one.
  func next() async throws -> (bytes: [UInt8], isLast: Bool) {
    let chunk: [UInt8]?
    do throws(TransportError) {
      chunk = try await body.next()
    } catch {
      throw hidesTransportErrors && error.kind != .cancelled ? SyncError(.system, error.message) : error
    }
    return (chunk ?? [], chunk == nil)
  }
}
