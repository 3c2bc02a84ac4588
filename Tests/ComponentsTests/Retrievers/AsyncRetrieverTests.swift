import Concurrency
import ConnectorKit
import JSON
import TestSupport
import Testing

@testable import Components

@Suite struct AsyncRetrieverTests {
  private static func retriever(_ more: JSONObject = [:]) throws -> any Retriever {
    let job = "jobs/{{ creation_response['id'] }}"
    var declaration: JSONObject = [
      "type": "AsyncRetriever", "record_selector": RetrieverFixtures.selector,
      "status_mapping": [
        "type": "AsyncJobStatusMap", "running": ["busy"], "completed": ["done"], "failed": ["bad"], "timeout": ["late"],
        "skipped": ["empty"],
      ],
      "status_extractor": ["type": "DpathExtractor", "field_path": ["status"]],
      "download_target_extractor": ["type": "DpathExtractor", "field_path": ["urls"]],
      "download_extractor": ["type": "DpathExtractor", "field_path": ["data"]],
      "creation_requester": RetrieverFixtures.requester("jobs", ["http_method": "POST"]),
      "polling_requester": RetrieverFixtures.requester(job),
      "download_requester": ["type": "HttpRequester", "url": "{{ download_target }}"],
      "abort_requester": RetrieverFixtures.requester("\(job)/abort", ["http_method": "POST"]),
      "delete_requester": RetrieverFixtures.requester("\(job)/delete", ["http_method": "POST"]),
    ]
    for (key, value) in more { declaration[key] = value }
    return try TestServices.build(declaration, as: (any Retriever).self)
  }

  /// An API whose jobs have these states one after the other; the last one stays.
  private static func api(_ states: [String]) -> ScriptedAPI {
    ScriptedAPI { request, before in
      let path = Address(request.url).path
      if path.hasSuffix("/jobs") { return (201, ["id": "j"], [:]) }
      if path.hasSuffix("/f") { return (200, ["data": [["id": 1]]], [:]) }
      let state = states[min(before, states.count - 1)]
      return (200, ["status": .string(state), "urls": ["https://api.example.com/f", "https://api.example.com/f"]], [:])
    }
  }

  @Test("A reading that is stopped downloads nothing more of a job")
  func stops() async throws {
    let api = Self.api(["done"])
    let retriever = try Self.retriever()
    let plan = StreamPlan(name: "items", retriever: retriever, schemaLoader: InlineSchemaLoader(schema: [:]))
    try await retriever.read(StreamSlice(), RetrievalScope(stream: plan, run: api.run())) { _ in .stop }
    #expect(api.count("/f") == 1)
    #expect(api.requests.map { $0.origin?.purpose } == [.job, .job, .page])
  }

  @Test func aJobIsPolledDownloadedAndDeleted() async throws {
    let api = Self.api(["busy", "busy", "done"])
    #expect(try await RetrieverFixtures.read(Self.retriever(), api.run()) == [["id": 1], ["id": 1]])
    #expect(api.slept == [5, 5])
    #expect(api.count("/delete") == 1)
    #expect(api.count("/abort") == 0)
  }

