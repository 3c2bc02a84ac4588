internal import CExpat

/// The bridge from expat's events to ``XMLTreeBuilder``.
enum XMLCallbacks {
  /// - Parameters:
  ///   - builder: outlives the parser.
  ///   - expandsEntities: whether entities of the document stand for their text; otherwise they vanish from text.
  static func install(in parser: XML_Parser, for builder: XMLTreeBuilder, expandsEntities: Bool) {
    let context = Unmanaged.passUnretained(builder).toOpaque()
    builder.stop = { XML_StopParser(parser, XML_Bool(XML_FALSE)) }
    XML_SetUserData(parser, context)
    XML_SetElementHandler(
      parser, { context, name, attributes in XMLCallbacks.open(context, name, attributes) },
      { context, _ in XMLCallbacks.builder(context)?.close() })
    XML_SetCharacterDataHandler(parser) { context, text, length in XMLCallbacks.append(context, text, length) }
    XML_SetEntityDeclHandler(parser) { context, name, isParameter, value, length, _, _, _, _ in
      guard isParameter == 0, let name, let builder = XMLCallbacks.builder(context) else { return }
      let bytes = value.map { UnsafeRawBufferPointer(start: $0, count: Int(length)).assumingMemoryBound(to: UInt8.self) }
      builder.declareEntity(String(cString: name), value: bytes)
    }
    // Nothing outside the document is read.
    guard expandsEntities else {
      // Where there is a default handler expat leaves entities of the document out of its text.
      XML_SetDefaultHandler(parser) { _, _, _ in }
      XML_SetExternalEntityRefHandler(parser) { _, _, _, _, _ in Int32(XML_STATUS_OK.rawValue) }
      return
    }
    XML_SetExternalEntityRefHandlerArg(parser, context)
    XML_SetExternalEntityRefHandler(parser) { argument, names, _, _, _ in
      let context = argument.map { UnsafeMutableRawPointer($0) }
      // The names of all entities that are open, divided by form feeds.
      let name = names.map { String(cString: $0) }?.split(separator: "\u{C}").last { !$0.contains("=") }
      XMLCallbacks.builder(context)?.refuseExternalEntity(name.map(String.init) ?? "")
      return Int32(XML_STATUS_ERROR.rawValue)
    }
    XML_SetSkippedEntityHandler(parser) { context, name, isParameter in
      guard isParameter == 0, let name else { return }
      XMLCallbacks.builder(context)?.refuseUnknownEntity(String(cString: name))
    }
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
