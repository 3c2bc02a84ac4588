/// A way in which Headwater differs from the reference (`airbyte-cdk` 7.39.1) on purpose, named after what the reference does.
///
/// `--compat` follows all of them, `--compat=a,b` some. What each is about: ``Difference``.
public enum Quirk: UInt8, CaseIterable, Sendable {
  // Requests
  case dropsTextParameters
  case headerLineBreaksAreInternalErrors
  case evaluatesTextBodies
  case sendsOnlyMappingsAsJSON
  case namesEmptyKeysNone
  case addressErrorsAreInternalErrors
  case evaluatesTexts
  case evaluatesConfigTextsInJSON
  // Authentication
  case refusesNumericTokenTexts
  case refusesCalendarSessions
  case readsTokensTwice
  case validatesSessionsPerRequest
  case neverRenewsOn401
  case retriesLoginsFor300Seconds
  // Retries, redirects and rate limits
  case refusesNumericHeaderNames
  case refusesOddBudgetHeaders
  case firstWindowLastsTenDays
  case restartsWindowAtEachCall
  case ignoresRetryAfter
  case acceptsDeadRedirects
  case ignoresRetryDates
  case retriesRedirectLoops
  // Answers
  case ignoresUndecodableBodies
  case acceptsTruncatedBodies
  case brokenBodiesAreInternalErrors
  case dropsRefusedAnswers
  case keepsByteOrderMarks
  case readsTextXMLAsLatin1
  case dropsBrokenLines
  case ignoresDeclaredCharsets
  case changesQuotedLineBreaks
  case takesBlankLineForHeader
  case acceptsOpenQuotes
  case dropsXMLEntities
  case acceptsEmptyPackedPages
  // Records
  case emptyFilterDropsAll
  case failsOnNullRecords
  case mergesByTextKeysOnly
  // Pagination
  case coercesPageSizes
  case followsRepeatedPages
  case failedStopConditionStops
  case countsAfterFilter
  case neverPrefetches
  case evaluatesPageTokens
  case readsPlainLinkHeadersOnly
  case repeatsParametersOfNextPages
  // Partitions
  case rereadsEqualPartitions
  case iteratesScalars
  case looksOnePartitionAhead
  case refusesStructuredPartitions
  case refusesIndexesInExtraFields
  // State and cursors
  case refusesOddStates
  case keepsOddPartitions
  case refusesUnlistedDateFormats
  case losesLegacyNumericCursors
  case countsNumbersOnly
  case checksRetentionLate
  case advancesPastFailedParents
  case emitsStateAfterFailedFullRead
  case checkpointsEvery600Seconds
  case acceptsStateMessagesOnly
  case makesPartitionCursorsLate
  case ignoresUTCMarks
  case movesCursorsPastWindows
  case skipsFailedFirstWindow
  // Asynchronous jobs
  case hidesCreationResponse
  case pollsUnknownStatuses
  case ignoresMissingDownloads
  // Files
  case refusesNumericFileNames
  case takesErrorPagesForFiles
  case resetsPaginationInDownloads
  // Templates
  case hidesTypeErrors
  case keepsFirstUnchangedResult
  // Streams and catalog
  case refusesNestedPrimaryKeys
  case emptyKeyIsAName
  case findsNoSchemaFiles
  case ignoresUnknownStreams
  case endsSyncOnUnreadyStreams
  case evaluatesStreamNames
  case failsCheckOfUnknownStream
  case readsRepeatedStreams
  // Config and manifest
  case configErrorsAreInternalErrors
  case validatorsParseText
  case reportsTopLevelMigrationsOnly
  case refusesLowConcurrency
  case requiresSpec
  case refusesRepeatedRequirements
  case quotesSchemaLibrary
  case predicateValidatorsAlwaysFail
  case ignoresMaximumOfPlainLevel
  case prefersManifestOfImage
  // Output
  case namesParentsInFailures
  case repeatsEqualFailures
  case closesWithConfigErrors
  case reportsStatusesOfOtherStreams
}

extension Quirk {
  /// The name by which `--compat` takes it.
  public var name: String { String(describing: self) }
}
