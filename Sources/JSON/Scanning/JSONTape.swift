internal import Glibc

/// A text scanned once: its bytes and, for every key and value in them, a token of 16 bytes.
///
/// Nothing is decoded until asked for; ``JSONView`` reads from a tape. Immutable, hence free to share. Of members with equal keys the
/// last wins. A tape of JSON lines has many ``roots``.
public final class JSONTape: @unchecked Sendable {
  /// Holds the bytes.
  private enum Text: ~Copyable {
    case buffer(JSONBuffer)
    case array([UInt8])
  }

  private let text: Text
  /// The number of bytes scanned.
  public let byteCount: Int
  /// What was scanned. Read without counting references by those who hold the tape meanwhile.
  package let bytes: UnsafePointer<UInt8>
  package let tokens: UnsafeMutablePointer<JSONToken>
  private let memory: TokenMemory
  let tokenCount: Int
  /// Whether there was no white space between tokens (nor a line end within a line).
  public let isMinified: Bool
  /// Whether the bytes of a value can be written as they are: minified, and free of `NaN` and the like.
  let isVerbatim: Bool

  /// Scans one document.
  ///
  /// - Throws: ``JSONError`` when the text breaks the grammar, is not UTF-8, is nested too deeply or larger than 4 GiB.
  public convenience init(_ buffer: consuming JSONBuffer, options: JSONOptions = .standard) throws(JSONError) {
    buffer.seal()
    let size = buffer.count
    let outcome: Result<JSONScanner, JSONError> = buffer.withBytes { Self.scan($0, size: size, options: options) }
    self.init(buffer, try outcome.get())
  }

  /// Scans one document; the bytes are copied once, unless the array is padded.
  public convenience init(_ bytes: [UInt8], options: JSONOptions = .standard) throws(JSONError) {
    if bytes.isPadded {
      let outcome: Result<JSONScanner, JSONError> = bytes.withUnsafeBytes { Self.scan($0, size: $0.count, options: options) }
      self.init(.array(bytes), count: bytes.count, try outcome.get())
    } else {
      try self.init(JSONBuffer(bytes), options: options)
    }
  }

  /// Scans one document; the bytes are copied once.
  public convenience init(copying bytes: UnsafeRawBufferPointer, options: JSONOptions = .standard) throws(JSONError) {
    try self.init(JSONBuffer(copying: bytes), options: options)
  }

  /// Scans one document.
  public convenience init(_ text: String, options: JSONOptions = .standard) throws(JSONError) {
    try self.init(JSONBuffer(text), options: options)
  }

  convenience init(_ buffer: consuming JSONBuffer, _ scanner: JSONScanner) {
    let count = buffer.count
    self.init(.buffer(buffer), count: count, scanner)
  }

  private init(_ text: consuming Text, count: Int, _ scanner: JSONScanner) {
    bytes = scanner.bytes
    self.text = text
    byteCount = count
    memory = Self.trimmed(scanner)
    tokens = memory.start
    tokenCount = scanner.count
    isMinified = !scanner.sawSpace
    isVerbatim = !scanner.sawSpace && !scanner.sawNonFinite
  }

  /// Takes over a minified text with its tokens, whose memory is given back with the tape.
  init(written buffer: consuming JSONBuffer, _ memory: TokenMemory, count: Int) {
    buffer.seal()
    bytes = UnsafePointer(buffer.base)
    byteCount = buffer.count
    text = .buffer(buffer)
    self.memory = memory
    tokens = memory.start
    tokenCount = count
    isMinified = true
    isVerbatim = true
  }

  deinit { memory.give() }

  /// The value of the document; of JSON lines the first one.
  ///
  /// - Precondition: the tape is of one document, or of lines of which one is valid.
  public var root: JSONView {
    precondition(tokenCount > 0, "the tape has no document")
    return JSONView(tape: self, index: 0)
  }

  /// Lends the bytes that were scanned.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try withExtendedLifetime(self) { try body(UnsafeRawBufferPointer(start: bytes, count: byteCount)) }
  }

  /// The documents of the tape in order: one, or one for each valid line.
  public var roots: JSONElements { JSONElements(tape: self, from: 0, to: tokenCount) }

  /// Appends the documents of the tape in order.
  package func appendRoots(to views: inout [JSONView]) {
    var count = 0
    var at = 0
    while at < tokenCount {
      count &+= 1
      at = tokens[at].next
    }
    appendRoots(to: &views, count: count)
  }

  func appendRoots(to views: inout [JSONView], count: Int) {
    views.reserveCapacity(views.count + count)
    var at = 0
    for _ in 0..<count {
      views.append(JSONView(tape: self, index: at))
      at = tokens[at].next
    }
  }

  private static func scan(
    _ text: UnsafeRawBufferPointer, size: Int, options: JSONOptions
  ) -> Result<JSONScanner, JSONError> {
    do throws(ScanFailure) {
      let start = try start(text, options)
      var scanner = JSONScanner(text.baseAddress!.assumingMemoryBound(to: UInt8.self), size: size, options: options)
      do throws(ScanFailure) {
        try scanner.scan(from: start, to: size)
      } catch {
        scanner.memory.give()
        throw error
      }
      return .success(scanner)
    } catch {
      return .failure(JSONError(error, in: text))
    }
  }

  /// Where the first document starts: behind a byte order mark, if there is one.
  static func start(_ text: UnsafeRawBufferPointer, _ options: JSONOptions) throws(ScanFailure) -> Int {
    guard text.count < Int(UInt32.max) else { throw ScanFailure(.tooLarge, 0) }
    guard text.count >= 3, text[0] == 0xef, text[1] == 0xbb, text[2] == 0xbf else { return 0 }
    guard options.skipsByteOrderMark else { throw ScanFailure(.byteOrderMark, 0) }
    return 3
  }

  /// The tokens of a scanner, in less memory when much of it is unused.
  private static func trimmed(_ scanner: JSONScanner) -> TokenMemory {
    let memory = scanner.memory
    guard memory.capacity > 4096, scanner.count < memory.capacity / 8 else { return memory }
    return memory.moved(scanner.count, atLeast: max(scanner.count, 1))
  }
}
