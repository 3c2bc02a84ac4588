import Concurrency
import ConnectorKit
import Destinations
import FileDestinations
import Foundation
import HeadwaterTesting
import JSON
import PostgresDestination
import ProcessDestinations
import SQLiteDestination
import Sync
import TestSupport
import Testing

/// What is wrong with a destination is said in one message, what was committed stays, and the next sync completes.
@Suite struct BadPlaceTests {
  @Test("A table that somebody else has made is left alone")
  func foreignTable() async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let path = folder.path("a.sqlite")
    _ = try Shell.output(["sqlite3", path, "CREATE TABLE Things (mine); INSERT INTO Things VALUES (1)"])
    let message = try #require(await TestSync().failure(in: SQLiteDestination(path: path)))
    #expect(message.contains("has a table `things` that Headwater did not make") && message.contains("--prefix"))
    #expect(try SQLiteRows(path).rows("SELECT mine FROM Things") == [["mine": 1]])
    #expect(await TestSync().failure(in: SQLiteDestination(path: path, prefix: "new_")) == nil)
  }

  @Test("A table of another connection is left alone")
  func otherConnection() async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let path = folder.path("a.sqlite")
    try await TestSync().store([["id": 1]], in: SQLiteDestination(path: path))
    var other = TestSync()
    other.connection = "other"
    let message = try #require(await other.failure(in: SQLiteDestination(path: path)))
    #expect(message.contains("belongs to the connection `test`"))
    #expect(try SQLiteRows(path).records("things") == [["id": 1]])
  }

  @Test("A table that is gone although its state counts on it is reported, and read anew on request")
  func lostTable() async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let path = folder.path("a.sqlite")
    var sync = TestSync()
    sync.stream = StreamDescription(name: "things", schema: [:], cursor: .init(field: "id", canBeChosen: false))
    try await sync.store([["id": 1]], in: SQLiteDestination(path: path))
    _ = try Shell.output(["sqlite3", path, "DROP TABLE things"])
    let message = try #require(await sync.failure(in: SQLiteDestination(path: path)))
    #expect(message.contains("`things` is missing") && message.contains("--full-refresh"))
    sync.mode = .overwrite
    #expect(await sync.failure(in: SQLiteDestination(path: path)) == nil)
  }

  @Test("A file that is no database and a directory that does not exist are named")
  func noDatabase() async throws {
    let folder = try TemporaryDirectory(["a.sqlite": String(repeating: "no database ", count: 100)])
    defer { folder.remove() }
    let message = try #require(await TestSync().failure(in: SQLiteDestination(path: folder.path("a.sqlite"))))
    #expect(message.contains("is not a SQLite database"))
    let missing = try #require(await TestSync().failure(in: SQLiteDestination(path: folder.path("nowhere/a.sqlite"))))
    #expect(missing.contains("Cannot open the database") && missing.contains("directory exists"))
  }

  @Test("A locked database is waited for, then named; the next sync completes")
  func locked() async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let path = folder.path("a.sqlite")
    try await TestSync().store([["id": 1]], in: SQLiteDestination(path: path))
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    shell.arguments = ["sqlite3", path]
    let (input, output) = (Pipe(), Pipe())
    shell.standardInput = input
    shell.standardOutput = output
    try shell.run()
    input.fileHandleForWriting.write(Data("BEGIN IMMEDIATE;\nSELECT 'locked';\n".utf8))
    _ = output.fileHandleForReading.availableData
    let message = await TestSync().failure([["id": 2]], in: SQLiteDestination(path: path, lockTimeout: 0.05))
    try input.fileHandleForWriting.close()
    shell.waitUntilExit()
    #expect(message?.contains("is locked by another program") == true, "\(message ?? "no failure")")
    #expect(try SQLiteRows(path).records("things") == [["id": 1]])
    #expect(await TestSync().failure([["id": 2]], in: SQLiteDestination(path: path)) == nil)
    #expect(try SQLiteRows(path).records("things").count == 2)
  }

  @Test("Of two syncs of one connection at a time the one that began first is stopped", arguments: [false, true])
  func twoSyncs(_ replaces: Bool) async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let path = folder.path("a.sqlite")
    let id = StreamID("things")
    let description = StreamDescription(name: "things", schema: [:])
    var selection = StreamSelection(
      id, state: [:], readMode: replaces ? .fullRefresh : .incremental, writeMode: replaces ? .overwrite : .append)
    selection.generation = .init(id: 1, minimum: replaces ? 1 : 0, syncID: 0)
    let chosen = selection
    @Sendable func begin() async throws -> DestinationOutput {
      let output = try await DestinationOutput.open(
        SQLiteDestination(path: path), for: DestinationContext(connection: "test", log: TestSync().log), clock: FixedClock())
      try await output.prepare(description, as: chosen)
      return output
    }
    @Sendable func store(_ output: DestinationOutput) async throws {
      try await output.deliver(RecordPage([JSONRecord(object: ["id": 1])]), of: id, from: SliceID(0))
      try await output.checkpoint(["n": 1], of: id, covering: [SliceID(0)], recordCount: 1)
      try await output.end(id, .complete)
      try await output.close()
    }
    let (first, second) = (try await begin(), try await begin())
    let failure = await #expect(throws: OutputFailure.self) { try await store(first) }
    #expect(failure?.message.contains("Another sync of the connection `test`") == true, "\(failure?.message ?? "no failure")")
    try await store(second)
    #expect(try SQLiteRows(path).records("things") == [["id": 1]])
  }

  @Test(
    "A full disk keeps what was committed, and the next sync completes", .enabled(if: SmallDisk.canBeMade, "needs the right to mount"),
    arguments: ["sqlite", "jsonl"])
  func fullDisk(_ kind: String) async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let disk = folder.path("disk")
    try SmallDisk.mount(disk)
    defer { SmallDisk.unmount(disk) }
    @Sendable func make() -> any Destination {
      kind == "sqlite" ? SQLiteDestination(path: "\(disk)/a.sqlite") : FileDestination(directory: "\(disk)/out", format: .jsonLines)
    }
    #expect(await TestSync().failure([["id": 1]], in: make()) == nil)
    let large = (0..<100).map { ["id": .integer($0 + 2), "text": .string(String(repeating: "x", count: 40_000))] as JSONObject }
    let message = try #require(await TestSync().failure(large, in: make()))
    #expect(message.contains("space"), "\(message)")
    _ = try Shell.output(["mount", "-o", "remount,size=20m", disk])
    #expect(await TestSync().failure(large, in: make()) == nil)
    if kind == "sqlite" {
      #expect(
        try SQLiteRows("\(disk)/a.sqlite").rows("SELECT count(*) AS n, count(DISTINCT id) AS d FROM things") == [["n": 101, "d": 101]])
    } else {
      let text = try Shell.output(["sh", "-c", "cat \(disk)/out/things/*.jsonl | wc -l"])
      #expect(text.trimmingCharacters(in: .whitespacesAndNewlines) == "101")
    }
  }

  @Test("A PostgreSQL server that goes away in the middle keeps what was committed", .enabled(if: PostgresServer.shared != nil))
  func serverGone() async throws {
    let server = try #require(PostgresServer.shared)
    let address = try server.makeDatabase()
    try await TestSync().store([["id": 1]], in: PostgresDestination(address: address))
    let output = try await DestinationOutput.open(
      PostgresDestination(address: address), for: DestinationContext(connection: "test", log: TestSync().log), clock: FixedClock())
    let id = StreamID("things")
    try await output.prepare(StreamDescription(name: "things", schema: [:]), as: StreamSelection(id, state: [:], writeMode: .append))
    try await output.deliver(RecordPage([JSONRecord(object: ["id": 2])]), of: id, from: SliceID(0))
    _ = try server.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", address)
    try await output.checkpoint(["n": 2], of: id, covering: [SliceID(0)], recordCount: 1)
    let failure = await #expect(throws: OutputFailure.self) { try await output.close() }
    #expect(failure?.message.contains("Run the sync again") == true, "\(failure?.message ?? "no failure")")
    #expect(try server.query("SELECT count(*) FROM things", address) == "1\n")
    #expect(await TestSync().failure([["id": 2]], in: PostgresDestination(address: address)) == nil)
    #expect(try server.query("SELECT count(*) FROM things", address) == "2\n")
  }

  @Test("A server that is not there is named without the password")
  func noServer() async throws {
    let message = try #require(
      await TestSync().failure(in: PostgresDestination(address: "postgresql://me:hidden@127.0.0.1:1/db")))
    #expect(message.contains("PostgreSQL cannot be reached") && !message.contains("hidden"))
  }

  @Test("A destination program that fails is quoted, and its state does not advance")
  func programFails() async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    func destination(failsAfter count: Int?) -> any Destination {
      var config: JSONObject = ["path": .string(folder.path("records.jsonl"))]
      if let count { config["fails_after"] = .integer(count) }
      return AirbyteDestination(
        command: "python3 \(Programs.path("airbyte_destination.py"))", config: config, statePath: folder.path("state.json"))
    }
    let message = try #require(await TestSync().failure([["id": 1], ["id": 2]], in: destination(failsAfter: 1)))
    #expect(message.contains("the warehouse is closed") && message.contains("exit code 1"), "\(message)")
    let store = try StateFile(path: folder.path("state.json"), isReadOnly: true)
    #expect(try await store.savedStreams()["test"]?[StreamID("things")]?.state == nil)
    #expect(await TestSync().failure([["id": 1], ["id": 2]], in: destination(failsAfter: nil)) == nil)
    #expect(try Programs.records(folder.path("records.jsonl"), of: StreamID("things")).count == 2)
  }

  @Test("A state that a destination acknowledged before it failed is kept, and what comes behind it is not")
  func programFailsLater() async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let destination = AirbyteDestination(
      command: "python3 \(Programs.path("airbyte_destination.py"))",
      config: ["path": .string(folder.path("records.jsonl")), "fails_after": 1], statePath: folder.path("state.json"))
    let output = try await DestinationOutput.open(
      destination, for: DestinationContext(connection: "test", log: TestSync().log), clock: FixedClock())
    let id = StreamID("things")
    let stream = StreamDescription(name: "things", schema: [:])
    let selection = StreamSelection(id, state: [:], writeMode: .append)
    try await output.begin([(stream, selection)])
    try await output.prepare(stream, as: selection)
    for number in 1...2 {
      try await output.deliver(RecordPage([JSONRecord(object: ["id": .integer(number)])]), of: id, from: SliceID(number))
      try await output.checkpoint(["n": .integer(number)], of: id, covering: [SliceID(number)], recordCount: 1)
    }
    let failure = await #expect(throws: OutputFailure.self) { try await output.close() }
    #expect(failure?.message.contains("the warehouse is closed") == true, "\(failure?.message ?? "no failure")")
    let store = try StateFile(path: folder.path("state.json"), isReadOnly: true)
    #expect(try await store.savedStreams()["test"]?[id]?.state == ["n": 1])
  }

  @Test("Streams that wait for a destination learn that it has failed")
  func failureReachesAll() async throws {
    let destination = StuckDestination()
    let output = try await DestinationOutput.open(
      destination, for: DestinationContext(connection: "test", log: TestSync().log), clock: FixedClock())
    try await output.prepare(StreamDescription(name: "things", schema: [:]), as: StreamSelection(StreamID("things"), writeMode: .append))
    try await output.deliver(RecordPage([JSONRecord(object: ["id": 1])]), of: StreamID("things"), from: SliceID(0))
    try await output.checkpoint([:], of: StreamID("things"), covering: [SliceID(0)], recordCount: 1)
    let waiting = Task {
      try await output.prepare(StreamDescription(name: "others", schema: [:]), as: StreamSelection(StreamID("others"), writeMode: .append))
    }
    while !destination.isWriting { await Task.yield() }
    for _ in 0..<100 { await Task.yield() }
    destination.fail()
    let failure = await #expect(throws: OutputFailure.self) { try await waiting.value }
    #expect(failure?.message == "the cable was pulled")
    await #expect(throws: OutputFailure.self) { try await output.close() }
  }

  @Test("A destination program that does not exist is named")
  func programMissing() async throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let airbyte = AirbyteDestination(command: "no-such-destination", config: [:], statePath: folder.path("a.json"))
    let message = try #require(await TestSync().failure(in: airbyte))
    #expect(message.contains("no-such-destination") && message.contains("not found"), "\(message)")
    let singer = SingerDestination(command: "no-such-target", config: [:], statePath: folder.path("s.json"))
    #expect(try #require(await TestSync().failure(in: singer)).contains("no-such-target"))
  }
}

