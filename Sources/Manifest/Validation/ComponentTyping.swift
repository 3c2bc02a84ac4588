/// Which components may stand without a type, because only one kind of component has its place there.
///
/// The types that the language fills in by place are there already when a manifest is checked.
enum ComponentTyping {
  /// Told by their place alone: what a member `type` of theirs says is not looked at.
  private static let untyped: Set<String> = [
    "AuthFlow", "ComplexFieldType", "HttpRequestRegexMatcher", "JwtHeaders", "JwtPayload", "OAuthConfigSpecification", "Rate",
    "RefreshTokenUpdater", "RequestBodyGraphQlQuery", "StreamGroup", "TypesMap",
  ]
  /// May leave their type out, but not name another one.
  private static let typeOptional: Set<String> = [
    "AsyncJobStatusMap", "ConcurrencyLevel", "LegacyToPerPartitionStateMigration", "SchemaTypeIdentifier",
  ]

  /// Take no fields but their own. All others take any, since parameters are copied into every component.
  private static let closed: Set<String> = [ManifestValidator.rootType, "ConfigNormalizationRules", "JwtHeaders", "JwtPayload"]

  static func isClosed(_ type: String) -> Bool { closed.contains(type) }
  static func isUntyped(_ type: String) -> Bool { untyped.contains(type) }
  static func mayOmitType(_ type: String) -> Bool { untyped.contains(type) || typeOptional.contains(type) }
}
