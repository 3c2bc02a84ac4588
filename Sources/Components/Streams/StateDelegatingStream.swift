internal import ConnectorKit
internal import Dates
internal import Document
internal import JSON

/// A stream that is read in one way without a state and in another way from a state.
struct StateDelegatingStream: StreamComponent {
  static let spec = ComponentSpec<any StreamSource>(
    "StateDelegatingStream", "A stream that is first read whole and from then on incrementally, each in a way of its own.", since: "6.39",
    fields: Field<String>.string("name", doc: "The name of the stream; both its forms must have it."),
    Field<StreamPlan>.component("full_refresh_stream", ["DeclarativeStream"], doc: "How it is read without a state."),
    Field<StreamPlan>.component("incremental_stream", ["DeclarativeStream"], doc: "How it is read from a state."),
    Field<TemplateText>.template(
      "api_retention_period",
      doc: "How far back the incremental form can read, as an ISO 8601 duration; from an older state the stream is read whole again."
    ).variables(.config, .parameters).optional,
    Field<BuildContext>.context,
    examples: [
      """
      type: StateDelegatingStream
      name: orders
      full_refresh_stream:
        type: DeclarativeStream
        name: orders
        primary_key: id
        retriever:
          type: SimpleRetriever
          requester: {type: HttpRequester, url: https://api.example.com/orders/export}
          record_selector:
            type: RecordSelector
            extractor: {type: DpathExtractor, field_path: [orders]}
      incremental_stream:
        type: DeclarativeStream
        name: orders
        primary_key: id
        retriever:
          type: SimpleRetriever
          requester: {type: HttpRequester, url: https://api.example.com/orders/changes}
          record_selector:
            type: RecordSelector
            extractor: {type: DpathExtractor, field_path: [changes]}
        incremental_sync:
          type: DatetimeBasedCursor
          cursor_field: updated_at
          start_datetime: "{{ config['start_date'] }}"
          datetime_format: "%Y-%m-%dT%H:%M:%SZ"
      api_retention_period: P30D
      """
    ],
    make: StateDelegatingStream.init)

  let name: String
  let full: StreamPlan
  let incremental: StreamPlan
  /// The declared period, or what is wrong with it, which in the reference only counts once there is a state.
  private let retention: Result<ISODuration, Diagnostic>?

  init(
    name: String, full: StreamPlan, incremental: StreamPlan, retention: TemplateText?, context: BuildContext
  ) throws {
    guard full.name == name, incremental.name == name else {
      throw Diagnostic(
        code: .streamName,
        "a StateDelegatingStream and its two forms must have one name, but they are called `\(name)`, `\(full.name)` and "
          + "`\(incremental.name)`", at: context.location)
    }
    self.name = name
    self.full = full
    self.incremental = incremental
    let text = try retention?.string(TemplateScope(config: context.config)) ?? ""
    let period = text.isEmpty ? nil : Self.duration(text, at: retention?.location)
    if case .failure(let fault)? = period, !context.follows(.checksRetentionLate) { throw fault }
    self.retention = period
    if !text.isEmpty, [full, incremental].contains(where: { $0.incrementalSync?.measuresTime == false }) {
      throw Diagnostic(
        code: .retentionOfCount, "`api_retention_period` needs a cursor of dates, but stream `\(name)` has an IncrementingCountCursor",
        at: context.location)
    }
  }

  private static func duration(_ text: String, at location: SourceLocation?) -> Result<ISODuration, Diagnostic> {
    Result { () throws(DateError) in try ISODuration(text) }.mapError {
      Diagnostic(code: .duration, "`api_retention_period`: \($0.message)", at: location)
    }
  }

  var dependsOnState: Bool { true }
  var cursorField: String? { incremental.cursorField }

  func plan(state: JSONObject?, run: RunServices) throws -> StreamPlan { (state ?? [:]).isEmpty ? full : incremental }

  func validState(_ state: JSONObject?, run: RunServices) throws -> JSONObject? {
    guard let retention, let state, !state.isEmpty else { return state }
    let period: ISODuration
    do {
      period = try retention.get()
    } catch {
      throw SyncError(.system, error.message)
    }
    guard try isOlder(state, than: period, run) else { return state }
    run.log.write(
      .warning, "The state of stream \(name) is older than the API can go back, or its age is unknown. The stream is read whole again.")
    return nil
  }

  private func isOlder(_ state: JSONObject, than retention: ISODuration, _ run: RunServices) throws -> Bool {
    guard let instant = Self.instant(of: state, full) ?? Self.instant(of: state, incremental) else {
      return full.incrementalSync != nil || state[Self.wholeMarker] == nil
    }
    return instant < (try DateTime(microsecondsSinceEpoch: run.clock.now()).subtracting(retention))
  }

  /// Marks the state of a stream that was read whole.
  private static let wholeMarker = "__ab_no_cursor_state_message"

  private static func instant(of state: JSONObject, _ plan: StreamPlan) -> DateTime? {
    guard let sync = plan.incrementalSync else { return nil }
    if !plan.retriever.partitionRouter.isPartitioned { return sync.instant(ofState: state) }
    return state["state"]?.objectValue.flatMap { $0.isEmpty ? nil : sync.instant(ofState: $0) }
  }
}