  @Test("A completed job without a download address gives no records and a warning", arguments: [[], nil, [nil, ""]] as [JSONValue])
  func addressesThatAreMissing(urls: JSONValue) async throws {
    let api = ScriptedAPI { request, _ in
      request.method == "POST" ? (201, ["id": "j"], [:]) : (200, ["status": "done", "urls": urls], [:])
    }
    let log = RecordingLog()
    var run = api.run()
    run.log = log
    let slice = StreamSlice(partition: ["region": "north"])
    #expect(try await RetrieverFixtures.read(Self.retriever(), run, slice: slice).isEmpty)
    let warnings = log.messages.filter { $0.hasPrefix("WARN") }
    #expect(warnings.count == 1)
    for part in ["Stream items", "download_target_extractor", "north"] { #expect(warnings.first?.contains(part) == true, "\(part)") }
  }

  @Test func aSkippedJobHasNoRecords() async throws {
    let api = Self.api(["empty"])
    #expect(try await RetrieverFixtures.read(Self.retriever(), api.run()).isEmpty)
    #expect(api.count("/f") == 0)
  }

  @Test func aFailedJobIsCreatedAgainAfterTheWait() async throws {
    let api = Self.api(["bad", "done"])
    let retriever = try Self.retriever(["failed_retry_wait_time_in_seconds": 30])
    #expect(try await RetrieverFixtures.read(retriever, api.run()).count == 2)
    #expect(api.count("/jobs") == 2)
    #expect(api.slept.reduce(0, +) >= 30)
  }

  @Test func aJobThatTakesTooLongIsEndedAndGivenUpAfterThreeTries() async throws {
    let api = Self.api(["busy"])
    let retriever = try Self.retriever(["polling_job_timeout": 1])
    await #expect(throws: SyncError.self) { _ = try await RetrieverFixtures.read(retriever, api.run()) }
    #expect(api.count("/jobs") == 3)
    #expect(api.count("/abort") == 3)
  }

  @Test func anUnknownStatusEndsTheJobAtOnce() async throws {
    let api = Self.api(["odd"])
    await #expect {
      _ = try await RetrieverFixtures.read(Self.retriever(), api.run())
    } throws: { error in
      (error as? SyncError)?.message.contains("`odd`") == true
    }
    #expect(api.count("/jobs") == 1)
    #expect(api.count("/abort") == 1)
  }

  @Test func inCompatModeAJobWithAnUnknownStatusIsPolledOn() async throws {
    let api = Self.api(["odd", "odd", "done"])
    await #expect(throws: SyncError.self) { _ = try await RetrieverFixtures.read(Self.retriever(), api.run(compat: true)) }
    #expect(api.count("/jobs/j") == 3)
    #expect(api.count("/f") == 2)
    #expect(api.count("/abort") == 0)
  }

  @Test(arguments: [false, true]) func theTargetRequesterKnowsTheCreation(compat: Bool) async throws {
    let api = Self.api(["done"])
    let retriever = try Self.retriever([
      "download_target_requester": RetrieverFixtures.requester("targets/{{ creation_response['id'] }}")
    ])
    let reading = Task { try await RetrieverFixtures.read(retriever, api.run(compat: compat)) }
    if compat {
      await #expect(throws: (any Error).self) { _ = try await reading.value }
    } else {
      #expect(try await reading.value.count == 2)
    }
    #expect(api.count("/targets/j") == (compat ? 0 : 1))
  }

  @Test(arguments: [
    ("creation_response.headers['LOCATION']", "j?k"), ("creation_response['headers'].get('location')", "j?k"),
    ("creation_response.request.method", "POST"), ("creation_response.request.path_url", "/jobs"),
    ("stream_slice.extra_fields.creation_response.headers.Location", "j?k"), ("creation_response.own.headers", "mine"),
  ])
  func templatesSeeTheWholeAnswer(_ expression: String, _ expected: String) async throws {
    let api = ScriptedAPI { request, _ in
      if request.method == "POST" { return (201, ["id": "j", "own": ["headers": "mine"]], ["Location": "j?k"]) }
      if request.url.hasSuffix("/f") { return (200, ["data": [["id": 1]]], [:]) }
      return (200, ["status": "done", "urls": ["https://api.example.com/f"]], [:])
    }
    let retriever = try Self.retriever([
      "polling_requester": RetrieverFixtures.requester("poll", ["request_headers": ["X-Seen": .string("{{ \(expression) }}")]]),
      "delete_requester": RetrieverFixtures.requester("delete"),
    ])
    #expect(try await RetrieverFixtures.read(retriever, api.run()).count == 1)
    #expect(api.requests.first { $0.url.hasSuffix("/poll") }?.headers["X-Seen"] == expected)
  }

