internal import Glibc

/// Growing bytes with a margin of zeros behind them, made to be handed to a ``JSONTape`` without another copy.
///
/// A transport appends chunks as they arrive; ``JSONWriter`` writes into one.
public struct JSONBuffer: ~Copyable, @unchecked Sendable {
  /// Bytes that may be read behind the last one: the scanner looks at eight bytes at a time.
  static let margin = 32

  private(set) var base: UnsafeMutablePointer<UInt8>
  /// The number of bytes held.
  public internal(set) var count: Int
  private(set) var capacity: Int

  /// Makes an empty buffer with room for `minimumCapacity` bytes.
  public init(minimumCapacity: Int = 0) {
    capacity = Swift.max(minimumCapacity, 64)
    count = 0
    base = Self.allocate(nil, capacity)
  }

  /// Makes a buffer holding a copy of the bytes.
  public init(copying bytes: UnsafeRawBufferPointer) {
    self.init(minimumCapacity: bytes.count)
    append(bytes)
  }

  /// Makes a buffer holding a copy of the bytes.
  public init(_ bytes: [UInt8]) {
    self.init(minimumCapacity: bytes.count)
    append(bytes)
  }

  /// Makes a buffer holding the UTF-8 bytes of a text.
  public init(_ text: String) {
    self.init(minimumCapacity: text.utf8.count)
    append(text)
  }

  deinit { free(base) }

  public var isEmpty: Bool { count == 0 }

  /// Makes room for `additional` more bytes.
  @inline(__always)
  public mutating func reserve(_ additional: Int) {
    if additional > capacity &- count { grow(additional) }
  }

  @inline(__always)
  public mutating func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count &+= 1
  }

  @inline(__always)
  public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    append(start.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  public mutating func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { append($0) }
  }

  /// Appends the UTF-8 bytes of a text.
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  @inline(__always)
  mutating func append(_ start: UnsafePointer<UInt8>, _ length: Int) {
    reserve(length)
    memcpy(base + count, start, length)
    count &+= length
  }

  /// Forgets the bytes; keeps the memory for the next use unless told otherwise.
  public mutating func removeAll(keepingCapacity: Bool = true) {
    count = 0
    guard !keepingCapacity else { return }
    capacity = 64
    base = Self.allocate(base, capacity)
  }

  /// Gives the bytes for the duration of the call.
  public borrowing func withBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    try body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// A copy of the bytes.
  public borrowing func copy() -> [UInt8] { [UInt8](UnsafeBufferPointer(start: base, count: count)) }

  /// Zeros the margin; the bytes are then ready to be scanned.
  mutating func seal() { memset(base + count, 0, Self.margin) }

  @inline(never)
  private mutating func grow(_ additional: Int) {
    capacity = Swift.max(count + additional, capacity * 2)
    base = Self.allocate(base, capacity)
  }

  private static func allocate(_ old: UnsafeMutablePointer<UInt8>?, _ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    guard let fresh = realloc(old, capacity + margin) else { fatalError("out of memory: \(capacity) bytes for JSON") }
    return fresh.assumingMemoryBound(to: UInt8.self)
  }
}
