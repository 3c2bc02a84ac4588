import ConnectorKit
import Dates
import Document
import JSON
import TestSupport
import Testing
import Components

@Suite struct DatetimeCursorTests {
  static func sync(_ fields: JSONObject, config: JSONObject = [:], compat: Bool = false) throws -> any IncrementalSync {
    var declaration: JSONObject = [
      "type": "DatetimeBasedCursor", "cursor_field": "at", "datetime_format": "%Y-%m-%d", "start_datetime": "2025-12-01",
    ]
    for (key, value) in fields { declaration[key] = value }
    let context = TestServices.context(config: config, compat: compat)
    return try context.build(Node(json: .object(declaration)), as: (any IncrementalSync).self)
  }

  static func cursor(
    _ fields: JSONObject, state: JSONObject = [:], config: JSONObject = [:], compat: Bool = false, lookback: Int = 0
  ) throws -> any Cursor {
    let run = TestServices.run(config: config, compat: compat)
    let setup = CursorSetup(streamName: "s", state: state, runtimeLookbackSeconds: lookback, run: run)
    return try sync(fields, config: config, compat: compat).makeCursor(setup)
  }

  static func windows(_ cursor: any Cursor) throws -> [String] {
    var cursor = cursor
    return try cursor.slices().map { "\($0["start_time"]?.stringValue ?? "") \($0["end_time"]?.stringValue ?? "")" }
  }

  static let tables: [(JSONObject, JSONObject, [String])] = [
    ([:], [:], ["2025-12-01 2026-01-15"]),
    (["end_datetime": "2025-12-01"], [:], []),
    (
      ["step": "P20D", "cursor_granularity": "P1D"], [:],
      ["2025-12-01 2025-12-20", "2025-12-21 2026-01-09", "2026-01-10 2026-01-15"]
    ),
    (["step": "P20D", "cursor_granularity": "P1D"], ["at": "2026-01-10"], ["2026-01-10 2026-01-15"]),
    (["step": "P20D", "cursor_granularity": "P1D", "lookback_window": "P5D"], ["at": "2026-01-10"], ["2026-01-05 2026-01-15"]),
    (["lookback_window": "P1Y"], ["at": "2026-01-10"], ["2025-12-01 2026-01-15"]),
    ([:], ["at": "2016-01-01"], ["2025-12-01 2026-01-15"]),
    ([:], ["at": "2027-01-01"], ["2025-12-01 2026-01-15"]),
    (["step": "P60D", "cursor_granularity": "P1D"], ["at": "2026-01-16"], ["2026-01-15 2026-01-15"]),
    (["end_datetime": "2027-02-01"], ["at": "2027-01-01"], ["2027-01-01 2027-02-01"]),
    (["end_datetime": "2026-01-05"], ["at": "2026-01-15"], []),
    (
      [:],
      [
        "state_type": "date-range",
        "slices": [["start": "2025-12-01", "end": "2026-01-03", "most_recent_cursor_value": "9999-12-31"]],
      ], ["2026-01-03 2026-01-15"]
    ),
    ([:], ["state_type": "date-range", "slices": [["start": "2027-01-01", "end": "9999-12-31"]]], ["2025-12-01 2026-01-15"]),
    (["start_datetime": "2026-01-14", "step": "P1D", "cursor_granularity": "P1D"], [:], ["2026-01-14 2026-01-15"]),
    (["start_datetime": "2026-01-15", "step": "P1D", "cursor_granularity": "P1D"], [:], ["2026-01-15 2026-01-15"]),
    (["start_datetime": "2026-01-15", "step": "P1D", "cursor_granularity": "P1D", "is_compare_strictly": true], [:], []),
    (
      ["start_datetime": "2025-10-31", "step": "P1M", "cursor_granularity": "P1D"], [:],
      ["2025-10-31 2025-11-29", "2025-11-30 2025-12-29", "2025-12-30 2026-01-15"]
    ),
    (
      ["start_datetime": "2025-10-17", "step": "P1M", "cursor_granularity": "P1D", "clamping": ["target": "MONTH"]], [:],
      ["2025-11-01 2025-11-30", "2025-12-01 2025-12-31"]
    ),
    (
      [
        "start_datetime": "2025-12-30", "step": "P1W", "cursor_granularity": "P1D",
        "clamping": ["target": "WEEK", "target_details": ["weekday": "MONDAY"]],
      ], [:], ["2026-01-05 2026-01-11"]
    ),
    (
      ["step": "P60D", "cursor_granularity": "P1D"],
      [
        "state_type": "date-range",
        "slices": [["start": "2026-01-01", "end": "2026-01-03"], ["start": "2025-12-05", "end": "2025-12-10"]],
      ], ["2025-12-01 2025-12-04", "2025-12-11 2025-12-31", "2026-01-03 2026-01-15"]
    ),
    (["end_datetime": ["type": "MinMaxDatetime", "datetime": "2026-01-10", "max_datetime": "2026-01-05"]], [:], ["2025-12-01 2026-01-05"]),
    (["start_datetime": "{{ config.from }}", "lookback_window": "{{ config.none }}"], [:], ["2025-12-24 2026-01-15"]),
  ]

