import Document
import ManifestTools
import Testing

/// What one build of a manifest says of all its components.
@Suite struct BuildProblemTests {
  /// A manifest with a stream whose parts are given.
  private static func manifest(_ parts: String, requester: String = "", settings: String = "{}") -> String {
    """
    version: 7.29.0
    type: DeclarativeSource
    check: {type: CheckStream, stream_names: [items]}
    streams:
      - type: DeclarativeStream
        name: items
        \(parts)
        schema_loader: {type: InlineSchemaLoader, schema: {type: object}}
        retriever:
          type: SimpleRetriever
          requester: {type: HttpRequester, url: "https://example.com/items"\(requester)}
          record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [data]}}
    spec: {type: Spec, connection_specification: {type: object, properties: \(settings)}}
    """
  }

  private static func problems(_ text: String) -> [String] {
    ManifestChecker.validate(text).filter { $0.severity == .error }.map { "\($0.code) at \($0.path.map { "\($0)" } ?? "-")" }
  }

  @Test("All problems of a manifest are reported at once, each with its path")
  func everyProblemHasAPath() {
    let text = Self.manifest(
      """
      incremental_sync: {type: DatetimeBasedCursor, cursor_field: u, start_datetime: "2024-01-01", datetime_format: "%Y-%m-%d", step: P1M}
          transformations: [{type: AddFields, fields: [{path: [a], value: a}, {path: [], value: b}]}]
      """,
      requester: """
        , authenticator: {type: ApiKeyAuthenticator, api_token: a}, \
        error_handler: {type: CompositeErrorHandler, error_handlers: []}
        """)
    #expect(
      Self.problems(text) == [
        "step-without-granularity at streams[0].incremental_sync", "empty-path at streams[0].transformations[0].fields[1]",
        "missing-field at streams[0].retriever.requester.authenticator", "empty-list at streams[0].retriever.requester.error_handler",
      ])
  }

  @Test("A definition that is used twice is reported once, with the number of further places")
  func sharedProblemsAreCounted() throws {
    let text = """
      definitions:
        bad: {type: AddFields, fields: [{path: [], value: b}]}
      \(Self.manifest("transformations: ['#/definitions/bad', '#/definitions/bad']"))
      """
    let problems = ManifestChecker.validate(text).filter { $0.severity == .error }
    let problem = try #require(problems.first)
    #expect(problems.count == 1 && problem.path?.description == "streams[0].transformations[0].fields[0]")
    #expect(problem.notes.contains { $0.message == "the same text is used in 1 more place" })
  }

  @Test(
    "Without the user's config only that counts which no config mends",
    arguments: [
      (#""{{ config['step'] }}""#, ""), (#""{{ 'config' }}""#, "duration"), ("1 day", "duration"),
    ])
  func problemsOfTheConfigAreLeftOut(_ step: String, _ code: String) {
    let text = Self.manifest(
      """
      incremental_sync: {type: DatetimeBasedCursor, cursor_field: u, start_datetime: "{{ config['start'] }}", \
      datetime_format: "%Y-%m-%d", step: \(step), cursor_granularity: P1D}
      """, settings: "{step: {type: string}, start: {type: string}}")
    #expect(Self.problems(text) == (code.isEmpty ? [] : ["\(code) at streams[0].incremental_sync.step"]))
  }

  @Test("Authenticators that the config may choose are all checked")
  func everyChoiceIsChecked() {
    let text = Self.manifest(
      "primary_key: id",
      requester: """
        , authenticator: {type: SelectiveAuthenticator, authenticator_selection_path: [kind], authenticators: {\
        a: {type: NoAuth}, b: {type: ApiKeyAuthenticator, api_token: a}}}
        """, settings: "{kind: {type: string}}")
    #expect(Self.problems(text) == ["missing-field at streams[0].retriever.requester.authenticator.authenticators.b"])
  }
}
