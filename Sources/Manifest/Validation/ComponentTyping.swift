/// Which components may stand without a type, because only one kind of component has its place there.
///
/// The types that the language fills in by place are there already when a manifest is checked.
enum ComponentTyping {
  /// Told by their place alone: what a member `type` of theirs says is not looked at.
  private static let untyped: Set<String> = [
    "AuthFlow", "ComplexFieldType", "HttpRequestRegexMatcher", "OAuthConfigSpecification", "Rate", "RequestBodyGraphQlQuery",
    "StreamGroup", "TypesMap",
  ]
  /// May leave their type out, but not name another one.
  private static let typeOptional: Set<String> = [
    "AsyncJobStatusMap", "ConcurrencyLevel", "LegacyToPerPartitionStateMigration", "SchemaTypeIdentifier",
  ]

  static func isUntyped(_ type: String) -> Bool { untyped.contains(type) }
  static func mayOmitType(_ type: String) -> Bool { untyped.contains(type) || typeOptional.contains(type) }
}
