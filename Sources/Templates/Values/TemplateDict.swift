public import JSON

/// A dictionary that templates may change, in the order its keys were set.
///
/// One made from JSON converts a member when it is read; only changing or iterating it converts the rest.
public final class TemplateDict {
  static let indexThreshold = 9

  /// Where members come from until the dictionary is written out in full.
  private enum Source {
    case none
    case object(JSONObject)
    case record(JSONRecord)
  }

  // No access to these lasts longer than a statement that calls nothing of a template's: checking for overlaps at each is time lost.
  @exclusivity(unchecked) private var source: Source
  /// Containers already converted from the source: a template may change them.
  @exclusivity(unchecked) private var converted: [(key: String, value: TemplateValue)] = []
  @exclusivity(unchecked) private var storedKeys: [TemplateValue] = []
  @exclusivity(unchecked) private var storedValues: [TemplateValue] = []
  @exclusivity(unchecked) private var index: [TemplateKey: Int]?
  @exclusivity(unchecked) private var hasChanged = false

  public init() { source = .none }

  public init(_ object: JSONObject) { source = .object(object) }

  /// The fields of a record, which are decoded one by one as they are read.
  public init(_ record: JSONRecord) { source = .record(record) }

  deinit {
    Nesting.release(&storedValues)
    if !converted.isEmpty {
      var values = converted.map(\.value)
      converted = []
      Nesting.release(&values)
    }
  }

  /// Makes it the fields of another record, as if it were new.
  package func reset(to record: JSONRecord) {
    source = .record(record)
    forget()
  }

  /// Lets go of the record, so that its owner can change it in place. Nobody may read the dictionary before it is reset.
  package func release() {
    source = .none
    forget()
  }

  private func forget() {
    if !converted.isEmpty { converted = [] }
    if !storedKeys.isEmpty { storedKeys = [] }
    if !storedValues.isEmpty { storedValues = [] }
    if index != nil { index = nil }
    hasChanged = false
  }

  /// Members in order; of members with equal keys the last value wins at the place of the first.
  ///
  /// - Throws: a type error when a key is a list or the like.
  public convenience init(_ members: some Sequence<(TemplateValue, TemplateValue)>) throws(TemplateError) {
    self.init()
    for (key, value) in members { try set(key, to: value) }
    hasChanged = false
  }

  public convenience init(texts members: some Sequence<(String, TemplateValue)>) {
    self.init()
    for (key, value) in members { setText(key, to: value) }
    hasChanged = false
  }

  /// Whether a template changed the dictionary or a container read from it since it was made.
  public var isMutated: Bool {
    var visits = 0
    return isMutated(&visits, 0)
  }

  func isMutated(_ visits: inout Int, _ depth: Int) -> Bool {
    if hasChanged { return true }
    if case .none = source {
      for value in storedValues where value.isMutatedContainer(&visits, depth) { return true }
    } else {
      for member in converted where member.value.isMutatedContainer(&visits, depth) { return true }
    }
    return false
  }

  /// The record whose fields these are, as long as no template has written to any.
  package var untouchedRecord: JSONRecord? {
    if converted.isEmpty, case .record(let record) = source { record } else { nil }
  }

  public var count: Int {
    switch source {
    case .none: storedKeys.count
    case .object(let object): object.count
    case .record(let record): record.count
    }
  }

  public var keys: [TemplateValue] {
    materialize()
    return storedKeys
  }

  public var values: [TemplateValue] {
    materialize()
    return storedValues
  }

  /// The value of a text key; nil when there is none.
  public func text(_ key: String) -> TemplateValue? {
    switch source {
    case .none: return position(ofText: key).map { storedValues[$0] }
    case .object(let object):
      guard let place = object.position(of: key) else { return nil }
      return member(object.values[place], of: key)
    case .record(let record):
      switch record.field(key) {
      case .view(let view)?: return member(view, of: key)
      case .value(let value)?: return member(value, of: key)
      case nil: return nil
      }
    }
  }

  /// The value of a key; nil when there is none.
  ///
  /// - Throws: a type error when the key is a list or the like.
  public func value(_ key: TemplateValue) throws(TemplateError) -> TemplateValue? {
    if let text = key.textValue { return self.text(text) }
    let key = try TemplateKey(key)
    materialize()
    return position(of: key).map { storedValues[$0] }
  }

