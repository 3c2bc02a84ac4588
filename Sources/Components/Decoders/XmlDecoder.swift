internal import ConnectorKit
internal import Decoding
internal import JSON

/// Reads a body that is one XML document, as an object of its root element.
struct XmlDecoder: NestableDecoder {
  static let spec = ComponentSpec<any BodyDecoder>(
    "XmlDecoder",
    "Reads a body that is one XML document: elements become fields, attributes fields with `@`, text beside them the field `#text`.",
    examples: ["type: XmlDecoder"],
    make: { XmlDecoder() })

  var isStreaming: Bool { false }

  var formatOfBody: String? { "XML" }

  func rawSession(for response: Response, _ scope: RequestScope, isInner: Bool) throws -> any DecodingSession {
    Session(contentType: response.headers["Content-Type"], scope: scope)
  }

  private struct Session: DecodingSession {
    let contentType: String?
    let scope: RequestScope
    private var gathered: [UInt8] = []

    init(contentType: String?, scope: RequestScope) {
      self.contentType = contentType
      self.scope = scope
    }

    mutating func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      if gathered.isEmpty { gathered = bytes } else { gathered += bytes }
      guard isLast else { return [] }
      let body = gathered
      gathered = []
      guard body.contains(where: { $0 > 0x20 }) else { return [] }
      do {
        let limits = XMLReader.Limits()
        let conventions: XMLReader.Conventions = scope.run.follows(.dropsXMLEntities) ? .reference : .strict
        let document = try body.withUnsafeBytes {
          try XMLReader.parse($0, encoding: encoding, limits: limits, conventions: conventions)
        }
        var options = JSONOptions.standard
        options.maximumDepth = 2 * limits.maximumDepth + 1
        return [try JSONTape(JSONText.compact(document), options: options).root]
      } catch let error as FormatError where scope.run.follows(.ignoresUndecodableBodies) {
        scope.run.log.write(.warning, "Stream \(scope.streamName): the response is taken for empty, since it cannot be read: \(error)")
        return []
      }
    }

    /// The encoding that the server declares. The reference takes text of no declared encoding for Latin-1.
    private var encoding: TextEncoding? {
      if let name = BodyText.declaredCharset(contentType) { return TextEncoding(name: name) }
      return scope.run.follows(.readsTextXMLAsLatin1) && contentType?.lowercased().contains("text") == true ? .latin1 : nil
    }
  }
}
