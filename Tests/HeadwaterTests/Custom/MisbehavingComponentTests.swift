import Glibc
import Headwater
import HeadwaterTesting
import JSON
import Synchronization
import Testing

/// Components that throw or give nonsense end their own stream, by name; the others finish. One that hangs ends the run.
@Suite struct MisbehavingComponentTests {
  enum Way: String, CaseIterable, Sendable {
    case throwing, throwingOwn, hanging, waiting, nonsense

    /// What the message says.
    var words: [String] {
      switch self {
      case .throwing, .throwingOwn: ["Mischief", "CustomTransformation", "on purpose"]
      case .hanging: ["Mischief", "did not return"]
      case .waiting: ["MischiefRouter", "did not return"]
      case .nonsense: ["Mischief", "made 0 records of"]
      }
    }
  }

  struct Mischief: RecordTransformation {
    static let spec = ComponentSpec<any RecordTransformation>(
      "Mischief", "Misbehaves.", fields: Field<String>.string("way", doc: "How."), make: { Mischief(way: Way(rawValue: $0)) })
    let way: Way?

    struct OwnError: Error, CustomStringConvertible { var description: String { "on purpose" } }

    func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
      switch way {
      case .throwing: throw SyncError(.config, "It failed on purpose.")
      case .throwingOwn: throw OwnError()
      case .hanging: while !isOver { usleep(100_000) }
      case .nonsense: records.removeAll()
      case .waiting, nil: break
      }
    }

