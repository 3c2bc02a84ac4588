public import Document
public import JSON

/// One field of a component: what it may hold, and how its value is read from a manifest.
///
/// The constructors below give required fields; ``optional`` and ``default(_:shown:)`` make others of them.
public struct Field<Value: Sendable>: Sendable {
  public var info: FieldInfo
  /// Reads the value of a node that is present.
  public var decode: @Sendable (Node, BuildContext) throws -> Value
  /// The value when the field is absent or null; nil when it has to be there.
  public var absent: (@Sendable (BuildContext) throws -> Value)?
  /// Fields that the manifest does not hold, such as the build context itself.
  var isHidden = false
  /// The fields of the manifest that the value is made of; nil for a field that is one itself.
  var group: FieldGroup<Value>?

  public init(_ info: FieldInfo, decode: @escaping @Sendable (Node, BuildContext) throws -> Value) {
    self.info = info
    self.decode = decode
  }

  func append(to infos: inout [FieldInfo]) {
    if let group {
      infos += group.infos
    } else if !isHidden {
      infos.append(info)
    }
  }
}

/// What reading a field from a manifest takes. A class, so that what the manual says of the field is not copied for each component.
final class FieldReader<Value: Sendable>: Sendable {
  private let name: String
  private let acceptsNull: Bool
  private let isHidden: Bool
  private let field: Field<Value>

  init(_ field: Field<Value>) {
    name = field.info.name
    acceptsNull = field.info.type == .any
    isHidden = field.isHidden
    self.field = field
  }

  func read(_ mapping: Node.Mapping, of type: String, _ context: BuildContext) throws -> Value {
    if let group = field.group { return try group.read(mapping, type, context) }
    if !isHidden, let node = mapping[name], !node.isNull || acceptsNull {
      var context = context
      context.field = FieldSite(name: name, node: node)
      guard let trace = context.trace?.step(.field(name)) else { return try field.decode(node, context) }
      context.trace = trace
      do {
        return try field.decode(node, context)
      } catch {
        throw trace.report(error, in: node)
      }
    }
    guard let absent = field.absent else {
      let doc = field.info.doc
      throw Diagnostic(code: .missingField, "\(type) needs the field `\(name)`", at: context.location, fix: doc.isEmpty ? nil : doc)
    }
    return try absent(context)
  }

  /// What reading the field comes to, where a manifest is checked.
  func reading(_ mapping: Node.Mapping, of type: String, _ context: BuildContext) -> Result<Value, any Error> {
    Result { try read(mapping, of: type, context) }.mapError { context.trace?.report($0, in: context.declaration) ?? $0 }
  }
}

extension Field {
  /// The same field, which may be left out.
  public var optional: Field<Value?> {
    var info = info
    info.isRequired = false
    var field = Field<Value?>(info) { node, context in try self.decode(node, context) }
    field.absent = { _ in nil }
    return field
  }

  /// The same field with a value for when it is left out.
  ///
  /// - Parameters:
  ///   - value: the value that stands for an omitted field.
  ///   - shown: the value as the manual and the schema write it.
  public func `default`(_ value: Value, shown: JSONValue? = nil) -> Field<Value> {
    var field = self
    field.info.isRequired = false
    field.info.defaultValue = shown
    field.absent = { _ in value }
    return field
  }

  /// The same field, with what the manual and the schema say of its absence; what it means is up to the initialiser.
  public func shown(_ value: JSONValue) -> Field<Value> {
    var field = self
    field.info.defaultValue = value
    return field
  }

  /// The same field with its values bounded; what is out of bounds is reported before the manifest is built.
  public func limited(_ limit: FieldLimit) -> Field<Value> {
    var field = self
    field.info.type = .limited(info.type, limit)
    return field
  }

  /// The same field, said to hold values of another type than its constructor assumes.
  public func typed(_ type: FieldType) -> Field<Value> {
    var field = self
    field.info.type = type
    return field
  }

  /// The same field, said to have its components typed by the loader of manifests when they name no type; what is built without having
  /// been loaded needs one.
  public func typedByPlace(_ type: String) -> Field<Value> {
    var field = self
    field.info.defaultType = type
    return field
  }

  /// The names a template in this field may use.
  public func variables(_ names: TemplateName...) -> Field<Value> { variables(names) }

  /// The names a template in this field may use.
  public func variables(_ names: [TemplateName]) -> Field<Value> {
    var field = self
    field.info.variables = names
    return field
  }

  public func examples(_ examples: JSONValue...) -> Field<Value> {
    var field = self
    field.info.examples = examples
    return field
  }

  /// Marks a spelling that is kept for old manifests.
  public var deprecated: Field<Value> {
    var field = self
    field.info.isDeprecated = true
    return field
  }

  /// Says that a setting that alone makes the value is a secret.
  public var secret: Field<Value> {
    var field = self
    field.info.isSecret = true
    return field
  }

