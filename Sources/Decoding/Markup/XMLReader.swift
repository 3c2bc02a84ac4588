internal import CExpat
package import JSON

/// Reads an XML document, pushed chunk by chunk, into a JSON value as the reference's decoder does.
///
/// An element is null when empty, its text when it has nothing but text, and otherwise an object of its attributes (`@name`), its
/// children by name (a list when a name repeats) and its text (`#text`). Text is stripped of white space at both ends. Names keep
/// their prefixes; namespace declarations are attributes like others. Comments and processing instructions are left out. Entities
/// that the document declares are expanded within limits, others are an error; nothing outside the document is ever read.
package final class XMLReader {
  /// What guards memory against hostile documents.
  package struct Limits: Sendable, Hashable {
    /// Elements may be nested this deep. Default 512. The value is up to twice as deep, as elements of one name make a list.
    package var maximumDepth = 512
    /// The most bytes a document may have. Default 1 GiB.
    package var maximumBytes = 1 << 30
    /// Entities may add this many bytes to a document, or as many as it has. Default 16 MiB.
    package var maximumExpansion = 16 << 20

    package init() {}
  }

  private let parser: XML_Parser
  private let builder: XMLTreeBuilder
  private let limits: Limits
  private var source: XMLSource
  /// Nil where entities that the document does not declare may vanish.
  private var declaration: XMLDeclarationRewriter?
  private var text: [UInt8] = []
  private var count = 0

  /// How documents are read that are not in order.
  package enum Conventions: Sendable {
    /// Entities stand for their text, those that the document does not declare are an error, and so are bytes that do not fit the
    /// encoding. A byte order mark tells more than the server.
    case strict
    /// As in the reference: entities that the document declares vanish from text and are expanded in attributes, unknown ones may
    /// vanish, bytes that mean nothing become U+FFFD.
    case reference
  }

  /// - Parameters:
  ///   - encoding: the encoding of the bytes, whatever the document says of itself; nil to go by a byte order mark, then by the XML
  ///     declaration, then UTF-8.
  ///   - conventions: how to read documents that are not in order. Default strict.
  package init(encoding: TextEncoding? = nil, limits: Limits = Limits(), conventions: Conventions = .strict) throws {
    self.limits = limits
    source = XMLSource(encoding, isStrict: conventions == .strict)
    declaration = conventions == .strict ? XMLDeclarationRewriter() : nil
    builder = XMLTreeBuilder(maximumDepth: limits.maximumDepth, maximumExpansion: limits.maximumExpansion)
    // The text is UTF-8 by the time expat sees it, whatever the XML declaration says.
    guard let parser = XML_ParserCreate("UTF-8") else { throw FormatError(.limit, in: "XML", "out of memory") }
    self.parser = parser
    XMLCallbacks.install(in: parser, for: builder, expandsEntities: conventions == .strict)
  }

  deinit { XML_ParserFree(parser) }

  /// Reads the next bytes.
  ///
  /// - Throws: ``FormatError`` for text that is not well-formed, and for reached limits.
  package func push(_ bytes: UnsafeRawBufferPointer) throws {
    count += bytes.count
    guard count <= limits.maximumBytes else {
      throw FormatError(.limit, in: "XML", "the document has more than \(limits.maximumBytes) bytes")
    }
    text.removeAll(keepingCapacity: true)
    try source.decode(bytes, into: &text)
    declaration?.rewrite(&text, isLast: false)
    try parse(last: false)
  }

  /// Reads the next bytes; see ``push(_:)``.
  package func push(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try push($0) }
  }

  /// Says that no more bytes come.
  ///
  /// - Returns: an object with one member, the root element.
  /// - Throws: ``FormatError`` when the document is not complete.
  package func finish() throws -> JSONValue {
    text.removeAll(keepingCapacity: true)
    try source.finish(into: &text)
    declaration?.rewrite(&text, isLast: true)
    try parse(last: true)
    guard let root = builder.root else { throw FormatError(.truncated, in: "XML", "the document is empty") }
    return .object(root)
  }

  /// Reads a whole document.
  package static func parse(
    _ bytes: UnsafeRawBufferPointer, encoding: TextEncoding? = nil, limits: Limits = Limits(), conventions: Conventions = .strict
  ) throws -> JSONValue {
    let reader = try XMLReader(encoding: encoding, limits: limits, conventions: conventions)
    try reader.push(bytes)
    return try reader.finish()
  }

  private func parse(last: Bool) throws {
    var at = 0
    repeat {
      let length = min(text.count - at, 1 << 20)
      builder.documentBytes += length
      let status = text.withUnsafeBytes { bytes in
        XML_Parse(
          parser, bytes.baseAddress.map { ($0 + at).assumingMemoryBound(to: CChar.self) }, Int32(length),
          last && at + length == text.count ? 1 : 0)
      }
      at += length
      if let problem = builder.problem { throw located(problem) }
      guard status == XML_STATUS_OK else { throw syntaxError() }
    } while at < text.count
  }

  private func syntaxError() -> FormatError {
    let code = XML_GetErrorCode(parser)
    switch code {
    case XML_ERROR_UNDEFINED_ENTITY: return located(XMLTreeBuilder.unknownEntity(missingEntity()))
    case XML_ERROR_AMPLIFICATION_LIMIT_BREACH:
      // The limit is the parser's own.
      return located(
        FormatError(.limit, in: "XML", "entities expand to more than 100 times the document's size, where they are over 8 MiB"))
    default: break
    }
    let message = XML_ErrorString(code).map { String(cString: $0) } ?? "the text is not well-formed"
    let isEnd = [
      XML_ERROR_NO_ELEMENTS, XML_ERROR_UNCLOSED_TOKEN, XML_ERROR_PARTIAL_CHAR, XML_ERROR_UNCLOSED_CDATA_SECTION,
    ].contains(code)
    if code == XML_ERROR_NO_ELEMENTS || count == 0 {
      return located(
        FormatError(.truncated, in: "XML", count == 0 ? "the document is empty" : "the document ends before its root element is closed"))
    }
    return located(FormatError(isEnd ? .truncated : .malformed, in: "XML", message))
  }

  /// The problem with the parser's place.
  private func located(_ problem: FormatError) -> FormatError {
    var problem = problem
    let line = Int(XML_GetCurrentLineNumber(parser))
    let shift = line == 1 ? declaration?.shift ?? 0 : 0
    problem.line = line
    problem.column = max(1, Int(XML_GetCurrentColumnNumber(parser)) + 1 - shift)
    return problem
  }

  /// The name of the entity at or behind the parser's place that is not declared.
  private func missingEntity() -> String? {
    var (offset, size): (Int32, Int32) = (0, 0)
    guard let start = XML_GetInputContext(parser, &offset, &size), offset >= 0, offset < size else { return nil }
    return builder.entities.firstMissing(in: UnsafeRawBufferPointer(start: start + Int(offset), count: Int(size - offset)))
  }
}
