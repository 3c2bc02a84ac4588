/// One header field as it is written on the wire.
public struct HTTPHeader: Sendable, Hashable {
  public var name: String
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// Header fields in the order in which they are sent or were received. Names are compared without regard to case.
public struct HTTPHeaders: Sendable, Hashable {
  /// The fields, in order; a name that was received several times stands here several times.
  public private(set) var fields: [HTTPHeader]

  public init() {
    fields = []
  }

  public init(_ fields: [HTTPHeader]) {
    self.fields = fields
  }

  public var isEmpty: Bool { fields.isEmpty }
  public var count: Int { fields.count }

  /// The value of a header, nil when it is absent. The values of a header that was received several times are joined with ", ".
  ///
  /// Setting replaces every field of that name (the first one keeps its place); setting nil removes them.
  public subscript(name: String) -> String? {
    get {
      var joined: String?
      for field in fields where Self.matches(field.name, name) {
        joined = joined.map { $0 + ", " + field.value } ?? field.value
      }
      return joined
    }
    set {
      guard let newValue else {
        fields.removeAll { Self.matches($0.name, name) }
        return
      }
      guard let first = fields.firstIndex(where: { Self.matches($0.name, name) }) else {
        fields.append(HTTPHeader(name: name, value: newValue))
        return
      }
      let later = fields[(first + 1)...].contains { Self.matches($0.name, name) }
      if later {
        let kept = fields[(first + 1)...].filter { !Self.matches($0.name, name) }
        fields.replaceSubrange((first + 1)..., with: kept)
      }
      fields[first] = HTTPHeader(name: name, value: newValue)
    }
  }

  /// Every value of a header, in order.
  public func values(_ name: String) -> [String] {
    fields.compactMap { Self.matches($0.name, name) ? $0.value : nil }
  }

  public func contains(_ name: String) -> Bool {
    fields.contains { Self.matches($0.name, name) }
  }

  /// Adds a field at the end and keeps those of the same name.
  public mutating func add(_ name: String, _ value: String) {
    fields.append(HTTPHeader(name: name, value: value))
  }

  public mutating func reserveCapacity(_ count: Int) {
    fields.reserveCapacity(count)
  }

  /// True when two header names are the same but for the case of ASCII letters.
  public static func matches(_ one: String, _ other: String) -> Bool {
    let left = one.utf8
    let right = other.utf8
    guard left.count == right.count else { return false }
    return zip(left, right).allSatisfy { $0 == $1 || lowered($0) == lowered($1) }
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { HTTPHeader(name: $0.0, value: $0.1) }
  }
}

extension HTTPHeaders: RandomAccessCollection {
  public var startIndex: Int { fields.startIndex }
  public var endIndex: Int { fields.endIndex }
  public subscript(position: Int) -> HTTPHeader { fields[position] }
}
