/// A way in which Headwater always differs from the reference, named after what the reference does: following it would leak a secret, lose
/// data or wait without end, or nobody can depend on it.
public enum FixedDifference: CaseIterable, Sendable {
  // Requests
  case optionNamesLackParameters
  case refusesUnusualHeaders
  case cannotWriteYAMLValues
  // Authentication
  case takesMissingTokens
  case refusesDamagedKeys
  case quotesLoginAnswers
  // Retries, redirects and rate limits
  case chargesRedirectHops
  case waitsWithoutLimit
  case waitsAsLongAsAsked
  case forwardsCredentials
  // Answers
  case cannotUnpackStreamedBodies
  case ignoresUnaskedParts
  case refusesLongIntegers
  // Records
  case roundsLargeIntegers
  case endsSyncAtEmptyRecord
  case keepsArbitraryLoweredKey
  // Pagination
  case acceptsHugePageSizes
  case readsOnePageOfStreamedBodies
  // Partitions
  case rereadsRepeatedParents
  case rereadsSharedParents
  // Asynchronous jobs
  case readsJobAnswersOnce
  // Files
  case writesFilesAnywhere
  case downloadsUndeliveredFiles
  case takesSharedFileFolder
  // Templates
  case splitsWideCharacters
  case runsTemplatesWithoutLimits
  // Streams and catalog
  case refusesEmptyMappings
  // Config and manifest
  case ignoresUnusedMistakes
  case reportsOneManifestProblem
  case refusesCustomIncrementalSync
  // Output
  case quotesSecretsInTraces
  case inventsStreamNames
  case wordsMessagesForItsDevelopers
}

extension FixedDifference {
  public var name: String { String(describing: self) }
}
