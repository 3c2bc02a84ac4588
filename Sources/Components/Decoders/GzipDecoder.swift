internal import ConnectorKit
internal import Decoding
internal import JSON

/// Unpacks a compressed body while it arrives and hands it on to another decoder; a body that is not compressed passes through.
struct GzipDecoder: InnerDecoder {
  static let spec = ComponentSpec<any BodyDecoder>(
    "GzipDecoder", "Unpacks a compressed body while it arrives; one that is not compressed passes through.", since: "6.33",
    fields: Field<any BodyDecoder>.component("decoder", innerTypes, doc: "Reads what was unpacked."),
    examples: [
      """
      type: GzipDecoder
      decoder:
        type: JsonlDecoder
      """
    ],
    make: GzipDecoder.init)

  let decoder: any BodyDecoder

  var isStreaming: Bool { true }

  var formatOfBody: String? { "gzip" }

  func rawSession(for response: Response, _ scope: RequestScope, isInner: Bool) throws -> any DecodingSession {
    let format = (decoder as? any NestableDecoder)?.formatOfBody
    return Session(try decoder.innerSession(for: response, scope), blankBody: BlankBodyCheck(format, response, scope))
  }

  /// A class, since what unpacks cannot be copied.
  // Unchecked: a session belongs to the task that reads its body.
  private final class Session: DecodingSession, @unchecked Sendable {
    private var reader = GzipReader()
    private var inner: any DecodingSession
    private var blankBody: BlankBodyCheck?

    init(_ inner: any DecodingSession, blankBody: BlankBodyCheck?) {
      self.inner = inner
      self.blankBody = blankBody
    }

    func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      var found: [JSONView] = []
      do {
        try reader.push(bytes) { try read($0, into: &found) }
        if isLast {
          try reader.finish { try read($0, into: &found) }
          try blankBody?.finish()
          try found += inner.decode([], isLast: true)
        }
      } catch {
        throw InterruptedDecoding.error(error, after: found)
      }
      return found
    }

    private func read(_ text: UnsafeRawBufferPointer, into found: inout [JSONView]) throws {
      blankBody?.note(text)
      try found += inner.decode(Array(text), isLast: false)
    }
  }
}
