import ConnectorKit
import Headwater
import HeadwaterTesting
import JSON
import Synchronization
import Testing

private typealias Make = DifferenceManifest

/// What a read told its output and its observer.
private final class Recorder: SyncOutput, ReadObserver {
  struct Noted {
    var records: [JSONValue] = []
    var states: [JSONObject] = []
    var outcomes: [String] = []
    var slices: [JSONObject] = []
    var pages: [PageRead] = []
    var exchanges: [HTTPExchange] = []
  }

  private let content = Mutex(Noted())
  let keptBodyBytes: Int

  init(keptBodyBytes: Int = 1 << 20) { self.keptBodyBytes = keptBodyBytes }

  var noted: Noted { content.withLock { $0 } }

  func begin(_ stream: StreamID) async throws {}
  func prepare(_ stream: StreamDescription, as selection: StreamSelection) async throws {}
  func deliver(_ page: RecordPage, of stream: StreamID, from slice: SliceID) async throws {
    content.withLock { $0.records += page.records.map { .object($0.object) } }
  }
  func checkpoint(_ state: JSONObject, of stream: StreamID, covering slices: [SliceID], recordCount: Int) async throws {
    content.withLock { $0.states.append(state) }
  }
  func failure(_ error: SyncError, of stream: StreamID) async throws {}
  func end(_ stream: StreamID, _ outcome: StreamOutcome) async throws {
    let text =
      switch outcome {
      case .complete: "complete"
      case .limited(let limits): limits.map(\.rawValue).sorted().joined(separator: " ")
      case .incomplete(let errors): errors.map(\.message).joined(separator: "; ")
      case .cancelled: "cancelled"
      }
    content.withLock { $0.outcomes.append(text) }
  }
  func finish() async throws {}

  func sliceBegan(_ slice: SliceID, _ content: StreamSlice, of stream: StreamID) {
    self.content.withLock { $0.slices.append(content.merged) }
  }
  func pageRead(_ page: PageRead, in slice: SliceID, of stream: StreamID) { content.withLock { $0.pages.append(page) } }
  func exchanged(_ exchange: HTTPExchange) { content.withLock { $0.exchanges.append(exchange) } }
}