    /// Hangs for long enough to be noticed, and not for the length of all tests.
    private var isOver: Bool { ContinuousClock.now - Self.start > .seconds(60) }
    private static let start = ContinuousClock.now
  }

  struct MischiefRouter: PartitionRouter {
    static let spec = ComponentSpec<any PartitionRouter>(
      "MischiefRouter", "Waits for nothing.", fields: Field<String>.string("way", doc: "How."),
      make: { MischiefRouter(way: Way(rawValue: $0)) })
    let way: Way?

    func partitions(_ scope: PartitionScope, _ body: (Partition) async throws -> Void) async throws -> JSONObject? {
      if way == .waiting { try? await Task.sleep(for: .seconds(3600)) }
      try await body(Partition(StreamSlice()))
      return nil
    }
  }

  private static let manifest = """
    version: 7.0.0
    type: DeclarativeSource
    check: {type: CheckStream, stream_names: [good]}
    definitions:
      stream:
        type: DeclarativeStream
        retriever:
          type: SimpleRetriever
          requester: {type: HttpRequester, url: "{{ config['base'] }}/items"}
          record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
          partition_router: {type: CustomPartitionRouter, class_name: MischiefRouter, way: "none"}
        schema_loader: {type: InlineSchemaLoader, schema: {type: object}}
    streams:
      - $ref: "#/definitions/stream"
        name: bad
        retriever:
          $ref: "#/definitions/stream/retriever"
          partition_router: {type: CustomPartitionRouter, class_name: MischiefRouter, way: <way>}
        transformations: [{type: CustomTransformation, class_name: Mischief, way: <way>}]
      - {$ref: "#/definitions/stream", name: good}
    """

  @Test(arguments: Way.allCases) func aStreamEndsWithAnErrorThatNamesTheComponent(_ way: Way) async throws {
    var options = RunOptions()
    options.componentTimeout = 2
    let connector = try Connector(
      manifest: Self.manifest.replacing("<way>", with: way.rawValue),
      catalog: Catalog.standard.adding(Mischief.spec).adding(MischiefRouter.spec), options: options)
    let items = LoopbackRoute("GET", "/items", answers: [.json(#"[{"id": 1}, {"id": 2}]"#)])
    try await LoopbackServer.serving([items]) { server async throws -> Void in
      var (failures, records, states) = ([SyncError](), [String](), [String]())
      for try await event in try connector.read(config: ["base": .string(server.baseURL)]) {
        switch event {
        case .record(_, let stream): records.append(stream)
        case .state(_, let stream): states.append(stream)
        case .failure(let error): failures.append(error)
        }
      }
      #expect(failures.map(\.streamName) == ["bad"])
      let message = failures.first?.message ?? ""
      for word in way.words { #expect(message.contains(word), "\(message)") }
      if way == .throwing { #expect(failures.first?.failureType == .config) }
      // A hang ends the other streams where they are.
      guard way != .hanging, way != .waiting else { return }
      #expect(records == ["good", "good"])
      #expect(states.contains("good"))
    }
  }

  struct Stuck: RecordTransformation {
    static let spec = ComponentSpec<any RecordTransformation>("Stuck", "Hangs until the test is over.", make: { Stuck() })
    static let isBegun = Atomic(false)
    static let isOver = Atomic(false)

    func transform(_ records: inout [JSONRecord], _ scope: RecordScope) throws {
      Self.isBegun.store(true, ordering: .relaxed)
      while !Self.isOver.load(ordering: .relaxed) { usleep(10_000) }
    }
  }

  @Test("A component that hangs does not keep a read from being ended", .timeLimit(.minutes(5))) func aHangingReadEnds() async throws {
    defer { Stuck.isOver.store(true, ordering: .relaxed) }
    let manifest = Self.manifest.replacing("class_name: Mischief,", with: "class_name: Stuck,").replacing("<way>", with: "none")
      .replacing(", way: none}]", with: "}]")
    let components = Catalog.standard.adding(Stuck.spec).adding(MischiefRouter.spec)
    let items = LoopbackRoute("GET", "/items", answers: [.json(#"[{"id": 1}]"#)])
    try await LoopbackServer.serving([items]) { server async throws -> Void in
      let read = Task {
        try await CommandResult(
          "read", manifest: manifest, config: ["base": .string(server.baseURL)], catalog: DifferenceManifest.catalog(["good", "bad"]),
          components: components, componentTimeout: 3600)
      }
      while !Stuck.isBegun.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(5)) }
      read.cancel()
      let result = try await read.value
      #expect(result.exitCode == 143 && result.statuses(of: "bad").last == "INCOMPLETE", "\(result.text)")
    }
  }

  /// Waiting for an answer is not hanging.
  @Test func slowAnswersAreNotHeldAgainstAComponent() async throws {
    struct Fetching: RecordExtractor {
      static let spec = ComponentSpec<any RecordExtractor>(
        "Fetching", "Asks for more.", fields: Field<TemplateText>.template("url", doc: "Where."), make: Fetching.init)
      let url: TemplateText
      func extract(from body: JSONView, into found: inout ExtractedRecords, _ scope: RecordScope) async throws {
        let more = try await scope.run.fetch(HTTPRequest(url: try url.string(TemplateScope(scope))))
        for element in more.json.map({ Array($0.elements) }) ?? [] { found.append(element) }
      }
    }
    var options = RunOptions()
    options.componentTimeout = 0.5
    let extractor = #"{type: CustomRecordExtractor, class_name: Fetching, url: "{{ config['base'] }}/slow"}"#
    let manifest = SlotTests.manifest.replacing(
      "<retriever>",
      with: "{type: SimpleRetriever, requester: <requester>, record_selector: {type: RecordSelector, extractor: \(extractor)}}")
    var text = manifest
    for _ in 0..<2 { for (name, value) in SlotTests.defaults { text = text.replacing("<\(name)>", with: value) } }
    let connector = try Connector(manifest: text, catalog: Catalog.standard.adding(Fetching.spec), options: options)
    let routes = [
      LoopbackRoute("GET", "/items", answers: [.json("{}")]),
      LoopbackRoute("GET", "/slow", answers: [.json(#"[{"id": 1}]"#).delayed(by: .seconds(1.5))]),
    ]
    let count = try await LoopbackServer.serving(routes) { server in
      var count = 0
      for try await _ in try connector.records(of: "items", config: ["base": .string(server.baseURL)]) { count += 1 }
      return count
    }
    #expect(count == 1)
  }
}
