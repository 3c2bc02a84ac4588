import Testing

/// A proxy that leaves out a requirement with a default takes a feature from the component behind it, and nothing says so.
@Suite("Proxies forward every requirement") struct GuardTests {
  /// Proxies by the protocol that they stand for.
  private static let proxies: [(contract: String, proxy: String)] = [
    ("Authenticator", "GuardedAuthenticator"), ("BackoffStrategy", "GuardedBackoffStrategy"),
    ("ConfigTransformation", "GuardedConfigTransformation"), ("BodyDecoder", "GuardedDecoder"), ("DecodingSession", "Session"),
    ("ErrorHandler", "GuardedErrorHandler"), ("IncrementalSync", "GuardedIncrementalSync"), ("Cursor", "GuardedCursor"),
    ("PaginationStrategy", "GuardedPaginationStrategy"), ("PartitionRouter", "GuardedPartitionRouter"),
    ("RecordExtractor", "GuardedRecordExtractor"), ("RecordFiltering", "GuardedRecordFilter"), ("Requester", "GuardedRequester"),
    ("Retriever", "GuardedRetriever"), ("SlicePreparation", "GuardedPreparation"), ("SchemaLoader", "GuardedSchemaLoader"),
    ("SchemaNormalization", "GuardedSchemaNormalization"), ("StateMigration", "GuardedStateMigration"),
    ("RecordTransformation", "GuardedTransformation"), ("ValidationStrategy", "GuardedValidationStrategy"),
    ("Transport", "WatchedTransport"), ("RunClock", "WatchedClock"), ("Transport", "ObservedTransport"), ("Transport", "CachingTransport"),
  ]

  private static let files =
    SourceTree.files(below: "Sources/ConnectorKit") + SourceTree.files(below: "Sources/Headwater")
    + SourceTree.files(below: "Sources/HTTPTransport")

  @Test("Each proxy declares what its protocol asks for", arguments: proxies)
  func forwardsEverything(_ proxy: (contract: String, proxy: String)) throws {
    let required = try #require(Self.members(of: "protocol \(proxy.contract):", "protocol \(proxy.contract) "))
    let declared = try #require(Self.members(of: "struct \(proxy.proxy):", "class \(proxy.proxy):"))
    #expect(!required.isEmpty)
    for member in required {
      #expect(declared.contains(member), "\(proxy.proxy) does not forward \(member) of \(proxy.contract)")
    }
  }

  @Test("Every contract that a custom component may fulfil has a proxy")
  func everySlotIsGuarded() throws {
    let table = try #require(Self.files.first { $0.name == "SlotContract" })
    for line in table.lines {
      guard let contract = line.firstMatch(of: /SlotContract\(\(any ([A-Za-z]+)\)/)?.1 else { continue }
      #expect(Self.proxies.contains { $0.contract == contract }, "no proxy is listed for \(contract)")
    }
  }

  /// The names, with argument labels, of what a declaration holds; nil when there is none.
  private static func members(of starts: String...) -> Set<String>? {
    for file in files {
      let lines = file.code.map(\.text)
      guard let first = lines.firstIndex(where: { line in starts.contains { line.contains($0) } }) else { continue }
      let indentation = lines[first].prefix { $0 == " " }
      let body = lines[(first + 1)...].prefix { $0 != indentation + "}" }
      return Set(signatures(body.joined(separator: "\n")))
    }
    return nil
  }

  private static func signatures(_ text: String) -> [String] {
    let properties = text.matches(of: /\bvar ([a-zA-Z]+):/).map { String($0.1) }
    let functions = text.matches(of: /\bfunc ([a-zA-Z]+)\(([^{}]*?)\)\s*(?:async|throws|->|\{|\n|$)/).map { match in
      let labels = match.2.matches(of: /(?:^|,)\s*([a-zA-Z_]+)(?: [a-zA-Z]+)?:/).map { "\($0.1):" }
      return "\(match.1)(\(labels.joined()))"
    }
    return properties + functions
  }
}
