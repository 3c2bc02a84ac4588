import JSON

/// What is wrong with a value, without the words for it.
enum KeywordFailure: Sendable {
  case notAllowed
  case wrongType([SchemaType])
  case notListed([JSONValue])
  case notExactly(JSONValue)
  case outOfBound(NumberBound, JSONValue)
  case notMultiple(JSONValue)
  case wrongCount(CountLimit)
  case patternMissed(String, hint: String?)
  case wrongFormat(String)
  case repeatedItems
  case unexpectedItems(allowed: Int, [JSONValue])
  case lacksItem(found: Int, SchemaRule.ContainsLimits)
  case tooManyMatchingItems(limit: Int)
  case unexpectedFields([String], patterns: [String]?)
  case missing(String)
  case missingDependency(String, of: String)
  /// With the violations of each choice.
  indirect case noChoiceFits([[JSONSchemaViolation]])
  case severalChoicesFit([JSONValue])
  case mustNotFit(JSONValue)
  case danglingReference(String)
  case tooDeep
}