  @Test(arguments: tables)
  func cutsWindows(fields: JSONObject, state: JSONObject, expected: [String]) throws {
    #expect(try Self.windows(Self.cursor(fields, state: state, config: ["from": "2025-12-24"])) == expected)
  }

  @Test func emitsTheLargestValueSeen() throws {
    var cursor = try Self.cursor(["step": "P20D", "cursor_granularity": "P1D"], state: ["at": "2025-12-02", "other": 1])
    let slices = Array(try cursor.slices())
    #expect(cursor.state == ["at": "2025-12-02", "other": 1])
    var last = cursor.observation()
    last.observe([JSONRecord(object: ["at": "2026-01-14"])])
    #expect(try cursor.close(slices[2], last))
    #expect(cursor.state["at"] == "2025-12-02", "a gap keeps the state back")
    var first = cursor.observation()
    first.observe(["2025-12-03", "2025-12-09", "2025-12-05"].map { JSONRecord(object: ["at": .string($0)]) })
    first.observe([JSONRecord(object: [:]), JSONRecord(object: ["at": nil]), JSONRecord(object: ["at": "soon"])])
    #expect(first.mostRecent == "2025-12-09")
    #expect(try cursor.close(slices[0], first))
    #expect(cursor.state["at"] == "2025-12-09")
    #expect(try cursor.close(slices[1], cursor.observation()))
    #expect(cursor.state == ["at": "2026-01-14", "other": 1])
  }

  @Test func dropsWhatTheStateCovers() throws {
    var cursor = try Self.cursor(["lookback_window": "P2D"], state: ["at": "2026-01-10"])
    _ = try cursor.slices()
    for (value, isNew) in [("2026-01-07", false), ("2026-01-08", true), ("2026-01-15", true), ("2026-01-16", false), ("never", true)] {
      #expect(try cursor.shouldBeSynced(JSONRecord(object: ["at": .string(value)])) == isNew, "\(value)")
    }
  }

  @Test("A record behind the end of its window does not move the state", arguments: [false, true])
  func valuesBehindTheWindowAreNotFollowed(compat: Bool) throws {
    var cursor = try Self.cursor(["step": "P20D", "cursor_granularity": "P1D"], compat: compat)
    let slices = Array(try cursor.slices())
    // 2025-12-20 is the last day of the first window, all of it.
    var observation = cursor.observation(for: slices[0])
    for value in ["2025-12-03", "9999-12-31", "2025-12-21", "2025-12-09"] {
      observation.observe([JSONRecord(object: ["at": .string(value)])])
    }
    #expect(observation.mostRecent == (compat ? "9999-12-31" : "2025-12-09"))
    #expect(try cursor.close(slices[0], observation))
    #expect(cursor.state["at"] == (compat ? "9999-12-31" : "2025-12-09"))
  }

