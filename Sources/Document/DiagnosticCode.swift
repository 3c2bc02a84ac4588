/// The kinds of problems that diagnostics name, by the words that stand in brackets and in reports.
///
/// Each has a ``rule``, which says what it means and what to do. A component of the user's own that refuses a declaration
/// uses ``buildFailed``.
public enum DiagnosticCode: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  case fileMissing = "file-missing"
  case fileUnreadable = "file-unreadable"
  case fileUnwritable = "file-unwritable"
  case noFiles = "no-files"
  case formatUnsafe = "format-unsafe"
  case encoding
  case yamlSyntax = "yaml-syntax"
  case yamlValue = "yaml-value"
  case yamlAlias = "yaml-alias"
  case yamlLimit = "yaml-limit"
  case duplicateKey = "duplicate-key"
  case manifestForm = "manifest-form"
  case manifestMissing = "manifest-missing"
  case manifestVersion = "manifest-version"
  case unknownReference = "unknown-reference"
  case circularReference = "circular-reference"
  case manifestLimit = "manifest-limit"
  case deprecated
  case missingField = "missing-field"
  case unknownField = "unknown-field"
  case missingType = "missing-type"
  case unknownType = "unknown-type"
  case wrongComponent = "wrong-component"
  case wrongType = "wrong-type"
  case wrongValue = "wrong-value"
  case outOfBounds = "out-of-bounds"
  case unregisteredComponent = "unregistered-component"
  case componentsUnusable = "components-unusable"
  case stepWithoutGranularity = "step-without-granularity"
  case duration
  case badDuration = "bad-duration"
  case clampingTarget = "clamping-target"
  case clampingWeekday = "clamping-weekday"
  case partitionedCount = "partitioned-count"
  case retentionOfCount = "retention-of-count"
  case stateMigration = "state-migration"
  case streamName = "stream-name"
  case emptyPath = "empty-path"
  case patternInPath = "pattern-in-path"
  case emptyList = "empty-list"
  case tooFew = "too-few"
  case partitionField = "partition-field"
  case groupSize = "group-size"
  case requestOption = "request-option"
  case itemsOfScalar = "items-of-scalar"
  case condition
  case twoBodies = "two-bodies"
  case twoPlaces = "two-places"
  case twoPropertyLists = "two-property-lists"
  case fieldName = "field-name"
  case fieldPath = "field-path"
  case noPageSize = "no-page-size"
  case retriever
  case fileUploader = "file-uploader"
  case noTargetExtractor = "no-target-extractor"
  case unsupportedField = "unsupported-field"
  case badPattern = "bad-pattern"
  case badRate = "bad-rate"
  case badWeight = "bad-weight"
  case noNumber = "no-number"
  case noRates = "no-rates"
  case noQuotas = "no-quotas"
  case repeatedStatus = "repeated-status"
  case outOfRange = "out-of-range"
  case templateFailed = "template-failed"
  case unknownEncoding = "unknown-encoding"
  case schema
  case missingSetting = "missing-setting"
  case unknownAuthenticator = "unknown-authenticator"
  case buildFailed = "build-failed"
  case configSyntax = "config-syntax"
  case configInvalid = "config-invalid"
  case templateSyntax = "template-syntax"
  case unknownFilter = "unknown-filter"
  case unknownTest = "unknown-test"
  case unknownFunction = "unknown-function"
  case unknownVariable = "unknown-variable"
  case methodAsField = "method-as-field"
  case constantCondition = "constant-condition"
  case constantType = "constant-type"
  case unusedDefinition = "unused-definition"
  case misspelledField = "misspelled-field"
  case newerComponent = "newer-component"
  case duplicateStreamName = "duplicate-stream-name"
  case unknownCheckStream = "unknown-check-stream"
  case parentCycle = "parent-cycle"
  case cursorNotInSchema = "cursor-not-in-schema"
  case keyNotInSchema = "key-not-in-schema"
  case parentKeyNotInSchema = "parent-key-not-in-schema"
  case dateFormat = "date-format"
  case dateValue = "date-value"
  case startAfterEnd = "start-after-end"
  case pageTokenNotSent = "page-token-not-sent"
  case pageSizeNotSent = "page-size-not-sent"
  case pageSizeMismatch = "page-size-mismatch"
  case filterNeverMatches = "filter-never-matches"
  case connectionSpecification = "connection-specification"
  case unknownSetting = "unknown-setting"
  case secretNotMarked = "secret-not-marked"
  case unknownName = "unknown-name"
  case repeatedName = "repeated-name"
  case missingVariable = "missing-variable"
  case plainSecret = "plain-secret"
  case noKind = "no-kind"
  case notCompared = "not-compared"

  public var description: String { rawValue }
}

/// What a kind of problem is: how bad, where it belongs, what it means and what to do about it.
public struct DiagnosticRule: Sendable {
  /// Where a rule belongs in the documentation.
  public enum Group: String, Sendable, CaseIterable {
    case text = "Files and YAML"
    case references = "References and parameters"
    case declarations = "What components declare"
    case building = "What components refuse"
    case templates = "Templates"
    case streams = "Streams, schemas and cursors"
    case requests = "Pages and errors"
    case settings = "Settings"
    case connections = "Connections files"
  }

  public let severity: Diagnostic.Severity
  public let group: Group
  /// What is wrong, in a sentence.
  public let meaning: String
  /// What to do, in a sentence.
  public let advice: String
  /// A passage of a manifest that has the problem; empty where none tells more than the meaning.
  public let example: String

  private init(_ severity: Diagnostic.Severity, _ group: Group, _ meaning: String, _ advice: String, _ example: String) {
    self.severity = severity
    self.group = group
    self.meaning = meaning
    self.advice = advice
    self.example = example
  }

  static func error(_ group: Group, _ meaning: String, advice: String, example: String = "") -> DiagnosticRule {
    DiagnosticRule(.error, group, meaning, advice, example)
  }

  static func warning(_ group: Group, _ meaning: String, advice: String, example: String = "") -> DiagnosticRule {
    DiagnosticRule(.warning, group, meaning, advice, example)
  }
}
