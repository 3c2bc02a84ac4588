import Components
import ConnectorKit
import Testing

/// A component's name stands at its declaration and in the fields that take it; all else asks the catalogue.
@Suite struct ComponentNameTests {
  /// Files that work on certain components, and those.
  static let allowed: [String: Set<String>] = [
    // Where the command looks into a manifest before it is built.
    "CheckOverrides": ["OAuthAuthenticator", "CustomAuthenticator"],
    "ConfigCheck": ["Spec"],
    "Connector": ["ConcurrencyLevel", "ConditionalStreams", "DeclarativeSource", "Spec"],
    "ConnectorSession": ["CheckDynamicStream"],
    "BuildCheck": ["Spec"],
    // What the language says of places that no declaration has, and of its top.
    "DefaultTypes": [
      "CompositeErrorHandler", "CustomAuthenticator", "CustomBackoffStrategy", "CustomErrorHandler", "CustomPaginationStrategy",
      "CustomPartitionRouter", "CustomRecordExtractor", "CustomRetriever", "CustomTransformation", "DeclarativeStream",
      "DefaultErrorHandler", "DefaultPaginator", "DpathExtractor", "HttpRequester", "JsonDecoder", "ParentStreamConfig", "RecordSelector",
      "SchemaTypeIdentifier", "SimpleRetriever", "TypesMap",
    ],
    "ManifestValidator": ["DeclarativeSource"],
    // Old spellings of requests.
    "DeprecationRewriter": [
      "HttpRequester", "RequestBodyGraphQL", "RequestBodyJsonObject", "RequestBodyPlainText", "RequestBodyUrlEncodedForm",
    ],
    "OldSpelling": ["RequestBodyJsonObject", "RequestBodyPlainText", "RequestBodyUrlEncodedForm"],
    "JsonFileSchemaLoader": ["InlineSchemaLoader"],
    "LegacySessionTokenAuthenticator": ["SessionTokenAuthenticator"],
    // Rules about certain components.
    "LintedManifest": ["ConditionalStreams", "DeclarativeStream", "StateDelegatingStream"],
    "ConstantTemplateRule": ["AddFields", "CursorPagination", "HttpResponseFilter", "RecordFilter", "RemoveFields"],
    "DateRule": ["DatetimeBasedCursor", "MinMaxDatetime"],
    "PaginatorRule": ["CursorPagination", "CustomPaginationStrategy", "DefaultPaginator", "HttpRequester", "SimpleRetriever"],
    "ParentStreamRule": ["DeclarativeStream", "ParentStreamConfig"],
    "ResponseFilterRule": ["DefaultErrorHandler", "HttpResponseFilter"],
    "SchemaFieldRule": [
      "AddFields", "DeclarativeStream", "DynamicDeclarativeStream", "InlineSchemaLoader", "ParentStreamConfig", "RemoveFields",
    ],
    "SettingsRule": ["ConfigAddFields", "ConfigRemapField", "OAuthAuthenticator"],
    "StreamNameRule": ["CheckStream", "ConditionalStreams", "DynamicDeclarativeStream", "DynamicStreamCheckConfig"],
    // The word in an `Authorization` header.
    "RateLimitedMultipleTokenAuthenticator": ["Bearer"],
    "TokenIssuer": ["Bearer"], "Authentication": ["Bearer"],
    // Told from a text where it stands among the parameters.
    "RequestParameters": ["QueryProperties"],
  ]

  static let names = Set(Catalog.standard.all.map(\.type) + ComponentSlot.allCases.map(\.rawValue))

  @Test("No source file names a component but its declaration, fields that take it, and those listed here")
  func namesStandAtDeclarations() {
    var used: [String: Set<String>] = [:]
    for file in SourceTree.files(below: "Sources") where !file.name.hasSuffix("+Generated") && file.name != "ComponentSlot" {
      for name in Self.namesInQuotes(file) where name != file.name { used[file.name, default: []].insert(name) }
    }
    #expect(used == Self.allowed)
  }

  /// The names of components that stand alone in quotes, or with a field behind them, outside of declarations of fields.
  private static func namesInQuotes(_ file: SourceTree.File) -> [String] {
    var text = file.lines.filter { !$0.drop(while: { $0 == " " }).hasPrefix("//") }.joined(separator: "\n")
    if file.path.hasPrefix("Sources/Components/") || file.name.hasPrefix("Field+") {
      text.replace(#/\[\s*("\w+",?\s*)+\]/#, with: "")
      text.replace(#/(defaultType: (String\? = )?|typedByPlace\()"\w+"/#, with: "")
    }
    return text.matches(of: #/"(\w+)(\.\w+)?"/#).map { String($0.output.1) }.filter(names.contains)
  }
}