  @Test("The last day of a window holds its times") func timesOfTheLastDayCount() throws {
    var cursor = try Self.cursor(["cursor_datetime_formats": ["%Y-%m-%dT%H:%M:%S"]])
    let slices = Array(try cursor.slices())
    var observation = cursor.observation(for: slices[0])
    observation.observe([JSONRecord(object: ["at": "2026-01-15T23:59:59"])])
    #expect(observation.mostRecent == "2026-01-15")
    observation.observe([JSONRecord(object: ["at": "2026-01-16T00:00:00"])])
    #expect(observation.mostRecent == "2026-01-15")
  }

  @Test("Only what the state covers ends a feed", arguments: [false, true]) func knowsWhatTheStateCovers(compat: Bool) throws {
    var cursor = try Self.cursor([:], state: ["at": "2026-01-10"], compat: compat)
    _ = try cursor.slices()
    for (value, isOld) in [("2026-01-09", true), ("2026-01-10", false), ("9999-12-31", compat), ("never", false)] {
      #expect(try cursor.wasSynced(JSONRecord(object: ["at": .string(value)])) == isOld, "\(value)")
    }
  }

  static let utc: [(JSONObject, JSONObject, [String])] = [
    (["start_datetime": "2026-01-14T20:00:00-05:00"], [:], ["2026-01-15T01:00:00Z 2026-01-20T00:00:00Z"]),
    ([:], ["at": "2026-01-16T02:00:00+05:30"], ["2026-01-15T20:30:00Z 2026-01-20T00:00:00Z"]),
    (
      ["start_datetime": "2026-01-14T20:00:00-05:00", "clamping": ["target": "DAY"]], [:], ["2026-01-16T00:00:00Z 2026-01-20T00:00:00Z"]
    ),
  ]

  @Test("Windows are in UTC where their format ends in Z", arguments: utc)
  func windowsAreInUTC(fields: JSONObject, state: JSONObject, expected: [String]) throws {
    var fields = fields
    let zoned = "%Y-%m-%dT%H:%M:%S%z"
    fields["datetime_format"] = "%Y-%m-%dT%H:%M:%SZ"
    fields["cursor_datetime_formats"] = [.string(zoned)]
    let start = fields["start_datetime"] ?? "2026-01-01T00:00:00+00:00"
    fields["start_datetime"] = ["type": "MinMaxDatetime", "datetime": start, "datetime_format": .string(zoned)]
    fields["end_datetime"] = ["type": "MinMaxDatetime", "datetime": "2026-01-20T02:00:00+02:00", "datetime_format": .string(zoned)]
    #expect(try Self.windows(Self.cursor(fields, state: state)) == expected)
  }

  @Test("A state in the future is warned about once") func futureStatesAreWarnedAbout() throws {
    let log = RecordingLog()
    let run = TestServices.run(log: log)
    for _ in 0..<2 {
      _ = try Self.sync([:]).makeCursor(CursorSetup(streamName: "s", state: ["at": "9999-12-31"], run: run))
    }
    #expect(log.messages.count == 1)
    for part in ["WARN", "Stream s", "9999-12-31", "`at`", "2025-12-01", "Reset the state"] {
      #expect(log.messages.first?.contains(part) == true, "\(part)")
    }
  }

