public import JSON

/// A value of a manifest together with the place where it was written.
///
/// The place travels with the value through `$ref` and `$parameters`, so an error always points to the text a person can edit.
public struct Node: Sendable {
  public enum Value: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    /// Decimal digits of an integer beyond 64 bits.
    case bigInteger(String)
    case double(Double)
    case string(String)
    /// A YAML timestamp without a time of day, kept as `YYYY-MM-DD`.
    case date(String)
    /// A YAML timestamp with a time of day, kept as Python's `isoformat` writes it.
    case datetime(String)
    /// The bytes of a `!!binary` scalar.
    case binary([UInt8])
    case sequence([Node])
    case mapping(Mapping)
  }

  public var value: Value
  /// Where the value was written; nil for a value that no text holds, such as a default type that was filled in.
  public var location: SourceLocation?

  public init(_ value: Value, at location: SourceLocation? = nil) {
    self.value = value
    self.location = location
  }
}

extension Node {
  /// The members of a mapping in the order they were written, each key with its own place.
  public struct Mapping: Sendable {
    public struct Entry: Sendable {
      public var key: Node
      public var value: Node
      public init(key: Node, value: Node) {
        self.key = key
        self.value = value
      }
    }

    public private(set) var entries: [Entry]
    /// Places of the textual keys; small mappings are searched in line instead.
    private var index: [String: Int]?

    static let indexThreshold = 16

    public init(_ entries: [Entry] = []) {
      self.entries = []
      self.entries.reserveCapacity(entries.count)
      for entry in entries { set(entry) }
    }

    /// Adds an entry, or replaces the entry that has the same textual key in its place.
    public mutating func set(_ entry: Entry) {
      guard let name = entry.key.string else {
        entries.append(entry)
        return
      }
      if let place = place(of: name) {
        entries[place] = entry
        return
      }
      entries.append(entry)
      if index != nil {
        index?[name] = entries.count - 1
      } else if entries.count >= Self.indexThreshold {
        rebuildIndex()
      }
    }

    public func entry(_ key: String) -> Entry? { place(of: key).map { entries[$0] } }

    private func place(of key: String) -> Int? {
      if let index { return index[key] }
      for place in entries.indices {
        // The key is looked at where it is: a copy of it would have to be counted.
        if case .string(let name) = entries[place].key.value, name == key { return place }
      }
      return nil
    }

    private mutating func rebuildIndex() {
      var fresh = [String: Int](minimumCapacity: entries.count * 2)
      for (place, entry) in entries.enumerated() {
        if let name = entry.key.string { fresh[name] = place }
      }
      index = fresh
    }

    public subscript(key: String) -> Node? {
      get { place(of: key).map { entries[$0].value } }
      set {
        if let newValue {
          set(Entry(key: entry(key)?.key ?? Node(.string(key), at: newValue.location), value: newValue))
        } else if let place = place(of: key) {
          entries.remove(at: place)
          if index != nil { rebuildIndex() }
        }
      }
    }

    public var isEmpty: Bool { entries.isEmpty }
    public var count: Int { entries.count }
    /// The textual keys in order.
    public var keys: [String] { entries.compactMap(\.key.string) }
  }
}

extension Node {
  public var string: String? { if case .string(let value) = value { value } else { nil } }
  public var bool: Bool? { if case .bool(let value) = value { value } else { nil } }
  public var integer: Int? { if case .integer(let value) = value { value } else { nil } }
  public var sequence: [Node]? { if case .sequence(let value) = value { value } else { nil } }
  public var mapping: Mapping? { if case .mapping(let value) = value { value } else { nil } }
  public var isNull: Bool { if case .null = value { true } else { false } }

  /// The member of a mapping; nil for a missing key and for values that are not mappings.
  public subscript(_ key: String) -> Node? { mapping?[key] }

  /// What the value is, in the words a message uses: `text`, `integer`, `mapping`, ...
  public var kind: String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .integer, .bigInteger: "integer"
    case .double: "number"
    case .string: "text"
    case .date: "date"
    case .datetime: "date with time"
    case .binary: "binary data"
    case .sequence: "list"
    case .mapping: "mapping"
    }
  }

  /// The value without its places. Dates become their text; keys that are not text become their JSON text.
  public var json: JSONValue {
    switch value {
    case .null: .null
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .bigInteger(let digits): .bigInteger(digits)
    case .double(let value): .double(value)
    case .string(let value), .date(let value), .datetime(let value): .string(value)
    case .binary(let bytes): .string(String(decoding: bytes, as: UTF8.self))
    case .sequence(let elements): .array(elements.map(\.json))
    case .mapping(let mapping):
      .object(JSONObject(mapping.entries.map { ($0.key.keyText, $0.value.json) }))
    }
  }

  /// The text of a mapping key as JSON would write it.
  public var keyText: String {
    switch value {
    case .string(let text), .date(let text), .datetime(let text), .bigInteger(let text): text
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .double(let value): "\(value)"
    case .binary, .sequence, .mapping: ""
    }
  }

  /// A node for a value that stands in no text, or whose members all stand at one place.
  public init(json: JSONValue, at location: SourceLocation? = nil) {
    switch json {
    case .null: self.init(.null, at: location)
    case .bool(let value): self.init(.bool(value), at: location)
    case .integer(let value): self.init(.integer(value), at: location)
    case .bigInteger(let digits): self.init(.bigInteger(digits), at: location)
    case .double(let value): self.init(.double(value), at: location)
    case .string(let value): self.init(.string(value), at: location)
    case .array(let elements): self.init(.sequence(elements.map { Node(json: $0, at: location) }), at: location)
    case .object(let object):
      self.init(
        .mapping(
          Mapping(object.map { Mapping.Entry(key: Node(.string($0.key), at: location), value: Node(json: $0.value, at: location)) })
        ), at: location)
    }
  }
}

extension Node {
  /// The value as templates see it: like ``json``, but with times as Python's `str` writes them, a blank before the time of day.
  public var templateJSON: JSONValue {
    switch value {
    case .datetime(let text): .string(text.replacing("T", with: " ", maxReplacements: 1))
    case .sequence(let elements): .array(elements.map(\.templateJSON))
    case .mapping(let mapping): .object(JSONObject(mapping.entries.map { ($0.key.keyText, $0.value.templateJSON) }))
    default: json
    }
  }

  /// The text that stands for a scalar where a template is expected, as Python's `str` writes it.
  public var templateText: String {
    switch value {
    case .bool(let value): value ? "True" : "False"
    case .null: "None"
    case .double(let value): PythonNumber.repr(value)
    default: keyText
    }
  }

  /// The members of a mapping of templates: keys as ``templateText``, values without their places. Nil for what is no mapping.
  public var templateMembers: JSONObject? {
    mapping.map { JSONObject($0.entries.map { ($0.key.templateText, $0.value.json) }) }
  }
}
