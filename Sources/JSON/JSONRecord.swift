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
    case edited(JSONView, RecordOverlay)
    case object(JSONObject)
  }

  var content: Content

  /// Makes a record of an object on a tape; nil when the view is of another kind.
  public init?(view: JSONView) {
    guard view.isObject else { return nil }
    content = .view(view)
  }

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
      case .edited(let view, let overlay): overlay.object(over: view)
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
    case .edited(let view, let overlay): overlay.field(key, over: view)
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
    case .edited(let view, let overlay): overlay.contains(key, over: view)
    }
  }

  /// Sets a field; a view of any tape is taken as it is, and is decoded or copied when needed.
  public mutating func set(_ field: Field, for key: String) {
    edit {
      $0.set(field, for: key, over: $1)
    } object: {
      $0[key] = field.value
    }
  }

  /// Removes a field; nothing happens when it is missing.
  ///
  /// - Returns: whether it was there.
  @discardableResult
  public mutating func remove(_ key: String) -> Bool {
    guard contains(key) else { return false }
    edit {
      $0.remove(key, over: $1)
    } object: {
      $0[key] = nil
    }
    return true
  }

  /// The keys in order.
  public var keys: [String] {
    switch content {
    case .view(let view): view.hasUniqueKeys ? view.members.map(\.keyString) : object.keys
    case .object(let object): object.keys
    case .edited(let view, let overlay): overlay.fields(over: view).map(\.key)
    }
  }

  /// The fields in order, not decoded.
  public var fields: [(key: String, field: Field)] {
    switch content {
    case .view(let view) where view.hasUniqueKeys: view.members.map { ($0.keyString, .view($0.value)) }
    case .edited(let view, let overlay): overlay.fields(over: view)
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
    case .edited: count == 0
    }
  }

  /// Edits the overlay, or the object when there is one. What an overlay cannot hold well becomes an object first.
  mutating func edit(overlay change: (RecordOverlay, JSONView) -> Void, object: (inout JSONObject) -> Void) {
    switch content {
    case .view(let view):
      if view.hasUniqueKeys {
        let overlay = RecordOverlay()
        change(overlay, view)
        content = .edited(view, overlay)
      } else {
        var decoded = view.tape.object(view.index)
        object(&decoded)
        content = .object(decoded)
      }
    case .edited(let view, var overlay):
      content = .view(view)  // Lets go of the overlay, so that a sole owner is known as such.
      if overlay.isLarge {
        var decoded = overlay.object(over: view)
        object(&decoded)
        content = .object(decoded)
      } else {
        if !isKnownUniquelyReferenced(&overlay) { overlay = RecordOverlay(copying: overlay) }
        change(overlay, view)
        content = .edited(view, overlay)
      }
    case .object(var decoded):
      content = .object(JSONObject())  // For the same reason.
      object(&decoded)
      content = .object(decoded)
    }
  }
}
