/// Writes JSON into a growing buffer that can be used again.
///
/// Values are written as `orjson` writes them: no white space, non-ASCII characters as they are, the shortest digits of a double that
/// read back as the same double, `null` for `NaN` and infinities. Commas and brackets around several values are up to the caller
/// (``writeRaw(_:)-(UInt8)``).
public struct JSONWriter: ~Copyable {
  var buffer: JSONBuffer

  public init(minimumCapacity: Int = 0) {
    buffer = JSONBuffer(minimumCapacity: minimumCapacity)
  }

  /// The number of bytes written.
  public var count: Int { buffer.count }

  /// A copy of the bytes written.
  public var bytes: [UInt8] { buffer.copy() }

  /// The bytes written, as a string.
  public var text: String { buffer.withBytes { String(decoding: $0, as: UTF8.self) } }

  /// Gives the bytes written for the duration of the call.
  public borrowing func withBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    try buffer.withBytes(body)
  }

  /// Makes room for `additional` more bytes.
  public mutating func reserve(_ additional: Int) { buffer.reserve(additional) }

  /// Forgets what was written; keeps the memory for the next use unless told otherwise.
  public mutating func removeAll(keepingCapacity: Bool = true) { buffer.removeAll(keepingCapacity: keepingCapacity) }

  /// Takes back what was written behind the first `count` bytes.
  public mutating func truncate(to count: Int) {
    precondition(count >= 0 && count <= buffer.count, "nothing to take back")
    buffer.count = count
  }

  /// Gives the buffer up, for a ``JSONTape`` to scan.
  public consuming func finish() -> JSONBuffer { buffer }

  // MARK: Raw bytes

  @inline(__always)
  public mutating func writeRaw(_ byte: UInt8) { buffer.append(byte) }

  /// Writes bytes as they are.
  @inline(__always)
  public mutating func writeRaw(_ bytes: UnsafeRawBufferPointer) { buffer.append(bytes) }

  /// Writes bytes as they are.
  public mutating func writeRaw(_ bytes: [UInt8]) { buffer.append(bytes) }

  /// Writes a text as it is, without quotes or escapes.
  public mutating func writeRaw(_ text: String) { buffer.append(text) }

  /// Writes a text as it is, without quotes or escapes.
  @inline(__always)
  public mutating func writeRaw(_ text: StaticString) {
    text.withUTF8Buffer { buffer.append(UnsafeRawBufferPointer($0)) }
  }

  // MARK: Values

  public mutating func writeNull() { writeRaw("null" as StaticString) }

  public mutating func write(_ value: Bool) {
    if value { writeRaw("true" as StaticString) } else { writeRaw("false" as StaticString) }
  }

  public mutating func write(_ value: Int) { IntegerWriter.write(value, to: &buffer) }

  public mutating func write(_ value: Double) { FloatWriter.write(value, .orjson, to: &buffer) }

  /// Writes a string with its quotes and escapes.
  public mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { StringWriter.write($0, to: &buffer) }
  }

  /// Writes UTF-8 text as a string with its quotes and escapes.
  public mutating func write(utf8 text: UnsafeBufferPointer<UInt8>) { StringWriter.write(text, to: &buffer) }

  /// Writes a key with its quotes, escapes and colon.
  public mutating func write(key: String) {
    write(key)
    buffer.append(UInt8(ascii: ":"))
  }

  public mutating func write(_ value: JSONValue) {
    switch value {
    case .null: writeNull()
    case .bool(let value): write(value)
    case .integer(let value): write(value)
    case .bigInteger(let digits): buffer.append(digits)
    case .double(let value): write(value)
    case .string(let text): write(text)
    case .array(let elements): write(elements)
    case .object(let object): write(object)
    }
  }

  public mutating func write(_ elements: [JSONValue]) {
    buffer.append(UInt8(ascii: "["))
    var isFirst = true
    for element in elements {
      if isFirst { isFirst = false } else { buffer.append(UInt8(ascii: ",")) }
      write(element)
    }
    buffer.append(UInt8(ascii: "]"))
  }

  public mutating func write(_ object: JSONObject) { write(object, omittingNulls: false) }

  /// - Parameter omittingNulls: whether members of the object itself (not of objects within) that are null are left out.
  public mutating func write(_ object: JSONObject, omittingNulls: Bool) {
    buffer.append(UInt8(ascii: "{"))
    var isFirst = true
    for place in 0..<object.count {
      let value = object.values[place]
      if omittingNulls && value.isNull { continue }
      if isFirst { isFirst = false } else { buffer.append(UInt8(ascii: ",")) }
      write(key: object.keys[place])
      write(value)
    }
    buffer.append(UInt8(ascii: "}"))
  }
}
