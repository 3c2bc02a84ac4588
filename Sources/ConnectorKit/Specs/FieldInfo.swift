public import JSON

/// What the validator, the schema and the manual know of a component's field.
public struct FieldInfo: Sendable {
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
}
