internal import ConnectorKit

/// The chunks of a body on its way, read one ahead: decoders are told which one is the last. What arrived before the body broke off is
/// handed over before the error.
struct ArrivingChunks {
  private let body: HTTPBodyStream
  private let compat: Bool
  private var ahead: Result<[UInt8]?, TransportError>

  init(_ body: HTTPBodyStream, _ run: RunServices) async {
    self.body = body
    compat = run.options.compat
    ahead = await Self.read(body)
  }

  /// The next chunk, and whether it is the last one. An empty body is one empty chunk. Not to be called behind the last one.
  mutating func next() async throws -> (bytes: [UInt8], isLast: Bool) {
    switch ahead {
    case .failure(let error):
      throw compat && error.kind != .cancelled ? SyncError(.system, error.message) : error
    case .success(nil):
      return ([], true)
    case .success(let chunk?):
      ahead = await Self.read(body)
      if case .success(nil) = ahead { return (chunk, true) }
      return (chunk, false)
    }
  }

  private static func read(_ body: HTTPBodyStream) async -> Result<[UInt8]?, TransportError> {
    do throws(TransportError) {
      return .success(try await body.next())
    } catch {
      return .failure(error)
    }
  }
}
