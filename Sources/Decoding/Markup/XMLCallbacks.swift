internal import CExpat

/// The bridge from expat's events to ``XMLTreeBuilder``.
enum XMLCallbacks {
  /// - Parameter builder: outlives the parser.
  static func install(in parser: XML_Parser, for builder: XMLTreeBuilder) {
    XML_SetUserData(parser, Unmanaged.passUnretained(builder).toOpaque())
    XML_SetElementHandler(
      parser, { context, name, attributes in XMLCallbacks.open(context, name, attributes) },
      { context, _ in XMLCallbacks.builder(context)?.close() })
    XML_SetCharacterDataHandler(parser) { context, text, length in XMLCallbacks.append(context, text, length) }
    // Where there is a default handler expat leaves entities of the document out of its text.
    XML_SetDefaultHandler(parser) { _, _, _ in }
    // Nothing outside the document is read.
    XML_SetExternalEntityRefHandler(parser) { _, _, _, _, _ in Int32(XML_STATUS_OK.rawValue) }
  }

  private static func builder(_ context: UnsafeMutableRawPointer?) -> XMLTreeBuilder? {
    context.map { Unmanaged<XMLTreeBuilder>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func open(
    _ context: UnsafeMutableRawPointer?, _ name: UnsafePointer<XML_Char>?,
    _ list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
  ) {
    guard let builder = builder(context), let name else { return }
    var attributes: [(String, String)] = []
    if var place = list {
      while let key = place[0], let value = place[1] {
        attributes.append((String(cString: key), String(cString: value)))
        place += 2
      }
    }
    builder.open(String(cString: name), attributes: attributes)
  }

  private static func append(_ context: UnsafeMutableRawPointer?, _ text: UnsafePointer<XML_Char>?, _ length: Int32) {
    guard length > 0, let text, let builder = builder(context) else { return }
    UnsafeRawBufferPointer(start: text, count: Int(length)).withMemoryRebound(to: UInt8.self) { builder.append($0) }
  }
}
