/// The members of a JSON object in the order they were written. Keys are unique: setting one again keeps its place.
///
/// Keys are compared by code points: a composed and a decomposed `é` are two keys, as everywhere but in Swift's `String`. Small objects
/// are searched in line; an index is kept from ``indexThreshold`` members on.
public struct JSONObject: Sendable {
  static let indexThreshold = 32

  public private(set) var keys: [String]
  public private(set) var values: [JSONValue]
  private var index: [ExactText: Int]?

  public init() {
    keys = []
    values = []
  }

  /// Makes an object of the members in order; of members with equal keys the last value wins at the place of the first.
  public init(_ members: some Sequence<(String, JSONValue)>) {
    self.init()
    for (key, value) in members { self[key] = value }
  }

  /// Takes members whose keys are known to differ.
  init(uniqueKeys keys: [String], values: [JSONValue]) {
    self.keys = keys
    self.values = values
    if keys.count >= Self.indexThreshold { rebuildIndex() }
  }

  public var count: Int { keys.count }
  public var isEmpty: Bool { keys.isEmpty }

  public mutating func reserveCapacity(_ capacity: Int) {
    keys.reserveCapacity(capacity)
    values.reserveCapacity(capacity)
  }

  /// The place of a key, or nil.
  public func position(of key: String) -> Int? {
    if let index { return index[ExactText(key)] }
    return keys.firstIndex { $0.hasSameBytes(as: key) }
  }

  /// Reading gives nil for a missing key; assigning nil removes the member.
  public subscript(key: String) -> JSONValue? {
    get { position(of: key).map { values[$0] } }
    set {
      guard let newValue else {
        removeValue(forKey: key)
        return
      }
      if let place = position(of: key) {
        values[place] = newValue
      } else {
        keys.append(key)
        values.append(newValue)
        if index != nil {
          index?[ExactText(key)] = keys.count - 1
        } else if keys.count >= Self.indexThreshold {
          rebuildIndex()
        }
      }
    }
    _modify {
      var slot: JSONValue? = nil
      let place = position(of: key)
      if let place {
        slot = values[place]
        values[place] = .null
      }
      defer {
        if let place, let slot { values[place] = slot } else { self[key] = slot }
      }
      yield &slot
    }
  }

  /// An object of the same keys with other values, one for each key in order: rows of a table share one list of keys.
  public func replacingValues(_ fresh: [JSONValue]) -> JSONObject {
    precondition(fresh.count == keys.count, "one value for each key")
    var other = self
    other.values = fresh
    return other
  }

  @discardableResult
  public mutating func removeValue(forKey key: String) -> JSONValue? {
    guard let place = position(of: key) else { return nil }
    keys.remove(at: place)
    let removed = values.remove(at: place)
    if index != nil { rebuildIndex() }
    return removed
  }

  private mutating func rebuildIndex() {
    guard keys.count >= Self.indexThreshold else {
      index = nil
      return
    }
    var fresh = [ExactText: Int](minimumCapacity: keys.count * 2)
    for (place, key) in keys.enumerated() { fresh[ExactText(key)] = place }
    index = fresh
  }
}

extension JSONObject: Sequence {
  public struct Iterator: IteratorProtocol {
    let object: JSONObject
    var place = 0
    public mutating func next() -> (key: String, value: JSONValue)? {
      guard place < object.keys.count else { return nil }
      defer { place += 1 }
      return (object.keys[place], object.values[place])
    }
  }
  public func makeIterator() -> Iterator { Iterator(object: self) }
}

/// Equality and hashing look at members only, not at their order.
extension JSONObject: Hashable {
  public static func == (left: Self, right: Self) -> Bool {
    guard left.count == right.count else { return false }
    return left.allSatisfy { right[$0.key] == $0.value }
  }

  public func hash(into hasher: inout Hasher) {
    var combined = 0
    for (key, value) in self {
      var member = Hasher()
      member.combine(ExactText(key))
      member.combine(value)
      combined ^= member.finalize()
    }
    hasher.combine(combined)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
