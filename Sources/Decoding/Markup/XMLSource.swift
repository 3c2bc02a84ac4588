/// Finds out the encoding of an XML document and decodes it.
struct XMLSource {
  private var decoder: TextDecoder?
  /// The first bytes, until they tell the encoding.
  private var head: [UInt8] = []
  private static let headBytes = 1024
  private let given: TextEncoding?
  /// Whether a byte order mark goes before a given encoding, and bytes that do not fit are an error.
  private let isStrict: Bool

  init(_ encoding: TextEncoding?, isStrict: Bool) {
    given = encoding
    self.isStrict = isStrict
    if !isStrict { decoder = encoding.map { TextDecoder($0, invalidBytes: .replace) } }
  }

  mutating func decode(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) throws {
    if decoder == nil {
      head.append(contentsOf: bytes)
      guard head.count >= Self.headBytes || head.dropFirst(4).contains(UInt8(ascii: ">")) else { return }
      try start(into: &output)
    } else {
      try decoder?.decode(bytes, into: &output)
    }
  }

  mutating func finish(into output: inout [UInt8]) throws {
    if decoder == nil { try start(into: &output) }
    try decoder?.finish(into: &output)
  }

  private mutating func start(into output: inout [UInt8]) throws {
    let first = head
    head = []
    try first.withUnsafeBytes { bytes in
      let encoding = try BodyText.detected(bytes) ?? given ?? declared(bytes) ?? .utf8
      decoder = TextDecoder(encoding, invalidBytes: isStrict ? .fail : .replace)
      try decoder?.decode(bytes, into: &output)
    }
  }

  /// The encoding in `<?xml version="1.0" encoding="..."?>`.
  private func declared(_ bytes: UnsafeRawBufferPointer) throws -> TextEncoding? {
    guard bytes.starts(with: "<?xml".utf8), let end = bytes.firstIndex(of: UInt8(ascii: ">")) else { return nil }
    let declaration = Array(bytes[..<end])
    let word = Array("encoding".utf8)
    guard let found = declaration.indices.first(where: { declaration[$0...].starts(with: word) }) else { return nil }
    let rest = declaration[(found + word.count)...]
    guard let open = rest.firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }),
      let close = rest[(open + 1)...].firstIndex(of: rest[open])
    else { return nil }
    let name = String(decoding: rest[(open + 1)..<close], as: UTF8.self)
    guard let encoding = TextEncoding(name: name) else {
      throw FormatError(.unsupported, in: "XML", "the document declares the unknown encoding \"\(name.prefix(40))\"", line: 1)
    }
    // Bytes that could be read this far are no UTF-16, whatever they claim.
    return encoding.extendsASCII ? encoding : .utf8
  }
}