  @Test func toleratesOddStatesUnlessCompatible() throws {
    #expect(try Self.cursor([:], state: ["at": nil]).state["at"] == "2025-12-01")
    #expect(try Self.cursor([:], state: ["at": "2026-01-02T03:04:05+00:00"]).state["at"] == "2026-01-02")
    for (value, shown) in [("soon", "has \"soon\" for `at`"), (["x"], "has [\"x\"] for `at`")] as [(JSONValue, String)] {
      #expect { try Self.cursor([:], state: ["at": value]) } throws: { error in
        guard let error = error as? SyncError, error.failureType == .config else { return false }
        return error.message.contains("`%Y-%m-%d`") && error.message.contains(shown)
      }
    }
    #expect(throws: SyncError.self) { try Self.cursor([:], state: ["at": nil], compat: true) }
    #expect(throws: SyncError.self) { try Self.cursor([:], state: ["at": "2026-01-02T03:04:05"], compat: true) }
  }

  @Test func goesBackByTheLookbackOfTheRun() throws {
    let cursor = try Self.cursor([:], state: ["at": "2026-01-10"], lookback: 86_400)
    #expect(try Self.windows(cursor) == ["2026-01-09 2026-01-15"])
  }

  @Test func splitsRefusedWindows() throws {
    let cursor = try Self.cursor(["step": "P20D", "cursor_granularity": "P1D"])
    let halves = try cursor.split(["start_time": "2026-01-01", "end_time": "2026-01-05"], minimum: nil)
    #expect(
      halves == [
        ["start_time": "2026-01-01", "end_time": "2026-01-02"], ["start_time": "2026-01-03", "end_time": "2026-01-05"],
      ])
    #expect(try cursor.split(["start_time": "2026-01-01", "end_time": "2026-01-01"], minimum: nil) == nil)
    #expect(try cursor.split(["start_time": "2026-01-01", "end_time": "2026-01-05"], minimum: TimeDelta(days: 4)) == nil)
    #expect(try Self.cursor([:]).split(["start_time": "2026-01-01", "end_time": "2026-01-05"], minimum: nil) == nil)
  }

  @Test func sendsBoundaries() throws {
    let sync = try Self.sync([
      "partition_field_start": "from",
      "start_time_option": ["type": "RequestOption", "inject_into": "request_parameter", "field_name": "since"],
      "end_time_option": ["type": "RequestOption", "inject_into": "body_json", "field_path": ["range", "to"]],
    ])
    let slice = StreamSlice(cursorSlice: ["from": "2026-01-01", "end_time": "2026-01-05"])
    let options = try sync.requestOptions(RequestScope(streamName: "s", slice: slice, run: TestServices.run()))
    #expect(options.parameters == ["since": "2026-01-01"])
    #expect(options.bodyJSON == ["range": ["to": "2026-01-05"]])
    #expect(try sync.requestOptions(RequestScope(streamName: "s", run: TestServices.run())).isEmpty)
  }

  @Test func tellsTheAgeOfStates() throws {
    let sync = try Self.sync(["cursor_datetime_formats": ["%s"]])
    #expect(sync.instant(ofState: ["at": "1768435200"])?.timestamp == 1_768_435_200)
    #expect(sync.instant(ofState: ["state_type": "date-range", "slices": [["start": "2025-01-01", "end": "2026-01-15"]]])?.day == 15)
    let unread: JSONValue = ["start": "2025-01-01", "end": "2026-01-15", "most_recent_cursor_value": nil]
    #expect(sync.instant(ofState: ["state_type": "date-range", "slices": [unread]])?.day == 15)
    #expect(sync.instant(ofState: ["at": ""]) == nil)
    #expect(sync.stateValue(of: 1_768_435_200) == "2026-01-15")
    #expect(sync.stateValue(of: nil) == nil)
  }

  @Test(
    arguments: [
      ["step": "P1D"], ["cursor_granularity": "P1D"], ["step": "P1D", "cursor_granularity": "1D"], ["clamping": ["target": "YEAR"]],
      ["clamping": ["target": "WEEK"]], ["clamping": [:]], ["step": "1D", "cursor_granularity": "P1D"], ["lookback_window": "5"],
    ] as [JSONObject])
  func refusesDeclarations(fields: JSONObject) { #expect(throws: Diagnostic.self) { try Self.sync(fields) } }

  @Test(arguments: [["start_datetime": "soon"]] as [JSONObject])
  func refusesOptions(fields: JSONObject) { #expect(throws: SyncError.self) { try Self.cursor(fields) } }
}
