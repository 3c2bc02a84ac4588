internal import ConnectorKit
internal import Document
internal import JSON

/// How much smaller a page is asked for when an API refuses one as too large.
struct PageSizeReduction: Sendable {
  enum ResetPolicy: String, CaseIterable, Sendable {
    case never = "NEVER"
    case afterSuccessfulPage = "AFTER_SUCCESSFUL_PAGE"
  }

  static let spec = ComponentSpec<PageSizeReduction>(
    "PageSizeReduction", "Asks for smaller pages when an error handler returns REDUCE_PAGE_SIZE.", since: "7.29",
    fields: Field<Double>.number("reduction_factor", doc: "By what the page size is divided.").limited(.above(1)).default(2, shown: 2),
    Field<Int>.integer("minimum_page_size", doc: "The smallest page size to ask for.").limited(.atLeast(1)).default(1, shown: 1),
    Field<Int>.integer("max_attempts", doc: "How many reductions may follow each other without a page that succeeds.")
      .limited(.atLeast(1)).default(5, shown: 5),
    Field<Double>.number("backoff_seconds", doc: "The wait before the page is asked for again, times the attempts made in a row.")
      .limited(.atLeast(0)).default(0.5, shown: 0.5),
    Field<Int>.integer("retries_at_minimum_page_size", doc: "How often a page is asked for again when it cannot become smaller.")
      .limited(.atLeast(0)).default(0, shown: 0),
    Field<String>.string("failure_message", doc: "What to tell the user when nothing helps.").optional,
    Field<ResetPolicy>.choice("reset_policy", doc: "Whether the declared size comes back after a page that succeeds.").default(
      .never, shown: "NEVER"),
    Field<BuildContext>.context,
    examples: ["type: PageSizeReduction\nminimum_page_size: 10"],
    make: PageSizeReduction.init)

  let factor: Double
  let minimum: Int
  let maxAttempts: Int
  let backoff: Double
  let retriesAtMinimum: Int
  let failureMessage: String?
  let resetPolicy: ResetPolicy

  init(
    factor: Double, minimum: Int, maxAttempts: Int, backoff: Double, retriesAtMinimum: Int, failureMessage: String?,
    resetPolicy: ResetPolicy, context: BuildContext
  ) throws {
    func demand(_ holds: Bool, _ field: String, _ wanted: String) throws {
      guard !holds else { return }
      throw Diagnostic(code: .outOfRange, "`\(field)` must be \(wanted)", at: context.location)
    }
    try demand(factor > 1, "reduction_factor", "greater than 1")
    try demand(minimum >= 1, "minimum_page_size", "at least 1")
    try demand(maxAttempts >= 1, "max_attempts", "at least 1")
    try demand(backoff >= 0, "backoff_seconds", "zero or more")
    try demand(retriesAtMinimum >= 0, "retries_at_minimum_page_size", "zero or more")
    self.factor = factor
    self.minimum = minimum
    self.maxAttempts = maxAttempts
    self.backoff = backoff
    self.retriesAtMinimum = retriesAtMinimum
    self.failureMessage = failureMessage
    self.resetPolicy = resetPolicy
  }
}
