internal import CLibXML2

/// The bridge from libxml2's events to ``XMLTreeBuilder``.
///
/// Events of its first generation are used, since they name elements and attributes as they are written. libxml2 keeps the
/// document type in a document of its own, which is what its default handlers are for.
enum XMLCallbacks {
  static func handler() -> xmlSAXHandler {
    var handler = xmlSAXHandler()
    xmlSAXVersion(&handler, 1)
    handler.startElement = { context, name, attributes in XMLCallbacks.open(context, name, attributes) }
    handler.endElement = { context, _ in XMLCallbacks.builder(context)?.close() }
    handler.characters = { context, text, length in XMLCallbacks.append(context, text, length) }
    handler.ignorableWhitespace = { context, text, length in XMLCallbacks.append(context, text, length) }
    handler.cdataBlock = { context, text, length in XMLCallbacks.append(context, text, length) }
    handler.reference = { _, _ in }
    handler.comment = { _, _ in }
    handler.processingInstruction = { _, _, _ in }
    // Nothing outside the document is read.
    handler.resolveEntity = { _, _, _ in nil }
    handler.externalSubset = { _, _, _, _ in }
    handler.warning = nil
    handler.error = nil
    handler.fatalError = nil
    handler.serror = { _, _ in }
    return handler
  }

  /// Options overwrite some handlers; put ours back.
  static func install(in parser: xmlParserCtxtPtr) {
    parser.pointee.sax?.pointee = handler()
    // Without it even `&amp;` stays as it is in attributes. In text it makes libxml2 read entities with parsers of its own.
    parser.pointee.replaceEntities = 1
    parser.pointee.loadsubset = 0
    parser.pointee.sax2 = 0
  }

  private static func builder(_ context: UnsafeMutableRawPointer?) -> XMLTreeBuilder? {
    guard let context else { return nil }
    let parser = context.assumingMemoryBound(to: xmlParserCtxt.self)
    guard let held = parser.pointee._private else { return nil }
    let builder = Unmanaged<XMLTreeBuilder>.fromOpaque(held).takeUnretainedValue()
    // While it looks into an entity libxml2 uses another parser; what is in there is no part of the text.
    return builder.parser == OpaquePointer(parser) ? builder : nil
  }

  private static func open(
    _ context: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?, _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    guard let builder = builder(context), let name else { return }
    var attributes: [(String, String)] = []
    if var place = list {
      while let key = place[0] {
        attributes.append((String(cString: key), place[1].map { String(cString: $0) } ?? ""))
        place += 2
      }
    }
    builder.open(String(cString: name), attributes: attributes)
  }

  private static func append(_ context: UnsafeMutableRawPointer?, _ text: UnsafePointer<xmlChar>?, _ length: Int32) {
    guard length > 0, let text, let builder = builder(context) else { return }
    builder.append(UnsafeBufferPointer(start: text, count: Int(length)))
  }
}
