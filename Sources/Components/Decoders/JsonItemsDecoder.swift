internal import ConnectorKit
internal import Decoding
internal import Document
internal import JSON

/// Reads the elements of one list of a large JSON document while it arrives; memory stays at one element and one chunk.
struct JsonItemsDecoder: InnerDecoder {
  static let spec = ComponentSpec<any BodyDecoder>(
    "JsonItemsDecoder", "Reads the elements of one list of a large JSON document while it arrives.", since: "7.23",
    fields: Field<String>.string("items_path", doc: "The path of the list, its keys separated by dots; `item` is any element of a list.")
      .examples("data.users"),
    Field<String>.string("encoding", doc: "The encoding of the text.").default("utf-8", shown: "utf-8"),
    Field<BuildContext>.context,
    examples: [
      """
      type: JsonItemsDecoder
      items_path: data.users
      """
    ],
    make: JsonItemsDecoder.init)

  private let path: String
  private let encoding: TextEncoding

  var isStreaming: Bool { true }

  init(path: String, encoding: String, context: BuildContext) throws {
    guard !path.isEmpty else { throw Diagnostic(code: .emptyPath, "`items_path` must not be empty", at: context.location) }
    guard let encoding = TextEncoding(name: encoding) else {
      throw Diagnostic(code: .unknownEncoding, "unknown text encoding `\(encoding)`", at: context.location)
    }
    self.path = path
    self.encoding = encoding
  }

  func rawSession(for response: Response, _ scope: RequestScope, isInner: Bool) throws -> any DecodingSession {
    let charset = BodyText.declaredCharset(response.headers["Content-Type"])
    // Another encoding than the usual one is declared on purpose.
    let isDetected = encoding == .utf8 && !scope.run.follows(.ignoresDeclaredCharsets)
    return Session(
      path: path, text: isDetected ? ArrivingText(declaredCharset: charset) : ArrivingText(encoding),
      allowsNothing: !scope.run.follows(.ignoresUndecodableBodies))
  }

  private struct Session: DecodingSession {
    private var text: ArrivingText
    private var scanner: JSONItemsScanner
    private let allowsNothing: Bool

    init(path: String, text: ArrivingText, allowsNothing: Bool) {
      self.text = text
      scanner = JSONItemsScanner(path: path)
      self.allowsNothing = allowsNothing
    }

    mutating func decode(_ bytes: consuming [UInt8], isLast: Bool) throws -> [JSONView] {
      var found: [JSONView] = []
      do {
        try read(bytes, isLast: isLast, into: &found)
      } catch {
        throw InterruptedDecoding.error(error, after: found)
      }
      return found
    }

    private mutating func read(_ bytes: [UInt8], isLast: Bool, into found: inout [JSONView]) throws {
      var decoded: [UInt8] = []
      let decoding = Result {
        try bytes.withUnsafeBytes { try text.decode($0, into: &decoded) }
        if isLast { try text.finish(into: &decoded) }
      }
      // What was right before a failure counts.
      var elements: [[UInt8]] = []
      let scanning = Result { try scanner.scan(decoded, into: &elements) }
      for element in elements { found.append(try JSONTape(element, options: .python).root.asBody) }
      try scanning.get()
      try decoding.get()
      if isLast { try scanner.finish(allowsNothing: allowsNothing) }
    }
  }
}
