internal import ConnectorKit
internal import Dates
internal import Document

/// Whether a window that the API refuses is read in smaller ones.
struct RequestWindowSplitting: Sendable {
  static let spec = ComponentSpec<RequestWindowSplitting>(
    "RequestWindowSplitting", "Reads a window in halves when an error handler returns SPLIT_REQUEST_WINDOW.", since: "7.29",
    fields: Field<String>.string("failure_message", doc: "What to tell the user when no window is small enough.").optional,
    Field<String>.string("min_split_window", doc: "The length that is not split any more, as an ISO 8601 duration such as PT1H.").optional,
    Field<BuildContext>.context,
    examples: ["type: RequestWindowSplitting\nmin_split_window: P1D"],
    make: RequestWindowSplitting.init)

  /// Guards against cursors whose windows do not become smaller.
  static let maxDepth = 10

  let failureMessage: String?
  let minimum: TimeDelta?

  init(failureMessage: String?, minimum: String?, context: BuildContext) throws {
    self.failureMessage = failureMessage
    self.minimum = try minimum.flatMap { $0.isEmpty ? nil : $0 }.map { text in
      guard case .fixed(let delta)? = try? ISODuration(text), delta > .zero else {
        throw Diagnostic(
          code: .duration, "`min_split_window` must be a positive duration of days, hours, minutes or seconds, got `\(text)`",
          at: context.location, fix: "write a duration such as P1D or PT1H")
      }
      return delta
    }
  }

  /// The windows to read in place of one that the API refused.
  ///
  /// - Throws: ``SyncError`` when it cannot be made any smaller.
  func parts(of window: StreamSlice, cursor: any Cursor, depth: Int, _ directive: PageDirective, _ streamName: String) throws
    -> [StreamSlice]
  {
    guard depth < Self.maxDepth else {
      throw failure(
        "Stream \(streamName): the API rejected a window even after it was split \(Self.maxDepth) times.",
        directive, streamName)
    }
    guard let parts = try cursor.split(window.cursorSlice, minimum: minimum) else {
      let floor = minimum.map { " and `min_split_window` (\($0))" } ?? ""
      throw failure(
        "Stream \(streamName): the API rejected the smallest window that `cursor_granularity`\(floor) allows.",
        directive, streamName)
    }
    return parts.map {
      var part = window
      part.cursorSlice = $0
      return part
    }
  }

  private func failure(_ text: String, _ directive: PageDirective, _ streamName: String) -> SyncError {
    var message = text
    if let advice = failureMessage?.trimming(" \n\t"), !advice.isEmpty { message += " \(advice)" }
    let details = directive.resolution.message.map { "\(message) The API's response: \($0)" } ?? message
    return SyncError(.transient, message, internalMessage: details, streamName: streamName)
  }
}
