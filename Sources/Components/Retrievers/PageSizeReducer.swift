internal import ConnectorKit

/// The page size that is asked for while one slice is read. A value without I/O.
struct PageSizeReducer {
  private let rules: PageSizeReduction
  private let declared: Int?
  private let streamName: String
  /// The reduced size; nil while the declared one is in force.
  private(set) var size: Int?
  /// Reductions since a page last succeeded.
  private var attempts = 0
  private var retriesAtMinimum = 0

  init(_ rules: PageSizeReduction, declared: Int?, streamName: String) {
    self.rules = rules
    self.declared = declared
    self.streamName = streamName
  }

  /// Makes the next request's page smaller, or grants another try at the smallest size.
  ///
  /// - Parameter reason: what the error handler says about the refused page.
  /// - Returns: the seconds to wait before the page is asked for again.
  /// - Throws: ``SyncError`` when no further try is allowed.
  mutating func reduce(_ reason: String?) throws -> Double {
    guard let current = size ?? declared else {
      throw failure(
        .config,
        "Stream \(streamName): cannot reduce the page size, because the pagination strategy has no `page_size`. Add one.",
        reason)
    }
    let reduced = max(rules.minimum, Int((Double(current) / rules.factor).rounded(.down)))
    guard reduced < current else { return try retryUnchanged(current, reason) }
    attempts += 1
    guard attempts <= rules.maxAttempts else {
      throw failure(
        .transient,
        "Stream \(streamName): the API rejected every page size down to \(current).", reason)
    }
    size = reduced
    return rules.backoff * Double(attempts)
  }

  private mutating func retryUnchanged(_ current: Int, _ reason: String?) throws -> Double {
    if retriesAtMinimum < rules.retriesAtMinimum {
      retriesAtMinimum += 1
      return rules.backoff * Double(retriesAtMinimum)
    }
    if size == nil, rules.minimum > 1 {
      throw failure(
        .config,
        "Stream \(streamName): cannot reduce the page size of \(current) below `minimum_page_size` (\(rules.minimum)). "
          + "Raise the page size or lower the minimum.", reason)
    }
    throw failure(
      .transient,
      "Stream \(streamName): the API rejected the smallest page size that `page_size_reduction` allows (\(current)).", reason)
  }

  mutating func pageSucceeded() {
    attempts = 0
    retriesAtMinimum = 0
    if rules.resetPolicy == .afterSuccessfulPage { size = nil }
  }

  private func failure(_ type: SyncError.FailureType, _ text: String, _ reason: String?) -> SyncError {
    var message = text
    if type == .transient, let advice = rules.failureMessage?.trimming(" \n\t"), !advice.isEmpty { message += " \(advice)" }
    let details = reason.map { "\(message) The API's response: \($0)" } ?? message
    return SyncError(type, message, internalMessage: details, streamName: streamName)
  }
}
