/// A record: an object as it stands on a tape, with edits laid over it field by field, or an object wholly in memory.
///
/// Reading an untouched field decodes that field alone; writing a record copies the bytes of untouched fields. Copies share until
/// changed. The order is that of a Python `dict`: assigning to a key keeps its place, a new key goes to the end.
public struct JSONRecord: Sendable {
  /// A field as it stands on a tape, or as a value.
  public enum Field: Sendable {
    case view(JSONView)
    case value(JSONValue)

    /// The value, decoded if need be.
    public var value: JSONValue {
      switch self {
      case .view(let view): view.value
      case .value(let value): value
      }
    }

    public var isNull: Bool {
      switch self {
      case .view(let view): view.isNull
      case .value(let value): value.isNull
      }
    }

    public var kind: JSONKind {
      switch self {
      case .view(let view): view.kind
      case .value(let value): value.kind
      }
    }
  }

  enum Content: Sendable {
    case view(JSONView)
    case edited(RecordOverlay)
    case object(JSONObject)
    /// While it is being changed, so that nobody else holds what is changed.
    case taken
  }

  var content: Content

  /// Makes a record of an object on a tape; nil when the view is of another kind.
  public init?(view: JSONView) {
    guard view.isObject else { return nil }
    content = .view(view)
  }

  /// - Precondition: the view is of an object.
  @inline(__always)
  init(untouched view: JSONView) { content = .view(view) }

  /// Makes a record of an object in memory.
  public init(object: JSONObject = JSONObject()) {
    content = .object(object)
  }

  /// Whether the record is more than an object as it stands on a tape: edited, or made in memory.
  public var isModified: Bool { if case .view = content { false } else { true } }

  /// The object on a tape, when nothing was changed.
  public var untouchedView: JSONView? { if case .view(let view) = content { view } else { nil } }

  /// The record as an object; assigning replaces it.
  public var object: JSONObject {
    get {
      switch content {
      case .view(let view): view.tape.object(view.index)
      case .object(let object): object
      case .edited(let overlay): overlay.object
      case .taken: JSONObject()
      }
    }
    set { content = .object(newValue) }
  }

  /// Replaces all fields.
  public mutating func replace(with object: JSONObject) {
    content = .object(object)
  }

  /// The value of a field. Reading gives nil for a missing key; assigning nil removes the field.
  public subscript(key: String) -> JSONValue? {
    get { field(key)?.value }
    set {
      if let newValue { set(.value(newValue), for: key) } else { remove(key) }
    }
  }

  /// The field of a key, not decoded.
  public func field(_ key: String) -> Field? {
    switch content {
    case .view(let view): view[key].map(Field.view)
    case .object(let object): object[key].map(Field.value)
    case .edited(let overlay): Self.withUTF8(key) { overlay.field($0) }
    case .taken: nil
    }
  }

  /// The field of a key as it stands on a tape; nil when it is missing or a value in memory.
  public func view(_ key: String) -> JSONView? {
    if case .view(let view) = field(key) { view } else { nil }
  }

  public func contains(_ key: String) -> Bool {
    switch content {
    case .view(let view): view.tape.member(key, of: view.index) != nil
    case .object(let object): object.position(of: key) != nil
    case .edited(let overlay): Self.withUTF8(key) { overlay.contains($0) }
    case .taken: false
    }
  }

  /// Sets a field; a view of any tape is taken as it is, and is decoded or copied when needed.
  public mutating func set(_ field: Field, for key: String) {
    edit {
      let overlay = $0
      Self.withUTF8(key) { overlay.set(field, for: $0) }
    } object: {
      $0[key] = field.value
    }
  }

  /// Sets a field to a value without parts.
  ///
  /// - Precondition: a text does not come from this record's edits.
  package mutating func set(_ scalar: JSONScalar, for key: UnsafeBufferPointer<UInt8>) {
    edit {
      $0.set(scalar, for: key)
    } object: {
      $0[String(decoding: key, as: UTF8.self)] = scalar.value
    }
  }

  /// Removes a field; nothing happens when it is missing.
  ///
  /// - Returns: whether it was there.
  @discardableResult
  public mutating func remove(_ key: String) -> Bool {
    Self.withUTF8(key) { remove(utf8: $0) }
  }

  /// Removes a field; nothing happens when it is missing.
  ///
  /// - Returns: whether it was there.
  package mutating func remove(utf8 key: UnsafeBufferPointer<UInt8>) -> Bool {
    if case .view(let view) = content, view.tape.member(utf8: key, of: view.index) == nil { return false }
    var wasThere = false
    edit {
      wasThere = $0.remove(key)
    } object: {
      wasThere = $0.removeValue(forKey: String(decoding: key, as: UTF8.self)) != nil
    }
    return wasThere
  }

  private static func withUTF8<Result>(_ key: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    var key = key
    return key.withUTF8(body)
  }

  /// The keys in order.
  public var keys: [String] {
    switch content {
    case .view(let view): view.hasUniqueKeys ? view.members.map(\.keyString) : object.keys
    case .object(let object): object.keys
    case .edited(let overlay): overlay.members.map(\.key)
    case .taken: []
    }
  }

  /// The fields in order, not decoded.
  public var fields: [(key: String, field: Field)] {
    switch content {
    case .view(let view) where view.hasUniqueKeys: view.members.map { ($0.keyString, .view($0.value)) }
    case .edited(let overlay): overlay.members
    default: object.map { ($0.key, .value($0.value)) }
    }
  }

  public var count: Int {
    switch content {
    case .view(let view) where view.hasUniqueKeys: view.count
    case .object(let object): object.count
    default: keys.count
    }
  }

  public var isEmpty: Bool {
    switch content {
    case .view(let view): view.isEmpty
    case .object(let object): object.isEmpty
    case .edited, .taken: count == 0
    }
  }

  /// Edits the overlay, or the object when there is one. What an overlay cannot hold well becomes an object first.
  @inline(__always)
  mutating func edit(overlay change: (RecordOverlay) -> Void, object: (inout JSONObject) -> Void) {
    var taken = Content.taken
    swap(&taken, &content)
    switch consume taken {
    case .view(let view):
      if view.hasUniqueKeys {
        let overlay = RecordOverlay(view)
        change(overlay)
        content = .edited(overlay)
      } else {
        var decoded = view.tape.object(view.index)
        object(&decoded)
        extendLifetime(view)  // What is set may be bytes of the tape.
        content = .object(decoded)
      }
    case .edited(var overlay):
      if overlay.isLarge {
        var decoded = overlay.object
        object(&decoded)
        extendLifetime(overlay)
        content = .object(decoded)
      } else {
        if !isKnownUniquelyReferenced(&overlay) { overlay = RecordOverlay(copying: overlay) }
        change(overlay)
        content = .edited(overlay)
      }
    case .object(var decoded):
      object(&decoded)
      content = .object(decoded)
    case .taken: break
    }
  }
}