  /// The same field with its value changed on.
  public func map<Other>(_ transform: @escaping @Sendable (Value, BuildContext) throws -> Other) -> Field<Other> {
    let old = self
    var field = Field<Other>(info) { node, context in try transform(try old.decode(node, context), context) }
    if let absent { field.absent = { context in try transform(try absent(context), context) } }
    return field
  }

  static func wrongType(_ node: Node, _ name: String, _ expected: String) -> Diagnostic {
    Diagnostic(code: .wrongType, "`\(name)` must be \(expected), got \(node.kind)", at: node.location)
  }
}

extension Field where Value == BuildContext {
  /// Hands the build context to the initialiser; stands for no field of the manifest.
  public static var context: Field<BuildContext> {
    var field = Field<BuildContext>(FieldInfo(name: "", type: .any, isRequired: false, doc: "")) { _, context in context }
    field.absent = { $0 }
    field.isHidden = true
    return field
  }
}

extension Field where Value == JSONObject {
  /// Hands the component's `$parameters` to the initialiser; stands for no field of its own.
  public static var parameters: Field<JSONObject> {
    var field = Field<JSONObject>(FieldInfo(name: "", type: .any, isRequired: false, doc: "")) { _, context in context.parameters }
    field.absent = { $0.parameters }
    field.isHidden = true
    return field
  }

  /// A mapping that is taken as it stands.
  public static func object(_ name: String, doc: String) -> Field<JSONObject> {
    Field(FieldInfo(name: name, type: .object, doc: doc)) { node, _ in
      guard let object = node.json.objectValue else { throw wrongType(node, name, "a mapping") }
      return object
    }
  }
}

extension Field where Value == String {
  public static func string(_ name: String, doc: String) -> Field<String> {
    Field(FieldInfo(name: name, type: .string, doc: doc)) { node, _ in
      guard let text = node.json.stringValue else { throw wrongType(node, name, "text") }
      return text
    }
  }
}

extension Field where Value == [String] {
  /// A list of texts.
  public static func strings(_ name: String, doc: String) -> Field<[String]> {
    Field(FieldInfo(name: name, type: .list(.string), doc: doc)) { node, _ in
      guard let elements = node.sequence else { throw wrongType(node, name, "a list of strings") }
      return try elements.map { element in
        guard let text = element.json.stringValue else { throw wrongType(element, name, "a list of strings") }
        return text
      }
    }
  }
}

extension Field where Value == Int {
  public static func integer(_ name: String, doc: String) -> Field<Int> {
    Field(FieldInfo(name: name, type: .integer, doc: doc)) { node, _ in
      if case .double(let value) = node.value, let whole = Int(exactly: value) { return whole }
      guard let value = node.integer else {
        if case .bigInteger = node.json {
          throw Diagnostic(
            code: .outOfRange, "`\(name)` must be an integer of 64 bits, got \(JSONText.compact(node.json))", at: node.location)
        }
        throw wrongType(node, name, "an integer")
      }
      return value
    }
  }
}

extension Field where Value == Double {
  /// A whole number of any size, for what is not counted exactly.
  public static func wholeNumber(_ name: String, doc: String) -> Field<Double> {
    Field(FieldInfo(name: name, type: .integer, doc: doc)) { node, _ in
      guard let value = node.json.doubleValue else { throw wrongType(node, name, "an integer") }
      return value
    }
  }

  public static func number(_ name: String, doc: String) -> Field<Double> {
    Field(FieldInfo(name: name, type: .number, doc: doc)) { node, _ in
      guard let value = node.json.doubleValue else { throw wrongType(node, name, "a number") }
      return value
    }
  }
}

extension Field where Value == Bool {
  public static func bool(_ name: String, doc: String) -> Field<Bool> {
    Field(FieldInfo(name: name, type: .boolean, doc: doc)) { node, _ in
      guard let value = node.bool else { throw wrongType(node, name, "true or false") }
      return value
    }
  }
}

extension Field where Value == JSONValue {
  /// Any value, taken as it stands.
  public static func json(_ name: String, as type: FieldType = .any, doc: String) -> Field<JSONValue> {
    Field(FieldInfo(name: name, type: type, doc: doc)) { node, _ in node.json }
  }
}

extension Field where Value == Node {
  /// Any value with the places where it was written.
  public static func node(_ name: String, as type: FieldType = .any, doc: String) -> Field<Node> {
    Field(FieldInfo(name: name, type: type, doc: doc)) { node, _ in node }
  }

  /// The same field, said to hold a declaration of which components are made later, so that nothing in it is read as one before.
  public var open: Field<Node> {
    var field = self
    field.info.isOpen = true
    return field
  }
}

extension Field where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of the raw values of an enumeration.
  public static func choice(_ name: String, doc: String) -> Field<Value> {
    let names = Value.allCases.map(\.rawValue)
    return Field(FieldInfo(name: name, type: .choice(names), doc: doc)) { node, _ in
      guard let text = node.string, let value = Value(rawValue: text) else {
        throw wrongType(node, name, "one of \(names.joined(separator: ", "))")
      }
      return value
    }
  }
}
