import ConnectorKit
import Connections
import Destinations
import Foundation
import HeadwaterTesting
import JSON
import SQLiteDestination
import Sync
import TestSupport
import Testing

/// Airbyte sources and Singer taps are synced like connectors.
@Suite struct ProcessSourceTests {
  private let folder: TemporaryDirectory
  private let path: String

  init() throws {
    folder = try TemporaryDirectory()
    path = folder.path("out.sqlite")
  }

  private func sync(
    _ program: String, _ config: JSONObject, streams: [String]? = nil
  ) async throws -> (report: SyncReport, counts: [String: Int]) {
    let location = try #require(SourceProgram("\(program.hasPrefix("airbyte") ? "airbyte" : "singer"):python3 \(Programs.path(program))"))
    let log = TestSync().log
    var job = SyncJob(connection: "test")
    job.streams = streams
    let clock = FixedClock()
    let report = try await job.run(
      from: location.source(config: config, log: log, configChanged: { _ in }), into: SQLiteDestination(path: path),
      meter: SyncMeter(clock: clock), clock: clock, log: log)
    var counts: [String: Int] = [:]
    for run in report.runs { counts[run.stream.name] = run.records }
    return (report, counts)
  }

  private func ids(_ stream: String) throws -> [Int] { try SQLiteRows(path).records(stream).compactMap { $0["id"]?.integerValue }.sorted() }

  @Test("A program's streams are synced from where they ended", arguments: ["airbyte_source.py", "singer_tap.py"])
  func incremental(_ program: String) async throws {
    defer { folder.remove() }
    let first = try await sync(program, ["days": 3], streams: ["events", "lists"])
    #expect(first.report.outcome == .all && first.counts == ["events": 3, "lists": 3])
    let second = try await sync(program, ["days": 5], streams: ["events", "lists"])
    // The record at the bookmark comes again and replaces itself.
    #expect(second.report.outcome == .all && second.counts == ["events": 3, "lists": 5])
    #expect(try ids("events") == [1, 2, 3, 4, 5] && ids("lists") == [1, 2, 3, 4, 5])
  }

  @Test("A stream of a program that fails is reported, and the others are kept")
  func failure() async throws {
    defer { folder.remove() }
    let (report, counts) = try await sync("airbyte_source.py", ["days": 2, "breaks": true])
    #expect(report.outcome == .some && counts == ["events": 2, "lists": 2, "broken": 0])
    #expect(report.failures.map(\.stream.name) == ["broken"] && report.failures[0].errors[0].message == "the key was revoked")
    #expect(try ids("lists") == [1, 2])
  }

  @Test("A stream that a program says is incomplete is not complete, also when it gives no reason and exits well")
  func silentFailure() async throws {
    defer { folder.remove() }
    let (report, _) = try await sync("airbyte_source.py", ["days": 2, "breaks": true, "is_silent": true])
    #expect(report.outcome == .some && report.failures.map(\.stream.name) == ["broken"])
    #expect(report.failures.first?.errors.map(\.message) == ["The source did not complete the stream and gave no reason."])
  }

  @Test("The errors of a stream are those that the program gave for it, not its exit code as well")
  func oneError() async throws {
    defer { folder.remove() }
    let (report, _) = try await sync("airbyte_source.py", ["days": 2, "breaks": true])
    #expect(report.failures.map(\.errors.count) == [1])
  }

  @Test("A program that does not exist, or has other streams, is named")
  func mistakes() async throws {
    defer { folder.remove() }
    let missing = await #expect(throws: SyncError.self) { try await sync("airbyte_nowhere.py", ["days": 1]) }
    #expect(missing?.message.contains("printed no catalog") == true)
    let unknown = await #expect(throws: SyncError.self) { try await sync("airbyte_source.py", ["days": 1], streams: ["nothing"]) }
    #expect(unknown?.message.contains("no stream `nothing`") == true)
  }
}
