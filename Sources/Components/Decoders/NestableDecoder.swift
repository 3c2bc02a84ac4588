internal import ConnectorKit
internal import Decoding
internal import JSON

/// A decoder whose work can also be a step in another's: what a compressed body holds, or a file of an archive.
protocol NestableDecoder: BodyDecoder {
  /// The name of the format when a body without any bytes is none of it; nil, the default, when it holds no values.
  var formatOfBody: String? { get }

  /// A decoding that throws what the format's reader throws; whoever knows the request says the rest.
  ///
  /// - Parameter isInner: whether another decoder hands the bytes on.
  func rawSession(for response: Response, _ scope: RequestScope, isInner: Bool) throws -> any DecodingSession
}

/// A decoder that a manifest may put into another: `Scripts/generate-catalog` lists them.
protocol InnerDecoder: NestableDecoder {}

extension NestableDecoder {
  var formatOfBody: String? { nil }

  func session(for response: Response, _ scope: RequestScope) throws -> any DecodingSession {
    ExplainingSession(
      inner: try rawSession(for: response, scope, isInner: false), explanation: DecodingFailure(response, scope),
      blankBody: BlankBodyCheck(formatOfBody, response, scope))
  }
}

/// Refuses a body without content where others came before it: the records of the page are missing. That of a first page may say that
/// there are none, and so does the status 204.
struct BlankBodyCheck: Sendable {
  private let format: String
  private var isBlank = true

  /// - Parameter format: what the body should be; nil when it may be blank.
  init?(_ format: String?, _ response: Response, _ scope: RequestScope) {
    guard let format, (scope.pageNumber ?? 1) > 1, response.isOK, response.status != 204, !scope.run.follows(.acceptsEmptyPackedPages)
    else { return nil }
    self.format = format
  }

  /// Takes note of the next bytes.
  mutating func note(_ bytes: UnsafeRawBufferPointer) {
    if isBlank { isBlank = bytes.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) } }
  }

  /// Says that no more bytes come.
  func finish() throws(FormatError) {
    guard isBlank else { return }
    throw FormatError(
      .truncated, in: format, "the body is empty, which only the first page may be",
      fix: "if an empty page is the last one, give the paginator a stop condition")
  }
}

extension BodyDecoder {
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
  var blankBody: BlankBodyCheck?

  mutating func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
    explanation.note(bytes)
    do {
      if blankBody != nil {
        bytes.withUnsafeBytes { blankBody?.note($0) }
        if isLast { try blankBody?.finish() }
      }
      return try inner.decode(bytes, isLast: isLast)
    } catch let error as InterruptedDecoding {
      throw InterruptedDecoding(values: error.values, cause: explanation.error(error.cause))
    } catch {
      throw explanation.error(error)
    }
  }
}

/// A body that is not what its decoder expects, in the terms of the person who runs the sync.
struct DecodingFailure: Sendable {
  private static let keptBytes = BodyPreview.shortBytes + BodyPreview.marginBytes

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
    let subject = scope.hidesAnswer ? "The" : "Stream \(scope.streamName): the"
    var text = "\(subject) response to \(FailureText.place(request)) cannot be read"
    text += scope.place
    if let token = scope.nextPageToken { text += " (page token \(JSONText.compact(token)))" }
    // A cause may show a character of what it could not read.
    if scope.hidesAnswer {
      return SyncError(.system, "\(text). Check the `decoder` of the login in the manifest.", streamName: scope.streamName)
    }
    text += ": \(cause)."
    if !head.isEmpty { text += " It begins: \(BodyPreview.text(head, BodyPreview.shortBytes, scope.run.log.masked))" }
    return SyncError(.system, text, streamName: scope.streamName)
  }
}
