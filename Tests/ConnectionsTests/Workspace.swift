import ConnectorKit
import Connections
import Destinations
import Foundation
import HeadwaterTesting
import Sync
import TestSupport

/// A folder with a connections file and what it refers to.
struct Workspace {
  let folder: TemporaryDirectory
  let log: SyncLog

  /// - Parameter server: answers the sources.
  init(_ server: LoopbackServer) throws {
    setenv("HEADWATER_TEST_KEY", "key of the shop", 1)
    folder = try TemporaryDirectory(Self.files.mapValues { $0.replacingOccurrences(of: "@BASE@", with: server.baseURL) })
    log = SyncLog(minimumLevel: .error, meter: SyncMeter(clock: FixedClock())) { level, text in print("\(level): \(text)") }
  }

  func remove() { folder.remove() }

  var path: String { folder.path("connections.yaml") }

  /// The file; what is wrong with it is thrown.
  func file(environment: String? = nil) throws -> ConnectionsFile {
    let result = ConnectionsReader.read(path, environment: environment)
    guard let file = result.file else { throw Shell.Failure(description: result.diagnostics.map(\.description).joined(separator: "\n")) }
    return file
  }

  func plan(deletesUnmentioned: Bool = false, environment: String? = nil) async throws -> Plan {
    await Planner.plan(
      try file(environment: environment), maker: SourceMaker(), scope: PlanScopeOptions(deletesUnmentioned: deletesUnmentioned), log: log)
  }

  /// A plan as people read it, without the path of the folder.
  func text(_ plan: Plan) -> String {
    let problems = plan.problems.map { "\($0.description)\n" }.joined()
    return (problems + PlanText().text(plan)).replacingOccurrences(of: folder.path + "/", with: "")
  }

  /// - Returns: what went wrong.
  @discardableResult
  func apply(_ plan: Plan) async -> [String] { await Applier.apply(plan, log: log).problems.map(\.description) }

  @discardableResult
  func sync(_ name: String, environment: String? = nil) async throws -> SyncReport {
    let clock = FixedClock()
    return try await ConnectionRunner(try file(environment: environment), maker: SourceMaker()).run(
      name, meter: SyncMeter(clock: clock), clock: clock, log: log)
  }

  /// Replaces a text in a file; the text must be there.
  func edit(_ name: String, _ old: String, _ new: String) throws {
    let text = folder.text(name) ?? ""
    guard old.isEmpty || text.contains(old) else { throw Shell.Failure(description: "\(name) has no \(old)") }
    try folder.write(old.isEmpty ? text + new : text.replacingOccurrences(of: old, with: new), to: name)
  }

  func rows(_ table: String, in file: String = "warehouse.sqlite") throws -> Int? {
    let rows = SQLiteRows(folder.path(file))
    guard try !rows.rows("SELECT 1 AS x FROM sqlite_master WHERE name = '\(table)'").isEmpty else { return nil }
    return try rows.rows("SELECT count(*) AS n FROM \"\(table)\"").first?["n"]?.integerValue
  }

  // MARK: What is there at first

  static func routes() -> [LoopbackRoute] {
    @Sendable func row(_ number: Int) -> String { "{\"id\": \(number), \"name\": \"n\(number)\", \"at\": \"2024-01-0\(number)\"}" }
    return ["contacts", "deals", "events", "notes", "items", "prices", "people"].map { name in
      LoopbackRoute("GET", "/\(name)") { request, _ in
        let from = request.query("from") ?? ""
        return .json("[\((1...3).filter { "2024-01-0\($0)" >= from }.map(row).joined(separator: ", "))]")
      }
    }
  }

  private static func stream(_ name: String, key: Bool, cursor: Bool, more: String = "") -> String {
    """
      - type: DeclarativeStream
        name: \(name)
        \(key ? "primary_key: id" : "")
        retriever:
          type: SimpleRetriever
          requester:
            type: HttpRequester
            url_base: "{{ config['base_url'] }}"
            path: /\(name)
          record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
    \(cursor ? """
        incremental_sync:
          type: DatetimeBasedCursor
          cursor_field: at
          start_datetime: "2024-01-01"
          end_datetime: "2024-01-05"
          datetime_format: "%Y-%m-%d"
          start_time_option: {type: RequestOption, inject_into: request_parameter, field_name: from}
    """ : "")
        schema_loader:
          type: InlineSchemaLoader
          schema: {type: object, properties: {id: {type: integer}, name: {type: string}, at: {type: string}\(more)}}

    """
  }

  private static func manifest(_ streams: [String], check: String) -> String {
    """
    version: 6.60.0
    type: DeclarativeSource
    check: {type: CheckStream, stream_names: [\(check)]}
    streams:
    \(streams.joined())
    spec:
      type: Spec
      connection_specification:
        type: object
        required: [base_url]
        properties:
          base_url: {type: string}
          api_key: {type: string, airbyte_secret: true}
          start_date: {type: string}

    """
  }

  private static let files = [
    "crm.yaml": manifest(
      [
        stream("contacts", key: true, cursor: false), stream("deals", key: true, cursor: true), stream("events", key: false, cursor: true),
        stream("notes", key: true, cursor: false),
      ], check: "contacts"),
    "shop/manifest.yaml": manifest(
      [stream("items", key: true, cursor: false), stream("prices", key: false, cursor: true)], check: "items"),
    "key": "key of the CRM\n",
    "connections.yaml": """
    sources:
      crm:
        manifest: crm.yaml
        config:
          base_url: @BASE@
          api_key: ${file:key}
          start_date: "2024-01-01"
      shop:
        manifest: shop
        config:
          base_url: @BASE@
          api_key: ${HEADWATER_TEST_KEY}
    destinations:
      warehouse:
        sqlite: warehouse.sqlite
      files:
        jsonl: out
    connections:
      crm:
        source: crm
        destination: warehouse
        streams:
          - contacts
          - name: deals
            mode: incremental_append_dedup
          - name: events
            mode: incremental_append
        tags: [daily]
      shop:
        source: shop
        destination: warehouse
        prefix: shop_
      backup:
        source: shop
        destination: files

    """,
  ]
}