@Suite("Limits and observers of a read", .timeLimit(.minutes(5))) struct ReadWatchTests {
  private static func read(
    _ manifest: JSONValue, _ api: [LoopbackRoute], _ recorder: Recorder = Recorder(), streams: [String] = ["items"],
    limits: ReadLimits = .none, retries: RetryMode = .declared, config: JSONObject = [:]
  ) async throws -> (noted: Recorder.Noted, requests: [LoopbackRequest]) {
    var options = RunOptions()
    options.retries = retries
    let connector = try Connector(manifest: JSONText.compact(manifest), options: options)
    return try await LoopbackServer.serving(api) { server in
      var config = config
      config["base"] = .string(server.baseURL)
      let session = try connector.session(config: config, services: ConnectorServices(clock: FixedClock()))
      _ = try await session.read(streams.map { StreamSelection(StreamID($0)) }, into: recorder, limits: limits, observer: recorder)
      return (recorder.noted, await server.requests)
    }
  }

  /// Three regions with three pages of two records each.
  private static let regions = Make.connector(
    Make.stream(
      retriever: [
        "paginator": Make.paginator(["type": "PageIncrement", "page_size": 2, "start_from_page": 1]),
        "partition_router": [
          "type": "ListPartitionRouter", "values": ["a", "b", "c"], "cursor_field": "region",
          "request_option": ["type": "RequestOption", "inject_into": "request_parameter", "field_name": "region"],
        ],
      ]))
  private static let regionPages = [
    LoopbackRoute("GET", "/items", query: ["page": "2"], answers: [DifferenceCase.page(["p": 3], ["p": 4])]),
    LoopbackRoute("GET", "/items", query: ["page": "3"], answers: [DifferenceCase.page(["p": 5])]),
    LoopbackRoute("GET", "/items", answers: [DifferenceCase.page(["p": 1], ["p": 2])]),
  ]

  private static let limited: [(ReadLimits, records: Int, requests: Int, outcome: String)] = [
    (.none, 15, 9, "complete"),
    (ReadLimits(records: 3), 3, 2, "records"),
    (ReadLimits(records: 100), 15, 9, "complete"),
    (ReadLimits(pagesPerSlice: 1), 6, 3, "pagesPerSlice"),
    (ReadLimits(pagesPerSlice: 3), 15, 9, "complete"),
    (ReadLimits(slices: 2), 10, 6, "slices"),
    (ReadLimits(slices: 3), 15, 9, "complete"),
    (ReadLimits(pagesPerSlice: 1, slices: 2), 4, 2, "pagesPerSlice slices"),
    (ReadLimits(records: 0), 0, 0, "records"), (ReadLimits(records: -1), 0, 0, "records"),
    (ReadLimits(pagesPerSlice: 0), 0, 0, "pagesPerSlice"), (ReadLimits(pagesPerSlice: -1), 0, 0, "pagesPerSlice"),
    (ReadLimits(slices: 0), 0, 0, "slices"), (ReadLimits(slices: -1), 0, 0, "slices"),
  ]

  @Test("A limit really limits: no more is requested, and the outcome names it", arguments: limited.indices)
  func limits(_ index: Int) async throws {
    let (limits, records, requests, outcome) = Self.limited[index]
    let read = try await Self.read(Self.regions, Self.regionPages, limits: limits)
    #expect(read.noted.records.count == records)
    #expect(read.requests.count == requests)
    #expect(read.noted.outcomes == [outcome])
    if outcome != "complete" { #expect(read.noted.states.isEmpty, "a full refresh that was cut has no state") }
  }

  /// Three windows of ten days, with two pages each.
  private static let windows = Make.connector(
    Make.stream(
      ["incremental_sync": Make.days(["step": "P10D", "cursor_granularity": "P1D", "end_datetime": "2026-01-30"])],
      retriever: ["paginator": Make.paginator(["type": "PageIncrement", "page_size": 1, "start_from_page": 1])]))

  @Test(
    "A window that a limit has cut does not move the state",
    arguments: [
      (ReadLimits(pagesPerSlice: 1), "2026-01-01"), (ReadLimits(records: 1), "2026-01-01"), (ReadLimits(records: 4), "2026-01-11"),
      (ReadLimits(slices: 1), "2026-01-10"),
    ])
  func states(_ limits: ReadLimits, _ state: String) async throws {
    let days = [("2026-01-01", "05", "10"), ("2026-01-11", "15", "20"), ("2026-01-21", "25", "30")]
    func day(_ day: String) -> [LoopbackAnswer] { [DifferenceCase.page(["at": .string("2026-01-\(day)")])] }
    let api = days.flatMap { since, first, second in
      [
        LoopbackRoute("GET", "/items", query: ["since": since, "page": "3"], answers: [DifferenceCase.page()]),
        LoopbackRoute("GET", "/items", query: ["since": since, "page": "2"], answers: day(second)),
        LoopbackRoute("GET", "/items", query: ["since": since], answers: day(first)),
      ]
    }
    let read = try await Self.read(Self.windows, api, limits: limits)
    let last = try #require(read.noted.states.last?["at"]?.stringValue)
    #expect(last <= state, "\(read.noted.states)")
    #expect(!read.noted.outcomes.contains("complete"))
  }

  @Test("An observer hears of slices and pages in order") func slicesAndPages() async throws {
    let read = try await Self.read(Self.regions, Self.regionPages)
    #expect(read.noted.slices == [["region": "a"], ["region": "b"], ["region": "c"]])
    #expect(read.noted.pages.map(\.number) == [1, 2, 3, 1, 2, 3, 1, 2, 3])
    #expect(read.noted.pages.map(\.nextPageToken) == [2, 3, nil, 2, 3, nil, 2, 3, nil])
    #expect(read.noted.pages.map(\.records.count) == [2, 2, 1, 2, 2, 1, 2, 2, 1])
    #expect(read.noted.pages.allSatisfy { $0.response?.status == 200 })
    #expect(read.noted.exchanges.count == 9)
  }

  @Test("Exchanges say what they were for, and which attempt they were") func purposes() async throws {
    let login: JSONValue = [
      "type": "SessionTokenAuthenticator", "session_token_path": ["token"],
      "login_requester": .object(Make.requester("/login", ["http_method": "POST"])),
      "request_authentication": ["type": "Bearer"],
    ]
    let parent = Make.stream(requester: ["authenticator": login])
    let manifest = Make.connector(parent, Make.child("kids", of: parent))
    let api = [
      LoopbackRoute("POST", "/login", answers: [.status(503), .json(#"{"token": "a-long-secret"}"#)]),
      LoopbackRoute("GET", "/items", answers: [.status(500), DifferenceCase.page(["id": 1])]),
      LoopbackRoute("GET", "/kids", answers: [DifferenceCase.page(["id": 2])]),
    ]
    let read = try await Self.read(manifest, api, streams: ["kids"])
    let told = read.noted.exchanges.map { exchange in
      let origin = exchange.request.origin
      let path = exchange.request.url.split(separator: "/").last ?? ""
      return "\(path) \(origin?.purpose.rawValue ?? "-") \(origin?.stream ?? "-") \(origin?.attempt ?? 0)"
    }
    #expect(
      told == ["login login - 1", "login login - 2", "items parent items 1", "items parent items 2", "kids page kids 1"])
    #expect(read.noted.slices.count == 1, "slices of parents are not those of the stream")
  }

  @Test("Of a body the observer gets what it wants to keep, and its size", arguments: [false, true])
  func bodies(_ arrives: Bool) async throws {
    var retriever: JSONObject = [:]
    var selector: JSONObject = [:]
    if arrives {
      retriever["decoder"] = ["type": "JsonlDecoder"]
      selector["extractor"] = ["type": "DpathExtractor", "field_path": []]
    }
    let line = JSONText.compact(["data": [["id": 1], ["id": 2]]])
    let recorder = Recorder(keptBodyBytes: 5)
    let read = try await Self.read(
      Make.connector(Make.stream(retriever: retriever, selector: selector)), [DifferenceCase.items(.json(line))], recorder)
    let exchange = try #require(read.noted.exchanges.first)
    #expect(try exchange.outcome.get().body == Array(line.utf8.prefix(5)))
    #expect(exchange.bodyByteCount == line.utf8.count)
    #expect(read.noted.records.count == (arrives ? 1 : 2))
  }

  @Test("Without retries each request is sent once", arguments: [429, 500, 503]) func noRetries(_ status: Int) async throws {
    let api = [DifferenceCase.items(.status(status))]
    let once = try await Self.read(Make.connector(Make.stream()), api, retries: .none)
    #expect(once.requests.count == 1)
    #expect(once.noted.outcomes.first?.contains("\(status)") == true, "\(once.noted.outcomes)")
    #expect(try await Self.read(Make.connector(Make.stream()), api).requests.count > 1)
  }

  @Test("Without retries a login is sent once") func noRetriesOfLogins() async throws {
    let login: JSONValue = [
      "type": "OAuthAuthenticator", "token_refresh_endpoint": "{{ config['base'] }}/token", "client_id": "a", "client_secret": "b",
      "grant_type": "client_credentials",
    ]
    let manifest = Make.connector(Make.stream(requester: ["authenticator": login]))
    let read = try await Self.read(manifest, [LoopbackRoute("POST", "/token", answers: [.status(503)])], retries: .none)
    #expect(read.requests.map(\.path) == ["/token"])
    #expect(read.noted.exchanges.map(\.request.origin?.purpose) == [.tokenRefresh])
  }

  @Test("The downloads of a job are pages of one slice") func downloadsOfJobs() async throws {
    let paths = ["create", "poll", "file"].map { JSONValue.object(Make.requester("/\($0)", ["http_method": "GET"])) }
    var stream = Make.stream()
    stream["retriever"] = [
      "type": "AsyncRetriever", "creation_requester": paths[0], "polling_requester": paths[1],
      "download_requester": .object(Make.requester("{{ download_target }}")),
      "status_extractor": ["type": "DpathExtractor", "field_path": ["state"]],
      "status_mapping": ["type": "AsyncJobStatusMap", "running": ["r"], "completed": ["done"], "failed": ["f"], "timeout": ["t"]],
      "download_target_extractor": ["type": "DpathExtractor", "field_path": ["files"]],
      "download_extractor": ["type": "DpathExtractor", "field_path": ["data"]],
      "delete_requester": .object(Make.requester("/delete")),
      "record_selector": .object(Make.selector()),
    ]
    let api =
      [
        LoopbackRoute("GET", "/create", answers: [.json("{}")]),
        LoopbackRoute("GET", "/poll", answers: [.json(#"{"state": "done", "files": ["/file/1", "/file/2", "/file/3"]}"#)]),
        LoopbackRoute("GET", "/delete", answers: [.json("{}")]),
      ] + (1...3).map { LoopbackRoute("GET", "/file/\($0)", answers: [DifferenceCase.page(["id": .integer($0)])]) }
    let read = try await Self.read(Make.connector(stream), api, limits: ReadLimits(pagesPerSlice: 2))
    #expect(read.noted.records == [["id": 1], ["id": 2]], "\(read.noted.outcomes)")
    #expect(read.noted.outcomes == ["pagesPerSlice"])
    #expect(read.requests.map(\.path).filter { $0.hasPrefix("/file") } == ["/file/1", "/file/2"])
    #expect(read.requests.last?.path == "/delete")
  }

  @Test("Requests for the list of dynamic streams are observed, too") func dynamicStreams() async throws {
    let resolver: JSONValue = [
      "type": "HttpComponentsResolver",
      "retriever": [
        "type": "SimpleRetriever", "requester": .object(Make.requester("/list")), "record_selector": .object(Make.selector()),
      ],
      "components_mapping": [
        ["type": "ComponentMappingDefinition", "field_path": ["name"], "value": "{{ components_values['name'] }}"]
      ],
    ]
    let dynamic: JSONValue = [
      "type": "DynamicDeclarativeStream", "stream_template": .object(Make.stream()), "components_resolver": resolver,
    ]
    let manifest = Make.connector(Make.stream(), more: ["dynamic_streams": [dynamic]])
    let api = [
      LoopbackRoute("GET", "/list", answers: [DifferenceCase.page(["name": "made"])]),
      DifferenceCase.items(DifferenceCase.page(["id": 1])),
    ]
    let read = try await Self.read(manifest, api, streams: ["made"])
    #expect(read.noted.records == [["id": 1]])
    #expect(read.noted.exchanges.map(\.request.origin?.purpose) == [.parent, .page])
  }

  @Test("Sessions at the same time with different configs do not mix") func concurrentSessions() async throws {
    let manifest = Make.connector(
      Make.stream(requester: ["use_cache": true, "request_headers": ["User": "{{ config['user'] }}"]]))
    let connector = try Connector(manifest: JSONText.compact(manifest))
    let route = LoopbackRoute("GET", "/items") { request, _ in
      let user = request.header("User") ?? "none"
      var answer = DifferenceCase.page(["user": .string(user), "cookie": .string(request.header("Cookie") ?? "none")])
      answer.headers["Set-Cookie"] = "user=\(user)"
      return answer.delayed(by: .milliseconds(20))
    }
    try await LoopbackServer.serving([route]) { server async throws -> Void in
      let all = try await withThrowingTaskGroup(of: (String, [JSONValue]).self) { group in
        for number in 0..<8 {
          group.addTask {
            let recorder = Recorder()
            let session = try connector.session(config: ["base": .string(server.baseURL), "user": .string("u\(number)")])
            _ = try await session.read([StreamSelection(StreamID("items"))], into: recorder, observer: recorder)
            return ("u\(number)", recorder.noted.records)
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(all.count == 8 && all.allSatisfy { $0.1 == [["user": .string($0.0), "cookie": "none"]] }, "\(all)")
    }
  }

  @Test("Sessions share neither cookies nor cached responses") func sessions() async throws {
    let manifest = Make.connector(Make.stream(requester: ["use_cache": true]))
    let connector = try Connector(manifest: JSONText.compact(manifest))
    let route = LoopbackRoute("GET", "/items") { request, count in
      var answer = DifferenceCase.page(["cookie": .string(request.header("Cookie") ?? "none"), "count": .integer(count)])
      answer.headers["Set-Cookie"] = "user=\(count)"
      return answer
    }
    try await LoopbackServer.serving([route]) { server async throws -> Void in
      var all: [JSONValue] = []
      for _ in 0..<2 {
        let recorder = Recorder()
        let session = try connector.session(config: ["base": .string(server.baseURL)])
        _ = try await session.read([StreamSelection(StreamID("items"))], into: recorder)
        all += recorder.noted.records
      }
      #expect(all == [["cookie": "none", "count": 0], ["cookie": "none", "count": 1]])
    }
  }

  @Test("A check of a substream of a substream reads one of its slices, and no more", arguments: [QuirkSet.none, .reference])
  func checkOfSubstream(_ quirks: QuirkSet) async throws {
    let kids = Make.child("kids", of: Make.stream())
    let manifest = Make.connector(
      Make.stream(), kids, Make.child("grandkids", of: kids),
      more: ["check": ["type": "CheckStream", "stream_names": ["grandkids"]]])
    let connector = try Connector(manifest: JSONText.compact(manifest), options: RunOptions(quirks: quirks))
    let api = [
      DifferenceCase.items(DifferenceCase.page(["id": 1], ["id": 2], ["id": 3])),
      LoopbackRoute("GET", "/kids", answers: [DifferenceCase.page(["id": 4], ["id": 5])]),
      LoopbackRoute("GET", "/grandkids", answers: [DifferenceCase.page(["id": 6])]),
    ]
    try await LoopbackServer.serving(api) { server async throws -> Void in
      #expect(try await connector.check(config: ["base": .string(server.baseURL)]) == nil)
      #expect(await server.requests(path: "/grandkids").count == 1)
    }
  }
}
