import Components
import ConnectorKit
import JSON
import TestSupport
import Testing
import Manifest

/// Compares what is declared with facts about the reference's manifest language, version 7.39.1.
///
/// language.json has for each definition of its component schema, and for each mapping with fields of its own within one: the
/// fields, which of them are required or deprecated, default values, the words that may stand, and the variables of templates.
@Suite struct LanguageFactsTests {
  static let index = ComponentIndex(catalog: .standard)

  /// Definitions that are no components: lists of words, and shapes of a field.
  static let shapes: [String: String] = [
    "CombineMode": "the words of CombinedExtractor.mode",
    "PrimaryKey": "the shape of DeclarativeStream.primary_key",
    "SchemaNormalization": "the words of RecordSelector.schema_normalization",
    "Schemas": "the shape of DeclarativeSource.schemas",
    "ValueType": "the words of AddedFieldDefinition.value_type",
  ]

  /// Fields of ours that the schema of the reference does not have.
  static let furtherFields: [String: String] = ["CursorPagination.decoder": "the reference reads it, but does not declare it"]

  /// Fields that only we call deprecated.
  static let deprecatedByUs: [String: String] = [
    "OAuthAuthenticator.refresh_token_updater.refresh_token_error_key": "stands on the authenticator by now",
    "OAuthAuthenticator.refresh_token_updater.refresh_token_error_status_codes": "stands on the authenticator by now",
    "OAuthAuthenticator.refresh_token_updater.refresh_token_error_values": "stands on the authenticator by now",
  ]

  /// Defaults that mean nothing, or that are not applied.
  static let otherDefaults: [String: String] = [
    "ConfigMigration.transformations": "the field is required",
    "RequestBodyGraphQlQuery.query": "the field is required",
    "StateDelegatingStream.name": "the field is required",
  ]

  /// Variables that the schema of the reference promises, but that have no value when the template is evaluated.
  static let emptyVariables: [String: String] = [
    "AddFields.condition.property": "is that of RemoveFields; here it is `value` and `path`",
    "ConfigAddFields.condition.property": "is that of RemoveFields; here it is `value` and `path`",
    "ConfigRemoveFields.condition.property": "the condition is asked once, for the whole config",
    "ComponentMappingDefinition.condition.stream_slice": "resolvers that allow a condition read no stream",
    "ConditionalStreams.condition.parameters": "are not handed on to the condition",
    "RemoveFields.condition.parameters": "are not handed on to the condition",
    "DpathValidator.field_path.config": "paths are evaluated without a config",
    "HttpRequester.request_body.next_page_token": "the body is a component, whose fields are the templates",
    "HttpRequester.request_body.stream_interval": "the body is a component, whose fields are the templates",
    "HttpRequester.request_body.stream_partition": "the body is a component, whose fields are the templates",
    "HttpRequester.request_body.stream_slice": "the body is a component, whose fields are the templates",
    "ValidateAdheresToSchema.base_schema.config": "the schema is taken as it stands",
  ]

  static let facts: [(name: String, value: JSONValue)] = {
    guard let text = try? PackageFiles.text("Tests/ManifestTests/Reference/language.json"),
      let object = try? JSONValue.parse(text).objectValue
    else { return [] }
    return object.map { (name: $0.key, value: $0.value) }
  }()

  @Test func everyDefinitionIsThere() {
    #expect(Self.facts.count == 150)
    for fact in Self.facts where Self.shapes[fact.name] == nil {
      #expect(Self.fields(fact) != nil, "\(fact.name) is no component and no mapping of one")
    }
  }

  @Test func everyFieldIsThere() {
    for fact in Self.facts {
      guard let fields = Self.fields(fact) else { continue }
      let theirs = Self.texts(fact.value["fields"])
      let ours = Set(fields.map(\.name))
      #expect(theirs.subtracting(ours).sorted() == [], "\(fact.name) lacks fields")
      let more = ours.subtracting(theirs).filter { Self.furtherFields["\(fact.name).\($0)"] == nil }
      #expect(more.sorted() == [], "\(fact.name) has fields of its own")
    }
  }

  @Test func sameFieldsAreRequired() {
    for fact in Self.facts {
      guard let fields = Self.fields(fact) else { continue }
      #expect(Set(fields.filter(\.isRequired).map(\.name)) == Self.texts(fact.value["required"]), "\(fact.name): required fields")
    }
  }

  @Test func sameFieldsAreDeprecated() {
    for fact in Self.facts {
      let ours = Self.fields(fact)?.filter { $0.isDeprecated && Self.deprecatedByUs["\(fact.name).\($0.name)"] == nil }.map(\.name) ?? []
      #expect(Set(ours) == Self.texts(fact.value["deprecated"]), "\(fact.name): deprecated fields")
    }
  }

  @Test func sameDefaultsAreShown() {
    for fact in Self.facts {
      guard let fields = Self.fields(fact), let defaults = fact.value["defaults"]?.objectValue else { continue }
      for (name, value) in defaults where Self.otherDefaults["\(fact.name).\(name)"] == nil {
        #expect(fields.first { $0.name == name }?.defaultValue == value, "\(fact.name).\(name)")
      }
    }
  }

  @Test func templatesKnowTheSameVariables() {
    for fact in Self.facts {
      guard let fields = Self.fields(fact), let variables = fact.value["variables"]?.objectValue else { continue }
      for (name, words) in variables {
        let ours = Set(fields.first { $0.name == name }?.variables.map(\.rawValue) ?? [])
        let missing = Self.texts(words).subtracting(ours).filter { Self.emptyVariables["\(fact.name).\(name).\($0)"] == nil }
        #expect(missing.sorted() == [], "\(fact.name).\(name)")
      }
    }
  }

  @Test func sameWordsMayStand() {
    for fact in Self.facts {
      guard let fields = Self.fields(fact), let values = fact.value["values"]?.objectValue else { continue }
      for (name, words) in values {
        guard case .choice(let names)? = fields.first(where: { $0.name == name })?.type else {
          Issue.record("\(fact.name).\(name) is no choice")
          continue
        }
        #expect(Set(names) == Self.texts(words), "\(fact.name).\(name)")
      }
    }
  }

  /// The fields of a definition, or of the mapping that a path such as `Spec.config_normalization_rules` leads to.
  private static func fields(_ fact: (name: String, value: JSONValue)) -> [FieldInfo]? {
    let steps = fact.name.split(separator: ".").map(String.init)
    let type = fact.value["type"]?.stringValue ?? steps[0]
    var fields = index.entries.first { $0.type == type }?.fields
    for step in steps.dropFirst() { fields = fields?.first { $0.name == step }.flatMap { members($0.type) } }
    return fields
  }

  private static func members(_ type: FieldType) -> [FieldInfo]? {
    switch type {
    case .record(let fields, _): fields
    case .component(let types): index.entries.first { $0.type == types[0] }?.fields
    case .list(let inner), .mapping(let inner), .limited(let inner, _): members(inner)
    case .anyOf(let types): types.compactMap(members).first
    default: nil
    }
  }

  private static func texts(_ value: JSONValue?) -> Set<String> { Set(value?.arrayValue?.compactMap(\.stringValue) ?? []) }
}
