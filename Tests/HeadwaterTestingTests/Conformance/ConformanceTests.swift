import ConnectorKit
import HeadwaterTesting
import Testing

/// The checks let sound components pass and name what is wrong with others.
@Suite struct ConformanceTests {
  private static func problems(_ check: () async throws -> Void) async throws -> String {
    do {
      try await check()
      return ""
    } catch let failure as ConformanceFailure {
      return failure.description
    }
  }

  struct Change: RecordTransformation, RecordFiltering, SchemaNormalization {
    var change: @Sendable (inout [JSONRecord]) -> Void
    func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws { change(&records) }
    func filter(_ records: inout [JSONRecord], _ scope: RecordScope) throws { change(&records) }
    func normalize(_ record: inout JSONRecord, _ schema: StreamSchema) throws {
      var records = [record]
      change(&records)
      record = records[0]
    }
  }

  @Test func transformations() async throws {
    let mark = Change { records in for place in records.indices { records[place]["x"] = 1 } }
    let first = Change { records in if !records.isEmpty { records[0]["x"] = .integer(records.count) } }
    let drop = Change { $0.removeAll() }
    #expect(try await Self.problems { try await Conformance.check(transformation: mark) } == "")
    #expect(try await Self.problems { try await Conformance.check(transformation: first) }.contains("one by one"))
    #expect(try await Self.problems { try await Conformance.check(transformation: drop) }.contains("4 records became 0"))
  }

  @Test func filters() async throws {
    let samples: [JSONObject] = [["id": 1], ["id": 2]]
    let even = Change { $0.removeAll { $0["id"] != 2 } }
    let turn = Change { $0.reverse() }
    #expect(try await Self.problems { try Conformance.check(recordFilter: even, records: samples) } == "")
    #expect(try await Self.problems { try Conformance.check(recordFilter: turn, records: samples) }.contains("order"))
  }

  @Test func normalizations() async throws {
    let count = Change { $0[0]["n"] = .integer(($0[0]["n"]?.integerValue ?? 0) + 1) }
    let found = try await Self.problems { try Conformance.check(schemaNormalization: count, schema: [:], records: [["n": 1]]) }
    #expect(found.contains("changed again"))
  }

  struct List: RecordExtractor {
    func extract(from body: JSONView, into found: inout ExtractedRecords, _ scope: RecordScope) async throws {
      for element in body.elements { found.append(element) }
    }
  }

  @Test func extractors() async throws {
    let body: JSONValue = [["id": 1], ["id": 2]]
    #expect(try await Self.problems { try await Conformance.check(recordExtractor: List(), body: body, count: 2) } == "")
    #expect(try await Self.problems { try await Conformance.check(recordExtractor: List(), body: body, count: 3) }.contains("instead of 3"))
  }

  struct Halves: PartitionRouter {
    var names: [String]
    func partitions(_ scope: PartitionScope, _ body: (Partition) async throws -> Void) async throws -> JSONObject? {
      for name in names { try await body(Partition(StreamSlice(partition: ["half": .string(name)]))) }
      return nil
    }
  }

  @Test func routers() async throws {
    #expect(try await Self.problems { try await Conformance.check(partitionRouter: Halves(names: ["a", "b"])) } == "")
    #expect(try await Self.problems { try await Conformance.check(partitionRouter: Halves(names: ["a", "a"])) }.contains("the same"))
  }

  struct Wait: BackoffStrategy {
    var seconds: Double?
    func waitSeconds(after response: Response?, attempt: Int, run: RunServices) throws -> Double? { seconds }
  }

  @Test(arguments: [(1, true), (nil, true), (-1, false), (.nan, false)] as [(Double?, Bool)]) func waits(_ seconds: Double?, _ isGood: Bool)
    async throws
  {
    #expect(try await Self.problems { try Conformance.check(backoffStrategy: Wait(seconds: seconds)) }.isEmpty == isGood)
  }

  struct Strict: ValidationStrategy {
    func validate(_ value: JSONValue, name: String) throws {
      if value != "good" { throw SyncError(.config, "no") }
    }
  }

  @Test func demands() async throws {
    #expect(try await Self.problems { try Conformance.check(validationStrategy: Strict(), good: ["good"], bad: [1, nil]) } == "")
    #expect(try await Self.problems { try Conformance.check(validationStrategy: Strict(), good: [1], bad: ["good"]) }.contains("taken"))
  }

  struct Grow: ConfigTransformation {
    func transform(_ config: inout JSONObject) throws { config["n"] = .integer((config["n"]?.integerValue ?? 0) + 1) }
  }

  @Test func configs() async throws {
    #expect(try await Self.problems { try Conformance.check(configTransformation: Grow(), config: [:]) }.contains("changed again"))
  }
}

@Suite struct TestServicesTests {
  @Test func theFixedClockMovesOnlyWhenSomebodySleeps() async throws {
    let clock = FixedClock(microseconds: 1_000_000)
    #expect(clock.now() == 1_000_000)
    try await clock.sleep(seconds: 2.5)
    #expect(clock.now() == 3_500_000 && clock.passedSeconds == 2.5)
  }

  @Test func theScriptedTransportAnswersAndRemembers() async throws {
    let transport = ScriptedTransport { .json(#"{"url": "\#($0.url)"}"#, status: 201) }
    let run = RunServices.testing(transport: transport)
    let answer = try await run.fetch(HTTPRequest(url: "http://a/b"))
    #expect(answer.status == 201 && answer.json?["url"]?.string == "http://a/b")
    #expect(transport.requests.map(\.url) == ["http://a/b"])
  }
}
