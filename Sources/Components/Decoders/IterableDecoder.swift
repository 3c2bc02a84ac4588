internal import ConnectorKit
internal import Decoding
internal import JSON

/// Reads the lines of a text while it arrives; each is a record with the one field `record`.
struct IterableDecoder: NestableDecoder {
  static let spec = ComponentSpec<any BodyDecoder>(
    "IterableDecoder", "Reads the lines of a string while it arrives; each is a record with the one field `record`.",
    examples: ["type: IterableDecoder"],
    make: { IterableDecoder() })

  var isStreaming: Bool { true }

  func rawSession(for response: Response, _ scope: RequestScope, isInner: Bool) throws -> any DecodingSession {
    Session(ArrivingLines(response, scope))
  }

  private struct Session: DecodingSession {
    private var reader = TextLinesReader()
    private var text: ArrivingLines

    init(_ text: ArrivingLines) { self.text = text }

    mutating func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      let (bytes, failure) = text.decoded(bytes, isLast: isLast)
      var tapes = RecordTapeWriter(byteCapacity: bytes.count * 2)
      do {
        try reader.push(bytes) { TextLinesReader.write($0, to: &tapes) }
        if let failure { throw failure }
        if isLast { try reader.finish { TextLinesReader.write($0, to: &tapes) } }
      } catch {
        throw InterruptedDecoding.error(error, after: tapes.finish())
      }
      return tapes.finish()
    }
  }
}
