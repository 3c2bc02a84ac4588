internal import ConnectorKit
internal import Dates
internal import Document
internal import JSON
internal import Templates

/// Reads a stream ordered by a date in windows of time, from where the last sync ended.
struct DatetimeBasedCursor: IncrementalSync {
  static let spec = ComponentSpec<any IncrementalSync>(
    "DatetimeBasedCursor", "Reads a stream in windows of time and remembers the latest date that was read.",
    fields: Field<CursorFieldDeclaration>.group(
      Field<String>.cursorField, Field<Bool>.catalogDefinedCursorField, make: CursorFieldDeclaration.init),
    Field<DatetimeBounds>.group(
      Field<MinMaxDatetime>.minMaxDatetime("start_datetime", doc: "The earliest date to read from."),
      Field<MinMaxDatetime>.minMaxDatetime("end_datetime", doc: "The latest date to read; now by default.").optional,
      make: DatetimeBounds.init),
    Field<DatetimeFormats>.group(
      Field<String>.string(
        "datetime_format",
        doc:
          "How dates are written in requests, windows and states, in `strftime`'s words; also `%s`, `%ms` and `%s_as_float` for times since 1970."
      ).examples("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d", "%s"),
      Field<[String]>.strings(
        "cursor_datetime_formats", doc: "How dates may be written in records and saved states, in order of preference."
      ).default([], shown: []),
      make: DatetimeFormats.init),
    Field<DatetimeDivision>.group(
      Field<String>.string(
        "cursor_granularity", doc: "The smallest difference between two dates, as an ISO 8601 duration; requires `step`."
      ).examples("PT1S", "P1D").optional,
      Field<TemplateText>.template(
        "step", doc: "The length of a window, as an ISO 8601 duration; requires `cursor_granularity`. By default there is one window."
      ).examples("P1M", "P1D").optional,
      Field<TemplateText>.template(
        "lookback_window", doc: "How far before the last date read the next sync starts, as an ISO 8601 duration."
      ).examples("P7D").optional,
      Field<ClampingDeclaration>.clamping.optional,
      Field<Bool>.bool("is_compare_strictly", doc: "Whether the API refuses windows that start where they end.").default(
        false, shown: false),
      make: DatetimeDivision.init),
    Field<DatetimeComparison>.group(
      Field<Bool>.bool("is_client_side_incremental", doc: "Whether the API cannot filter, so that old records are dropped here.").default(
        false, shown: false),
      Field<Bool>.bool("is_data_feed", doc: "Whether the API cannot filter and gives the newest records first.").default(
        false, shown: false),
      Field<Bool>.bool("global_substream_cursor", doc: "Whether all partitions share one state.").default(false, shown: false),
      make: DatetimeComparison.init),
    Field<DatetimeRequest>.group(
      Field<TemplateText>.template("partition_field_start", doc: "The name of a window's start in the stream slice.")
        .optional.shown("start_time"),
      Field<TemplateText>.template("partition_field_end", doc: "The name of a window's end in the stream slice.")
        .optional.shown("end_time"),
      Field<RequestOption>.component(
        "start_time_option", ["RequestOption"], doc: "Where a window's start goes in the request."
      ).typedByPlace("RequestOption").optional,
      Field<RequestOption>.component(
        "end_time_option", ["RequestOption"], doc: "Where a window's end goes in the request."
      ).typedByPlace("RequestOption").optional,
      make: DatetimeRequest.init),
    Field<BuildContext>.context,
    examples: [
      """
      type: DatetimeBasedCursor
      cursor_field: updated_at
      start_datetime: "{{ config['start_date'] }}"
      datetime_format: "%Y-%m-%dT%H:%M:%SZ"
      step: P1M
      cursor_granularity: PT1S
      """
    ],
    make: DatetimeBasedCursor.init)

  let cursorField: String
  let allowsCatalogDefinedCursorField: Bool
  let isClientSideIncremental: Bool
  let isDataFeed: Bool
  let usesGlobalSubstreamCursor: Bool

  private let start: MinMaxDatetime
  private let end: MinMaxDatetime?
  private let format: CursorDateFormat
  private let granularity: ISODuration?
  private let step: TemplateText?
  private let lookback: TemplateText?
  let overlap: Int
  private let clamping: DatetimeClamping
  private let isStrict: Bool
  private let startKey: String
  private let endKey: String
  private let startOption: RequestOption?
  private let endOption: RequestOption?

