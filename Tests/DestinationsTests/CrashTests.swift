import Foundation
import Glibc
import HeadwaterTesting
import JSON
import TestSupport
import Testing

/// A sync that is killed at any moment, and begun again until it comes to its end, leaves what one leaves that was never killed.
@Suite struct CrashTests {
  enum Target: String, CaseIterable, CustomTestStringConvertible {
    case sqlite, postgres, jsonl, csv

    var testDescription: String { rawValue }

    /// Those that can be tested here.
    static var available: [Target] { allCases.filter { $0 != .postgres || PostgresServer.shared != nil } }

    /// How often the sync is killed.
    var kills: Int { self == .sqlite || self == .postgres ? 200 : 40 }
  }

  @Test(
    "A sync that was killed again and again ends with the same records as one that was not", .enabled(if: BuiltProgram.headwater != nil),
    arguments: Target.available)
  func kills(_ target: Target) async throws {
    let command = try #require(BuiltProgram.headwater)
    let (records, seconds) = try await expected(target, command)
    #expect(records.mapValues(\.count) == CrashAPI.counts)
    try await LoopbackServer.serving(CrashAPI.routes(failsNowAndThen: true)) { server in
      var (kills, longest) = (0, seconds)
      while kills < target.kills {
        let crashing = try CrashingSync(target, command, server.baseURL)
        defer { crashing.remove() }
        // So many crashes within one sync are more than chance would bring; one that comes to its end is begun anew.
        for _ in 0..<25 {
          let (code, taken) = try await crashing.run(killedAfter: Double.random(in: 0...(longest * 0.9)))
          if code >= 0 {
            longest = min(longest, taken)
            break
          }
          kills += 1
        }
        var code: Int32 = -1
        for _ in 0..<10 where code != 0 { code = try await crashing.run(killedAfter: nil).code }
        #expect(code == 0)
        let found = try crashing.records()
        for (stream, rows) in records where found[stream] != rows {
          let difference = (found[stream] ?? []).difference(from: rows)
          Issue.record("\(target), \(stream) after \(kills) kills: \(difference)")
        }
        if found != records { return }
      }
    }
  }

  /// What a sync leaves that was never killed, and how long it takes.
  private func expected(_ target: Target, _ command: String) async throws -> (records: [String: [String]], seconds: Double) {
    try await LoopbackServer.serving(CrashAPI.routes(failsNowAndThen: false)) { server in
      let sync = try CrashingSync(target, command, server.baseURL)
      defer { sync.remove() }
      let (code, seconds) = try await sync.run(killedAfter: nil)
      #expect(code == 0)
      return (try sync.records(), seconds)
    }
  }
}

/// An API with streams for all modes, which refuses every few requests.
enum CrashAPI {
  static let counts = ["events": 120, "accounts": 30, "items": 60, "lines": 90]
  private static let days = 12

  /// - Parameter failsNowAndThen: whether now and then a request is refused, which ends its stream incomplete.
  static func routes(failsNowAndThen: Bool) -> [LoopbackRoute] {
    @Sendable func answer(_ turn: Int, _ rows: [String], failsAfter period: Int = 41) -> LoopbackAnswer {
      if failsNowAndThen, turn % period == period - 1 { return .status(400) }
      return .json("{\"rows\": [\(rows.joined(separator: ", "))]}")
    }
    return [
      LoopbackRoute("GET", "/events") { request, turn in
        let day = Int((request.query("from") ?? "").suffix(2)) ?? 0
        // Bounds are included, so the first record of the next day comes with this one too.
        // Behind the last day there is nothing.
        let rows = day > days ? [] : (0...10).map { event(day * 10 + $0 - 10) }
        return answer(turn, day == days ? Array(rows.dropLast()) : rows)
      },
      LoopbackRoute("GET", "/accounts") { request, turn in
        let from = request.query("from") ?? ""
        let rows = (1...30).map { (id: $0, day: "2024-01-\(pad(1 + $0 % days))") }.filter { $0.day >= from }
        return answer(turn, rows.map { "{\"id\": \($0.id), \"balance\": \($0.id * 7), \"at\": \"\($0.day)\"}" })
      },
      LoopbackRoute("GET", "/items") { request, turn in
        let page = Int(request.query("page") ?? "") ?? 1
        return answer(turn, page > 6 ? [] : (0..<10).map { "{\"id\": \(page * 10 + $0), \"tags\": [\"a\", {\"b\": null}]}" })
      },
      LoopbackRoute("GET", "/items/*") { request, turn in
        let id = Int(request.path.split(separator: "/").last ?? "") ?? 0
        return answer(turn, id % 2 == 0 ? (0..<3).map { "{\"item\": \(id), \"line\": \($0)}" } : [], failsAfter: 163)
      },
    ]
  }

  private static func event(_ number: Int) -> String {
    "{\"name\": \"event \(number)\", \"at\": \"2024-01-\(pad(number / 10 + 1))\", \"size\": \(Double(number) / 4)}"
  }

  private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  static func manifest(_ base: String) -> String {
    func retriever(_ path: String, _ more: String = "") -> String {
      """
          type: SimpleRetriever
          requester:
            type: HttpRequester
            url_base: \(base)
            path: "\(path)"
            error_handler:
              type: DefaultErrorHandler
              max_retries: 0
          record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [rows]}}
      \(more)
      """
    }
    func cursor(_ step: String) -> String {
      """
        incremental_sync:
          type: DatetimeBasedCursor
          cursor_field: at
          start_datetime: "2024-01-01"
          end_datetime: "2024-01-13"
          datetime_format: "%Y-%m-%d"
          \(step)
          start_time_option: {type: RequestOption, inject_into: request_parameter, field_name: from}
      """
    }
    return """
      version: 6.60.0
      type: DeclarativeSource
      check: {type: CheckStream, stream_names: [items]}
      streams:
      - &items
        type: DeclarativeStream
        name: items
        primary_key: id
        retriever:
      \(retriever("/items", """
          paginator:
            type: DefaultPaginator
            page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
            pagination_strategy: {type: PageIncrement, page_size: 10, start_from_page: 1, inject_on_first_request: true}
      """))
        schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {id: {type: integer}, tags: {type: array}}}}
      - type: DeclarativeStream
        name: events
        retriever:
      \(retriever("/events"))
        schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {name: {type: string}, at: {type: string, format: date}}}}
      \(cursor("step: P1D\n    cursor_granularity: P1D"))
      - type: DeclarativeStream
        name: accounts
        primary_key: id
        retriever:
      \(retriever("/accounts"))
        schema_loader: {type: InlineSchemaLoader, schema: {}}
      \(cursor(""))
      - type: DeclarativeStream
        name: lines
        retriever:
      \(retriever("/items/{{ stream_partition.item }}", """
          partition_router:
            type: SubstreamPartitionRouter
            parent_stream_configs:
            - {type: ParentStreamConfig, parent_key: id, partition_field: item, stream: *items}
      """))
        schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {item: {type: integer}, line: {type: integer}}}}
      """
  }
}
