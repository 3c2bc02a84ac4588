internal import CLibXML2
public import JSON

/// Reads an XML document, pushed chunk by chunk, into a JSON value as the reference's decoder does.
///
/// An element is null when empty, its text when it has nothing but text, and otherwise an object of its attributes (`@name`), its
/// children by name (a list when a name repeats) and its text (`#text`). Text is stripped of white space at both ends. Names keep
/// their prefixes; namespace declarations are attributes like others. Comments and processing instructions are left out. Entities
/// that the document declares are left out of text and expanded in attributes; nothing outside the document is ever read.
public final class XMLReader {
  /// What guards memory against hostile documents.
  public struct Limits: Sendable, Hashable {
    /// Elements may be nested this deep; at most 255, where libxml2 stops by itself. Default 255.
    public var maximumDepth = 255
    /// The most bytes a document may have. Default 1 GiB.
    public var maximumBytes = 1 << 30

    public init() {}
  }

  private let parser: xmlParserCtxtPtr
  private let builder: XMLTreeBuilder
  private let limits: Limits
  private var source: XMLSource
  private var text: [UInt8] = []
  private var count = 0

  /// - Parameter encoding: the encoding of the bytes, whatever the document says of itself; nil to go by a byte order mark, then by
  ///   the XML declaration, then UTF-8. Bytes that mean nothing in it become U+FFFD.
  public init(encoding: TextEncoding? = nil, limits: Limits = Limits()) throws {
    self.limits = limits
    source = XMLSource(encoding)
    builder = XMLTreeBuilder(maximumDepth: limits.maximumDepth)
    xmlInitParser()
    var handler = XMLCallbacks.handler()
    guard let parser = xmlCreatePushParserCtxt(&handler, nil, nil, 0, nil) else {
      throw FormatError(.limit, in: "XML", "there is no memory for a parser")
    }
    self.parser = parser
    // The text is UTF-8 by the time libxml2 sees it, whatever the XML declaration says.
    xmlCtxtUseOptions(parser, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue))
    XMLCallbacks.install(in: parser)
    parser.pointee._private = Unmanaged.passUnretained(builder).toOpaque()
    builder.parser = OpaquePointer(parser)
  }

  deinit {
    if let document = parser.pointee.myDoc { xmlFreeDoc(document) }
    parser.pointee.myDoc = nil
    xmlFreeParserCtxt(parser)
  }

  /// Reads the next bytes.
  ///
  /// - Throws: ``FormatError`` for text that is not well-formed, and for reached limits.
  public func push(_ bytes: UnsafeRawBufferPointer) throws {
    count += bytes.count
    guard count <= limits.maximumBytes else {
      throw FormatError(.limit, in: "XML", "the document has more than \(limits.maximumBytes) bytes")
    }
    text.removeAll(keepingCapacity: true)
    try source.decode(bytes, into: &text)
    try parse(last: false)
  }

  /// Reads the next bytes; see ``push(_:)``.
  public func push(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try push($0) }
  }

  /// Says that no more bytes come.
  ///
  /// - Returns: an object with one member, the root element.
  /// - Throws: ``FormatError`` when the document is not complete.
  public func finish() throws -> JSONValue {
    text.removeAll(keepingCapacity: true)
    try source.finish(into: &text)
    try parse(last: true)
    guard let root = builder.root else { throw FormatError(.truncated, in: "XML", "there is no element at all") }
    return .object(root)
  }

  /// Reads a whole document.
  public static func parse(
    _ bytes: UnsafeRawBufferPointer, encoding: TextEncoding? = nil, limits: Limits = Limits()
  ) throws -> JSONValue {
    let reader = try XMLReader(encoding: encoding, limits: limits)
    try reader.push(bytes)
    return try reader.finish()
  }

  private func parse(last: Bool) throws {
    var at = 0
    repeat {
      let length = min(text.count - at, 1 << 20)
      let code = text.withUnsafeBytes { bytes in
        xmlParseChunk(
          parser, bytes.baseAddress.map { ($0 + at).assumingMemoryBound(to: CChar.self) }, Int32(length),
          last && at + length == text.count ? 1 : 0)
      }
      at += length
      if let problem = builder.problem { throw problem }
      guard code == 0 || parser.pointee.wellFormed == 1 else { throw syntaxError() }
    } while at < text.count
  }

  private func syntaxError() -> FormatError {
    guard let problem = xmlCtxtGetLastError(parser) else { return FormatError(.malformed, in: "XML", "the text is not well-formed") }
    var message = problem.pointee.message.map { String(cString: $0) } ?? "the text is not well-formed"
    while let last = message.last, last.isNewline || last == " " { message.removeLast() }
    let code = UInt32(bitPattern: problem.pointee.code)
    if code == XML_ERR_DOCUMENT_EMPTY.rawValue, count == 0 { message = "there is no element at all" }
    let isEnd = [XML_ERR_TAG_NOT_FINISHED, XML_ERR_DOCUMENT_END, XML_ERR_CDATA_NOT_FINISHED].contains { $0.rawValue == code }
    return FormatError(
      isEnd ? .truncated : .malformed, in: "XML", message, line: Int(problem.pointee.line), column: Int(problem.pointee.int2))
  }
}