/// A file system of two megabytes.
private enum SmallDisk {
  static let canBeMade: Bool = {
    guard let folder = try? TemporaryDirectory() else { return false }
    defer { folder.remove() }
    guard (try? mount(folder.path("disk"))) != nil else { return false }
    unmount(folder.path("disk"))
    return true
  }()

  static func mount(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    _ = try Shell.output(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", path])
  }

  static func unmount(_ path: String) { _ = try? Shell.output(["umount", path]) }
}

/// A destination whose writes wait until they are told to fail.
private final class StuckDestination: Destination {
  private let writing = Latch<Void>()
  private let end = Latch<Void>()

  var isWriting: Bool { writing.value != nil }

  func fail() { end.open() }

  var writeModes: Set<StreamSelection.WriteMode> { [.append] }

  func open(_ context: DestinationContext) async throws -> [StreamID: SavedStream] { [:] }

  func prepare(_ stream: TargetStream) async throws {}

  func write(_ pages: [RecordPage], to stream: TargetStream) async throws {
    writing.open()
    try await end.wait()
    throw SyncError(.system, "the cable was pulled")
  }

  func commit(_ saved: SavedStream, of stream: TargetStream) async throws {}

  func finish(_ stream: TargetStream, _ saved: SavedStream) async throws {}

  func abandon(_ stream: TargetStream) async throws {}

  func close() async throws {}
}
