internal import ConnectorKit
internal import Decoding
internal import JSON

/// Unpacks a compressed body while it arrives and hands it on to another decoder; a body that is not compressed passes through.
struct GzipDecoder: NestableDecoder {
  static let spec = ComponentSpec<any Decoder>(
    "GzipDecoder", "Unpacks a compressed body while it arrives; one that is not compressed passes through.",
    fields: Field<any Decoder>.component("decoder", innerTypes, doc: "Reads what was unpacked."),
    examples: [
      """
      type: GzipDecoder
      decoder:
        type: JsonlDecoder
      """
    ],
    make: GzipDecoder.init)

  /// The decoders that read what another one unpacks.
  static let innerTypes = ["CsvDecoder", "GzipDecoder", "JsonDecoder", "JsonItemsDecoder", "JsonlDecoder"]

  let decoder: any Decoder

  var isStreaming: Bool { true }

  func rawSession(for response: Response, _ scope: RequestScope, isInner: Bool) throws -> any DecodingSession {
    Session(try decoder.innerSession(for: response, scope))
  }

  /// Used by one task at a time.
  private final class Session: DecodingSession, @unchecked Sendable {
    private var reader = GzipReader()
    private var inner: any DecodingSession

    init(_ inner: any DecodingSession) { self.inner = inner }

    func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      var found: [JSONView] = []
      try reader.push(bytes) { try found += inner.decode(Array($0), isLast: false) }
      if isLast {
        try reader.finish { try found += inner.decode(Array($0), isLast: false) }
        try found += inner.decode([], isLast: true)
      }
      return found
    }
  }
}
