internal import ConnectorKit
internal import JSON

/// Reads a body that is one JSON document.
struct JsonDecoder: Decoder {
  static let spec = ComponentSpec<any Decoder>("JsonDecoder", "Reads a body that is one JSON document.", make: { JsonDecoder() })

  var isStreaming: Bool { false }

  func session(for response: Response) throws -> any DecodingSession { Session(response: response) }

  private struct Session: DecodingSession {
    let response: Response
    var gathered: [UInt8] = []

    mutating func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      if gathered.isEmpty { gathered = bytes } else { gathered += bytes }
      guard isLast else { return [] }
      do {
        return [try JSONTape(gathered, options: .python).root]
      } catch {
        throw SyncError(.system, "The answer is not JSON: \(error)")
      }
    }
  }
}