  @Test func aBodyGoesBeforeTheAnswersOwnMembers() async throws {
    let api = ScriptedAPI { request, _ in
      if request.method == "POST" { return (201, ["id": "j", "headers": ["Location": "mine"]], ["Location": "j"]) }
      if request.url.hasSuffix("/f") { return (200, ["data": []], [:]) }
      return (200, ["status": "done", "urls": ["https://api.example.com/f"]], ["X-Page": "7"])
    }
    let retriever = try Self.retriever([
      "polling_requester": RetrieverFixtures.requester("poll/{{ creation_response.headers.Location }}"),
      "download_requester": [
        "type": "HttpRequester", "url": "{{ download_target }}",
        "request_headers": ["X-Seen": "{{ polling_response.headers['x-page'] }}{{ creation_response.headers['LOCATION'] }}"],
      ],
    ])
    #expect(try await RetrieverFixtures.read(retriever, api.run()).isEmpty)
    #expect(api.count("/poll/mine") == 1)
    #expect(api.requests.first { $0.url.hasSuffix("/f") }?.headers["X-Seen"] == "7")
  }

  @Test func aPollThatKeepsFailingEndsTheJob() async throws {
    let api = ScriptedAPI { request, _ in request.url.hasSuffix("/jobs") ? (201, ["id": "j"], [:]) : (404, [:], [:]) }
    await #expect {
      _ = try await RetrieverFixtures.read(Self.retriever(), api.run())
    } throws: { error in
      (error as? SyncError)?.message.contains("404") == true
    }
    #expect(api.count("/jobs/j") == 1)
  }

  @Test func slotsBoundTheJobsAndComeBack() async throws {
    let api = Self.api(["done"])
    let run = api.run()
    let retriever = try Self.retriever()
    let plan = StreamPlan(name: "items", retriever: retriever, schemaLoader: InlineSchemaLoader(schema: [:]))
    var preparation = try #require(retriever.preparation(RetrievalScope(stream: plan, run: run)))
    var ready: [JSONValue?] = []
    for name in ["a", "b", "c"] {
      try await preparation.add(StreamSlice(partition: ["p": .string(name)])) { ready.append($0.partition["p"]) }
    }
    #expect(ready == ["a", "b"])
    try await preparation.finish { ready.append($0.partition["p"]) }
    #expect(ready == ["a", "b", "c"])
    #expect(run.jobSlots.tryAcquire())
  }

  @Test("A stream without jobs waits until another one releases a slot, and looks at no clock meanwhile")
  func waitsForASlot() async throws {
    let api = Self.api(["done"])
    let run = api.run()
    #expect(run.jobSlots.tryAcquire())
    let reading = Task { try await RetrieverFixtures.read(Self.retriever(), run) }
    for _ in 0..<50 { await Task.yield() }
    #expect(api.requests.isEmpty && api.slept.isEmpty)
    run.jobSlots.release()
    #expect(try await reading.value.count == 2)
    #expect(run.jobSlots.tryAcquire())
  }

  @Test("A stream that is cancelled while it waits for a slot takes none")
  func givesUpWaitingForASlot() async throws {
    let api = Self.api(["done"])
    let run = api.run()
    #expect(run.jobSlots.tryAcquire())
    let reading = Task { try await RetrieverFixtures.read(Self.retriever(), run) }
    for _ in 0..<50 { await Task.yield() }
    reading.cancel()
    await #expect(throws: CancellationError.self) { try await reading.value }
    run.jobSlots.release()
    #expect(run.jobSlots.tryAcquire())
    #expect(api.requests.isEmpty)
  }

  @Test func aStreamThatFailsKeepsNoSlot() async throws {
    let api = ScriptedAPI { _, _ in (401, [:], [:]) }
    let run = api.run()
    await #expect(throws: SyncError.self) { _ = try await RetrieverFixtures.read(Self.retriever(), run) }
    #expect(run.jobSlots.tryAcquire())
    #expect(!run.jobSlots.tryAcquire())
  }

  @Test func aStatusMayStandInTheMapOnce() {
    #expect(throws: (any Error).self) {
      _ = try TestServices.build(
        ["type": "AsyncJobStatusMap", "running": ["x"], "completed": ["x"], "failed": [], "timeout": []], as: AsyncJobStatusMap.self)
    }
  }
}