  init(
    field: CursorFieldDeclaration, range: DatetimeBounds, formats: DatetimeFormats, windows: DatetimeDivision,
    comparison: DatetimeComparison, request: DatetimeRequest, context: BuildContext
  ) throws {
    let scope = TemplateScope(config: context.config)
    cursorField = field.name
    allowsCatalogDefinedCursorField = field.isCatalogDefined
    isClientSideIncremental = comparison.isClientSide
    isDataFeed = comparison.isDataFeed
    usesGlobalSubstreamCursor = comparison.isGlobal
    start = range.start
    end = range.end
    format = CursorDateFormat(output: formats.output, inputs: formats.inputs, honorsUTCMark: !context.follows(.ignoresUTCMarks))
    let granularity = windows.granularity.flatMap { $0.isEmpty ? nil : $0 }
    self.granularity = try granularity.map { try Self.duration($0, of: "cursor_granularity", at: context.location) }.flatMap {
      $0.isZero ? nil : $0
    }
    step = windows.step.flatMap { $0.source.isEmpty ? nil : $0 }
    lookback = windows.lookback.flatMap { $0.source.isEmpty ? nil : $0 }
    guard (granularity == nil) == (step == nil) else {
      throw Diagnostic(
        code: .stepWithoutGranularity,
        "`\(granularity == nil ? "step" : "cursor_granularity")` is declared without `\(granularity == nil ? "cursor_granularity" : "step")`",
        at: context.location, fix: "declare both or none of them")
    }
    clamping = try windows.clamping?.resolved(scope) ?? .none
    isStrict = windows.isStrict
    startKey = try Self.key(request.startKey, default: "start_time", scope)
    endKey = try Self.key(request.endKey, default: "end_time", scope)
    startOption = request.startOption
    endOption = request.endOption
    // Both are computed for every cursor; a length that is none shows before anything is read.
    _ = try Self.duration(step, of: "step", scope)
    overlap = try Self.duration(lookback, of: "lookback_window", scope).map(Self.microseconds) ?? 0
  }

  /// The longest time that a duration may stand for.
  private static func microseconds(_ duration: ISODuration) -> Int {
    guard let end = try? DateTime(CalendarDate(year: 2024, month: 3, day: 31), offset: 0), let start = try? end.subtracting(duration) else {
      return Int.max
    }
    let length = end.microsecondsSinceEpoch - start.microsecondsSinceEpoch
    // Months and years differ in their days.
    if case .calendar = duration { return length + length / 14 }
    return max(0, length)
  }

  /// The finest differences that directives of a date format can show, in microseconds.
  private static let resolutions: [(directive: String, unit: Int128)] = [
    ("%epoch_microseconds", 1), ("%s_as_float", 1), ("%f", 1), ("%_ms", 1_000), ("%ms", 1_000), ("%S", 1_000_000), ("%s", 1_000_000),
    ("%M", 60_000_000), ("%H", 3_600_000_000), ("%I", 3_600_000_000), ("%d", 86_400_000_000),
  ]

  var windowSplitting: Support {
    if isClientSideIncremental {
      return .unsupported("cannot be combined with `is_client_side_incremental`: the API does not know the windows")
    }
    switch granularity {
    case nil: return .unsupported("needs a `cursor_granularity` greater than zero on the cursor")
    case .calendar: return .supported
    case .fixed(let delta):
      if delta <= .zero { return .unsupported("needs a `cursor_granularity` greater than zero on the cursor") }
      let unit = Self.resolutions.filter { format.output.text.contains($0.directive) }.map(\.unit).min()
      guard let unit, delta.totalMicroseconds < unit else { return .supported }
      return .unsupported("needs a `datetime_format` that can show the cursor's `cursor_granularity`; `\(format.output.text)` cannot")
    }
  }

  private static func key(_ template: TemplateText?, default standard: String, _ scope: TemplateScope) throws -> String {
    guard let template, !template.source.isEmpty else { return standard }
    return try template.string(scope)
  }

  private static func duration(_ text: String, of field: String, at location: SourceLocation?) throws -> ISODuration {
    do throws(DateError) {
      return try ISODuration(text)
    } catch {
      throw Diagnostic(code: .duration, "`\(field)`: \(error.message)", at: location)
    }
  }

  /// The length a template gives; nil when it gives nothing.
  private static func duration(_ template: TemplateText?, of field: String, _ scope: TemplateScope) throws -> ISODuration? {
    guard let template else { return nil }
    let value = try template.value(scope)
    guard value.truth() else { return nil }
    guard let text = value.textValue else {
      throw Diagnostic(
        code: .duration, "`\(field)` gives \(try value.pythonText()), which is not an ISO 8601 duration such as P1D",
        at: template.location)
    }
    return try duration(text, of: field, at: template.location)
  }
}

extension DatetimeBasedCursor {
  func makeCursor(_ setup: CursorSetup) throws -> any Cursor {
    do {
      return try cursor(setup)
    } catch {
      throw SyncError(wrapping: error, streamName: setup.streamName)
    }
  }

  /// Names the field whose date cannot be read.
  private static func explaining<Result>(
    _ field: String, _ streamName: String, _ run: RunServices, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error as DateError {
      throw SyncError(
        run.options.configFailure(),
        "`\(field)` of stream \(streamName): \(error.message). Correct it in the config or the manifest.", streamName: streamName)
    }
  }

