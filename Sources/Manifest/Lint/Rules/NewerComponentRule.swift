internal import Document

/// Components that the language did not have yet in the version that the manifest names.
enum NewerComponentRule: LintRule {
  static func check(_ manifest: LintedManifest, _ report: inout LintReport) {
    guard let version = manifest.root["version"], let text = version.string else { return }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).prefix(2).map { Int($0) }
    guard parts.count == 2, let major = parts[0], let minor = parts[1] else { return }
    var told: Set<String> = []
    for component in manifest.components {
      guard let first = firstVersions[component.type], (major, minor) < first, told.insert(component.type).inserted else { continue }
      report.add(
        .newerComponent, "\(component.type) requires version \(first.major).\(first.minor) of the language, but the manifest says \(text)",
        at: component["type"]?.location ?? component.location, path: component.path("type"),
        notes: [Diagnostic.Note("the manifest's version", at: version.location)])
    }
  }

  private static let firstVersions: [String: (major: Int, minor: Int)] = {
    var versions: [String: (major: Int, minor: Int)] = [:]
    for (major, minor, types) in history {
      for type in types { versions[type] = (major, minor) }
    }
    return versions
  }()

  /// The components that are younger than version 6.5, by the version that brought them.
  private static let history: [(Int, Int, [String])] = [
    (6, 6, ["CustomDecoder"]),
    (6, 7, ["ResponseToFileExtractor"]),
    (6, 9, ["ComponentMappingDefinition", "DynamicDeclarativeStream", "HttpComponentsResolver"]),
    (6, 11, ["ConfigComponentsResolver", "DynamicSchemaLoader", "SchemaTypeIdentifier", "StreamConfig", "TypesMap"]),
    (6, 12, ["FlattenFields", "KeysToSnakeCase"]),
    (6, 15, ["KeysReplace"]),
    (6, 16, ["CustomSchemaNormalization"]),
    (6, 20, ["CheckDynamicStream"]),
    (6, 21, ["ZipfileDecoder"]),
    (6, 22, ["DpathFlattenFields"]),
    (6, 26, ["ComplexFieldType"]),
    (
      6, 33,
      [
        "CsvDecoder", "FixedWindowCallRatePolicy", "GzipDecoder", "HTTPAPIBudget", "HttpRequestRegexMatcher",
        "MovingWindowCallRatePolicy", "Rate", "UnlimitedCallRatePolicy",
      ]
    ),
    (6, 37, ["IncrementingCountCursor"]),
    (6, 39, ["StateDelegatingStream"]),
    (6, 41, ["GroupingPartitionRouter"]),
    (6, 44, ["DynamicStreamCheckConfig"]),
    (6, 45, ["GroupByKeyMergeStrategy", "KeyTransformation", "PropertiesFromEndpoint", "PropertyChunking", "QueryProperties"]),
    (
      6, 48,
      [
        "RequestBodyGraphQL", "RequestBodyGraphQlQuery", "RequestBodyJsonObject", "RequestBodyPlainText",
        "RequestBodyUrlEncodedForm",
      ]
    ),
    (
      6, 49,
      [
        "ConfigAddFields", "ConfigMigration", "ConfigRemapField", "ConfigRemoveFields", "DpathValidator",
        "PredicateValidator", "ValidateAdheresToSchema",
      ]
    ),
    (6, 55, ["ConditionalStreams"]),
    (6, 56, ["CustomValidationStrategy", "ParametrizedComponentsResolver", "StreamParametersDefinition"]),
    (6, 59, ["CustomConfigTransformation"]),
    (7, 3, ["PaginationReset", "PaginationResetLimits"]),
    (7, 4, ["JsonSchemaPropertySelector"]),
    (7, 15, ["BlockSimultaneousSyncsAction", "StreamGroup"]),
    (7, 17, ["RecordExpander"]),
    (7, 23, ["JsonItemsDecoder"]),
    (7, 24, ["QuotaStatusSource", "RateLimitedMultipleTokenAuthenticator", "TokenQuota"]),
    (7, 25, ["UnionPartitionRouter"]),
    (7, 29, ["CombinedExtractor", "PageSizeReduction", "ParentFieldPath", "RequestWindowSplitting", "WaitTimeFromResponse"]),
  ]
}
