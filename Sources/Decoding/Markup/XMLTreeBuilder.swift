internal import JSON

/// Builds the JSON value of a document from its elements as they open and close.
final class XMLTreeBuilder {
  /// What has been seen of an element: members by name, those that repeat as lists.
  private struct Frame {
    var name: String
    var keys: [String] = []
    var values: [JSONValue] = []
    /// The lists of names that repeat, kept apart so that they grow in place.
    var lists: [Int: [JSONValue]] = [:]
    var places: [String: Int] = [:]
    var text: [UInt8] = []

    mutating func add(_ key: String, _ value: JSONValue) {
      guard let place = place(of: key) else {
        if keys.count >= JSONObjectThreshold.index { places[key] = keys.count }
        keys.append(key)
        values.append(value)
        if keys.count == JSONObjectThreshold.index {
          for (place, key) in keys.enumerated() { places[key] = place }
        }
        return
      }
      if lists[place] == nil { lists[place] = [values[place]] }
      lists[place]?.append(value)
    }

    private func place(of key: String) -> Int? {
      if let last = keys.last, last == key { return keys.count - 1 }
      return keys.count >= JSONObjectThreshold.index ? places[key] : keys.firstIndex(of: key)
    }

    func object() -> JSONObject {
      var object = JSONObject()
      object.reserveCapacity(keys.count)
      for (place, key) in keys.enumerated() {
        object[key] = lists[place].map { JSONValue.array($0) } ?? values[place]
      }
      return object
    }
  }

  private enum JSONObjectThreshold { static let index = 16 }

  private(set) var root: JSONObject?
  /// What ends the reading.
  private(set) var problem: FormatError?
  private(set) var entities = XMLEntities()
  /// Ends the parsing as soon as it can be.
  var stop: () -> Void = {}
  /// The bytes of the document that the parser has been given; what the elements hold beyond them comes from entities.
  var documentBytes = 0
  private var heldBytes = 0
  private var frames: [Frame] = []
  private let maximumDepth: Int
  private let maximumExpansion: Int

  init(maximumDepth: Int, maximumExpansion: Int) {
    self.maximumDepth = maximumDepth
    self.maximumExpansion = maximumExpansion
  }

  func declareEntity(_ name: String, value: UnsafeBufferPointer<UInt8>?) {
    guard problem == nil else { return }
    do throws(FormatError) { try entities.declare(name, value: value) } catch { fail(error) }
  }

  func refuseUnknownEntity(_ name: String) { fail(Self.unknownEntity(name)) }

  func refuseExternalEntity(_ name: String) {
    fail(
      FormatError(
        .unsupported, in: "XML", "the external entity `\(name.prefix(100))` is not loaded"))
  }

  /// - Parameter name: nil when it is not known.
  static func unknownEntity(_ name: String?) -> FormatError {
    FormatError(
      .malformed, in: "XML", (name.map { "the entity `\($0.prefix(100))`" } ?? "an entity") + " is not declared in the document",
      fix: "the server must declare it in the document, or send the character itself")
  }

  private func fail(_ error: FormatError) {
    guard problem == nil else { return }
    problem = error
    stop()
  }

  private func hold(_ count: Int) {
    heldBytes += count
    guard heldBytes - documentBytes > max(maximumExpansion, documentBytes) else { return }
    fail(
      FormatError(
        .limit, in: "XML",
        "entities make the document larger by more than \(maximumExpansion) bytes and its own size"))
  }

  func open(_ name: String, attributes: [(String, String)]) {
    guard problem == nil else { return }
    guard frames.count < maximumDepth else {
      return fail(FormatError(.limit, in: "XML", "elements are nested more than \(maximumDepth) deep"))
    }
    var frame = Frame(name: name)
    hold(name.utf8.count)
    for (key, value) in attributes {
      frame.add("@" + key, .string(value))
      hold(value.utf8.count)
    }
    frames.append(frame)
  }

  func append(_ text: UnsafeBufferPointer<UInt8>) {
    guard problem == nil, !frames.isEmpty else { return }
    frames[frames.count - 1].text.append(contentsOf: text)
    hold(text.count)
  }

  func close() {
    guard problem == nil, var frame = frames.popLast() else { return }
    let text = Self.strip(frame.text)
    let value: JSONValue
    if frame.keys.isEmpty {
      value = text.isEmpty ? .null : .string(text)
    } else {
      if !text.isEmpty { frame.add("#text", .string(text)) }
      value = .object(frame.object())
    }
    if frames.isEmpty {
      root = [frame.name: value]
    } else {
      frames[frames.count - 1].add(frame.name, value)
    }
  }

  /// Python's `str.strip`.
  private static func strip(_ bytes: [UInt8]) -> String {
    let isPlain = { (byte: UInt8?) in byte.map { $0 > 0x20 && $0 < 0x80 } ?? true }
    let text = String(decoding: bytes, as: UTF8.self)
    if isPlain(bytes.first), isPlain(bytes.last) { return text }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isSpace($0) }), let last = scalars.lastIndex(where: { !isSpace($0) }) else {
      return ""
    }
    return String(scalars[first...last])
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    (0x1C...0x1F).contains(scalar.value) || scalar.properties.isWhitespace
  }
}