  private func cursor(_ setup: CursorSetup) throws -> any Cursor {
    var setup = setup
    if setup.window != nil {
      setup.state = [:]
      setup.runtimeLookbackSeconds = 0
    }
    let config = setup.run.config
    let scope = TemplateScope(config: config)
    var slicing = DatetimeSlicing(
      start: format.onItsClock(
        try Self.explaining("start_datetime", setup.streamName, setup.run) {
          try start.evaluate(config: config, inherited: format.output)
        }))
    slicing.step = try Self.duration(step, of: "step", scope)
    slicing.granularity = granularity
    slicing.lookback = try Self.duration(lookback, of: "lookback_window", scope).flatMap { $0.isZero ? nil : $0 }
    slicing.clamping = clamping
    slicing.isStrict = isStrict
    if let from = setup.window?.from { slicing.start = format.onItsClock(from) }
    let field = setup.cursorField ?? cursorField
    let settings = DatetimeCursor.Settings(
      setup, field: field, startKey: startKey, endKey: endKey, format: format, slicing: slicing, end: endProvider(setup))
    var saved = try saved(setup, field: field, start: slicing.start)
    if saved.hasOddRanges {
      StreamNotice("odd ranges in the state", streamName: setup.streamName, run: setup.run).write(
        .warning, "ignored a part of the saved state: `slices` must be a list of objects with `start` and `end`.")
    }
    if !setup.run.follows(.movesCursorsPastWindows) { try takeBackFromFuture(&saved, setup, field: field, start: slicing.start) }
    return DatetimeCursor(settings, saved)
  }

  /// Moves a state that lies in the future, as one of a record of the year 9999 does, to where nothing is missed, and says so.
  private func takeBackFromFuture(_ saved: inout SavedDatetimeState, _ setup: CursorSetup, field: String, start: DateTime) throws {
    let now = try DateTime(microsecondsSinceEpoch: setup.run.clock.now())
    let end = try? end?.evaluate(config: setup.run.config, inherited: format.output)
    let horizon = end.map { $0 > now ? $0 : now } ?? now
    guard let latest = saved.takeBack(behind: horizon, start: start) else { return }
    StreamNotice("state in the future", streamName: setup.streamName, run: setup.run).write(
      .warning,
      "the saved state has \(format.format(latest)) for `\(field)`, after the end of this sync (\(format.format(horizon))). Records "
        + "before it may be missing, so the stream is read again from \(format.format(saved.resumePoint)). Reset the state of the stream or "
        + "correct it to read from another date.")
  }

  /// The state to start from, moved back by the lookback of the run.
  private func saved(_ setup: CursorSetup, field: String, start: DateTime) throws -> SavedDatetimeState {
    let rules = SavedStateRules(setup.run.options)
    var state = setup.state
    do throws(SavedDatetimeState.UnreadableValue) {
      if setup.runtimeLookbackSeconds != 0, let value = state[field], value.isTruthy,
        let date = try SavedDatetimeState.date(value, format, rules)
      {
        let moved = try? date.subtracting(TimeDelta(seconds: setup.runtimeLookbackSeconds))
        state[field] = moved.map { .string(format.format($0)) }
      }
      return try SavedDatetimeState(state, field: field, start: start, format: format, rules: rules)
    } catch {
      throw SyncError(
        .config,
        "The saved state of stream \(setup.streamName) has \(JSONText.compact(error.value)) for `\(field)`, which matches none of the date "
          + "formats \(format.description)\(!rules.refusesUnlistedFormats ? ", nor ISO 8601" : ""). Correct the state, or add its format to "
          + "`cursor_datetime_formats`.",
        internalMessage: error.reason, streamName: setup.streamName)
    }
  }

  /// The end of the sync: the declared one or now; of clamped windows the last unit of the last whole period.
  private func endProvider(_ setup: CursorSetup) -> @Sendable () throws -> DateTime {
    let (run, streamName) = (setup.run, setup.streamName)
    let (end, format, clamping) = (end, format, clamping)
    let unit = granularity ?? .fixed(clamping == .day ? .second : .day)
    return {
      let last =
        if let end {
          format.onItsClock(
            try Self.explaining("end_datetime", streamName, run) { try end.evaluate(config: run.config, inherited: format.output) })
        } else {
          try DateTime(microsecondsSinceEpoch: run.clock.now())
        }
      if let until = setup.window?.until, until < last { return format.onItsClock(until) }
      return clamping == .none ? last : try clamping.down(last).subtracting(unit)
    }
  }

  func requestOptions(_ scope: RequestScope) throws -> RequestOptions {
    var options = RequestOptions()
    guard let slice = scope.slice, !slice.isEmpty else { return options }
    startOption?.inject(slice[startKey] ?? .null, into: &options)
    endOption?.inject(slice[endKey] ?? .null, into: &options)
    return options
  }

  func stateValue(of value: JSONValue?) -> JSONValue? {
    guard let value, let date = try? format.parse(value) else { return nil }
    return .string(format.format(date))
  }

  func position(of value: JSONValue) -> Int? { (try? format.parse(value))?.microsecondsSinceEpoch }

  func instant(ofState state: JSONObject) -> DateTime? {
    let value: JSONValue?
    if let ranges = SavedDatetimeState.ranges(in: state) {
      let first = ranges.first
      let mostRecent = first?["most_recent_cursor_value"]
      value = mostRecent?.isTruthy == true ? mostRecent : first?["end"]
    } else {
      value = state[cursorField]
    }
    guard let value, value.isTruthy else { return nil }
    return try? format.parse(value)
  }
}