  public func set(_ key: TemplateValue, to value: TemplateValue) throws(TemplateError) {
    set(try TemplateKey(key), to: value)
  }

  public func setText(_ key: String, to value: TemplateValue) { set(TemplateKey(text: key), to: value) }

  /// Removes a key and gives its value; nil when there is none.
  @discardableResult
  public func remove(_ key: TemplateValue) throws(TemplateError) -> TemplateValue? {
    let key = try TemplateKey(key)
    materialize()
    guard let place = position(of: key) else { return nil }
    hasChanged = true
    storedKeys.remove(at: place)
    index = nil
    return storedValues.remove(at: place)
  }

  public func removeAll() {
    source = .none
    converted = []
    storedKeys = []
    storedValues = []
    index = nil
    hasChanged = true
  }

  /// The members as JSON; nil when a key is not text or a value has no place in JSON.
  public var json: JSONObject? {
    var walk = ValueWalk(nil)
    return (try? json(namingKeys: false, &walk)).flatMap { $0 }
  }

  /// - Parameter namingKeys: whether numbers, truth values and none among the keys become texts, as JSON writes them.
  /// - Throws: a limit error for values that are nested too deeply or too large.
  func json(namingKeys: Bool, _ walk: inout ValueWalk) throws(TemplateError) -> JSONObject? {
    switch source {
    case .none: break
    case .object(let object): if !isMutated { return object }
    case .record(let record): if !isMutated { return record.object }
    }
    try walk.enter(count)
    defer { walk.leave() }
    var object = JSONObject()
    object.reserveCapacity(count)
    for (key, value) in zip(keys, values) {
      let name = namingKeys ? try? JSONText.keyText(key) : key.textValue
      guard let name, let json = try value.json(namingKeys: namingKeys, &walk) else { return nil }
      object[name] = json
    }
    return object
  }

  /// A new dictionary with the same values.
  public func copy() -> TemplateDict {
    materialize()
    let copy = TemplateDict()
    copy.storedKeys = storedKeys
    copy.storedValues = storedValues
    return copy
  }

  private func set(_ key: TemplateKey, to value: TemplateValue) {
    materialize()
    hasChanged = true
    if let place = position(of: key) {
      storedValues[place] = value
      return
    }
    storedKeys.append(key.value)
    storedValues.append(value)
    if index != nil { index?[key] = storedKeys.count - 1 }
  }

  private func member(_ value: JSONValue, of key: String) -> TemplateValue {
    switch value {
    case .array, .object: container(of: key) { TemplateValue(value) }
    default: TemplateValue(value)
    }
  }

  private func member(_ view: JSONView, of key: String) -> TemplateValue {
    view.isArray || view.isObject ? container(of: key) { TemplateValue(view) } : TemplateValue(view)
  }

  private func container(of key: String, _ make: () -> TemplateValue) -> TemplateValue {
    for entry in converted where sameText(entry.key, key) { return entry.value }
    let container = make()
    converted.append((key, container))
    return container
  }

  private func materialize() {
    switch source {
    case .none: return
    case .object(let object):
      storedKeys = object.keys.map { .string($0) }
      storedValues = zip(object.keys, object.values).map { member($1, of: $0) }
    case .record(let record):
      let fields = record.fields
      storedKeys = fields.map { .string($0.key) }
      storedValues = fields.map { key, field in
        switch field {
        case .view(let view): member(view, of: key)
        case .value(let value): member(value, of: key)
        }
      }
    }
    source = .none
    converted = []
  }

  private func position(of key: TemplateKey) -> Int? {
    if let text = key.value.textValue { return position(ofText: text) }
    if storedKeys.count < Self.indexThreshold { return storedKeys.firstIndex { TemplateKey(known: $0) == key } }
    return indexed()[key]
  }

  private func position(ofText key: String) -> Int? {
    guard storedKeys.count < Self.indexThreshold else { return indexed()[TemplateKey(text: key)] }
    for place in storedKeys.indices {
      if let text = storedKeys[place].textValue, sameText(text, key) { return place }
    }
    return nil
  }

  private func indexed() -> [TemplateKey: Int] {
    if let index { return index }
    var fresh = [TemplateKey: Int](minimumCapacity: storedKeys.count)
    for (place, key) in storedKeys.enumerated() {
      if let key = try? TemplateKey(key) { fresh[key] = place }
    }
    index = fresh
    return fresh
  }
}
