internal import Decoding
internal import JSON

/// Walks over the text of a JSON document and cuts out the elements of the lists at a path. What stands elsewhere is only
/// looked at as far as finding the way needs it.
struct JSONItemsScanner: Sendable {
  private enum Container: Sendable { case object, list }

  /// Where the next byte stands, outside of an element that is cut out.
  private enum State: Sendable { case value, key, colon, afterValue, string(isKey: Bool), scalar, end }

  private let target: String
  private var containers: [(kind: Container, prefix: String)] = []
  private var state = State.value
  private var isEscaped = false
  private var keyBytes: [UInt8] = []
  private var offset = 0
  private var hasStarted = false

  /// The element being cut out, and how many of the open containers are its own.
  private var element: [UInt8]?
  private var elementDepth = 0

  /// - Parameter path: the path of the lists, segments separated by dots.
  init(path: String) { target = path + ".item" }

  /// Takes the next bytes of UTF-8 text.
  ///
  /// - Parameter found: gets the elements that are complete, as JSON text, also those before an error.
  mutating func scan(_ bytes: [UInt8], into found: inout [[UInt8]]) throws(FormatError) {
    for byte in bytes {
      try take(byte, &found)
      offset += 1
    }
  }

  /// Says that no more bytes come.
  ///
  /// - Parameter allowsNothing: whether there need not be a document at all.
  mutating func finish(allowsNothing: Bool) throws(FormatError) {
    if case .scalar = state, containers.isEmpty { return }
    if case .end = state { return }
    if allowsNothing, !hasStarted { return }
    throw FormatError(.truncated, in: "JSON", "the document is not complete", offset: offset)
  }

  private mutating func take(_ byte: UInt8, _ found: inout [[UInt8]]) throws(FormatError) {
    switch state {
    case .string(let isKey): takeString(byte, isKey: isKey, &found)
    case .scalar where Self.endsScalar(byte):
      endValue(&found)
      try take(byte, &found)
    case .scalar: element?.append(byte)
    default:
      guard !Self.isSpace(byte) else { return }
      hasStarted = true
      try takeStructure(byte, &found)
    }
  }

  private mutating func takeString(_ byte: UInt8, isKey: Bool, _ found: inout [[UInt8]]) {
    element?.append(byte)
    if isKey { keyBytes.append(byte) }
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      if isKey { state = .colon } else { endValue(&found) }
    }
  }

  private mutating func takeStructure(_ byte: UInt8, _ found: inout [[UInt8]]) throws(FormatError) {
    switch (state, byte) {
    case (.value, UInt8(ascii: "]")) where containers.last?.kind == .list,
      (.afterValue, UInt8(ascii: "]")) where containers.last?.kind == .list,
      (.key, UInt8(ascii: "}")),
      (.afterValue, UInt8(ascii: "}")) where containers.last?.kind == .object:
      element?.append(byte)
      containers.removeLast()
      endValue(&found)
    case (.value, _): beginValue(byte)
    case (.key, UInt8(ascii: "\"")):
      element?.append(byte)
      keyBytes = [byte]
      state = .string(isKey: true)
    case (.colon, UInt8(ascii: ":")):
      element?.append(byte)
      state = .value
    case (.afterValue, UInt8(ascii: ",")) where !containers.isEmpty:
      element?.append(byte)
      state = containers.last?.kind == .object ? .key : .value
    default:
      throw FormatError(.malformed, in: "JSON", "unexpected character", offset: offset)
    }
  }
}

extension JSONItemsScanner {
  private mutating func beginValue(_ byte: UInt8) {
    let prefix = element == nil ? currentPrefix : ""
    if element == nil, prefix == target {
      element = []
      elementDepth = containers.count
    }
    element?.append(byte)
    switch byte {
    case UInt8(ascii: "{"):
      containers.append((.object, prefix))
      state = .key
    case UInt8(ascii: "["):
      containers.append((.list, prefix))
      state = .value
    case UInt8(ascii: "\""): state = .string(isKey: false)
    default: state = .scalar
    }
  }

  /// The path of the value that comes next.
  private var currentPrefix: String {
    guard let last = containers.last else { return "" }
    let name = last.kind == .list ? "item" : Self.text(keyBytes)
    return containers.count == 1 ? name : last.prefix + "." + name
  }

  private mutating func endValue(_ found: inout [[UInt8]]) {
    state = containers.isEmpty ? .end : .afterValue
    guard let complete = element, containers.count == elementDepth else { return }
    found.append(complete)
    element = nil
  }

  /// The text of a key with its quotes.
  private static func text(_ key: [UInt8]) -> String {
    if key.contains(UInt8(ascii: "\\")), let text = (try? JSONTape(key))?.root.string { return text }
    return String(decoding: key.dropFirst().dropLast(), as: UTF8.self)
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    isSpace(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
