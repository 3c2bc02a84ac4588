public import JSON

/// What the validator, the schema and the manual know of a component's field.
public struct FieldInfo: Sendable, Equatable {
  public var name: String
  public var type: FieldType
  public var isRequired: Bool
  /// What holds when the field is left out, for the manual and the schema.
  public var defaultValue: JSONValue?
  public var doc: String
  /// The names a template in this field may use besides functions; empty for fields that are taken as they stand.
  public var variables: [TemplateName]
  public var examples: [JSONValue]
  public var isDeprecated: Bool
  /// The component type that is meant when a mapping in this field has no `type`.
  public var defaultType: String?
  /// Whether a setting that alone makes the value is a secret.
  public var isSecret = false
  /// Whether what stands here is no component yet: a template of which components are made later.
  public var isOpen = false

  public init(
    name: String, type: FieldType, isRequired: Bool = true, defaultValue: JSONValue? = nil, doc: String, variables: [TemplateName] = [],
    examples: [JSONValue] = [], isDeprecated: Bool = false, defaultType: String? = nil
  ) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.defaultValue = defaultValue
    self.doc = doc
    self.variables = variables
    self.examples = examples
    self.isDeprecated = isDeprecated
    self.defaultType = defaultType
  }
}

extension FieldInfo {
  /// A field that has to be there.
  public static func required(_ name: String, _ type: FieldType, doc: String = "") -> FieldInfo {
    FieldInfo(name: name, type: type, doc: doc)
  }

  /// A field that may be left out.
  public static func optional(_ name: String, _ type: FieldType, doc: String = "") -> FieldInfo {
    FieldInfo(name: name, type: type, isRequired: false, doc: doc)
  }
}

extension FieldInfo {
  /// Whether the field holds mappings or lists of the connector's own, and no components.
  public var isData: Bool { isOpen || (type.mayHold(.object) && !type.mayHold(.component([]))) }
}

/// The names that templates of a manifest can use, by the places where they have a value.
public enum TemplateName: String, Sendable, CaseIterable {
  case config, parameters, record, response, headers
  case streamSlice = "stream_slice"
  case streamPartition = "stream_partition"
  case streamInterval = "stream_interval"
  case nextPageToken = "next_page_token"
  case lastRecord = "last_record"
  case lastPageSize = "last_page_size"
  case lastPageTokenValue = "last_page_token_value"
  case pageSize = "page_size"
  case componentsValues = "components_values"
  case streamTemplateConfig = "stream_template_config"
  case rawValue = "raw_value"
  case rawType = "raw_type"
  case rawSchema = "raw_schema"
  case property, value, path
  case creationResponse = "creation_response"
  case pollingResponse = "polling_response"
  case downloadTarget = "download_target"
  case urlBase = "url_base"
  case requestURL = "request_url"
  case loginResponse = "login_response"
  case sessionToken = "session_token"
}

/// What a field may hold.
public indirect enum FieldType: Sendable, Equatable {
  case any
  case string
  case integer
  case number
  case boolean
  case null
  /// A mapping of any content.
  case object
  case mapping(FieldType)
  case list(FieldType)
  case choice([String])
  /// A component of one of these types.
  case component([String])
  case anyOf([FieldType])
  /// A mapping with these fields and any others, or no others when it is closed.
  case record([FieldInfo], isClosed: Bool)
  /// A value of a type, within bounds.
  case limited(FieldType, FieldLimit)

  /// Whether a value of a kind, whatever its parts, can stand somewhere in this type: a component, or a mapping of any other form.
  fileprivate func mayHold(_ kind: FieldType) -> Bool {
    switch (self, kind) {
    case (.component, .component), (.any, .object), (.object, .object): true
    case (.mapping(let inner), _): kind == .object || inner.mayHold(kind)
    case (.record(let fields, _), _): kind == .object || fields.contains { $0.type.mayHold(kind) }
    case (.list(let inner), _), (.limited(let inner, _), _): inner.mayHold(kind)
    case (.anyOf(let types), _): types.contains { $0.mayHold(kind) }
    default: false
    }
  }

  /// A mapping with these fields and any others.
  public static func record(_ fields: FieldInfo...) -> FieldType { .record(fields, isClosed: false) }
  /// A mapping with these fields and no others.
  public static func closedRecord(_ fields: FieldInfo...) -> FieldType { .record(fields, isClosed: true) }
}

/// A bound on the values of a field.
public enum FieldLimit: Sendable, Equatable {
  /// A number that is not below this one.
  case atLeast(Double)
  /// A number greater than this one.
  case above(Double)
  /// A list of at least so many elements.
  case minimumCount(Int)
  /// A list without equal elements.
  case distinct
}
