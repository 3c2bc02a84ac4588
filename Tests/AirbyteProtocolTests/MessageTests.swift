import JSON
import Testing
import AirbyteProtocol

@Suite
struct MessageTests {
  private static let nulls: JSONObject = ["a": nil, "b": ["c": nil, "d": [nil, ["e": nil]]]]
  private static let plain = StreamDescriptor(name: "s")
  private static let named = StreamDescriptor(name: "s", namespace: "n")

  /// Each line is what the reference prints for the same message.
  static let lines: [(message: AirbyteMessage, line: String)] = [
    (
      .state(StateMessage(stream: named, state: nulls, recordCount: 1)),
      #"{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"s","namespace":"n"},"#
        + #""stream_state":{"a":null,"b":{"c":null,"d":[null,{"e":null}]}}},"sourceStats":{"recordCount":1.0}}}"#
    ),
    (
      .state(StateMessage(stream: plain, state: [:], recordCount: nil)),
      #"{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"s"},"stream_state":{}}}}"#
    ),
    (
      .catalog([AirbyteStream(name: "s", jsonSchema: nulls, supportedSyncModes: [.fullRefresh], namespace: "n")]),
      #"{"type":"CATALOG","catalog":{"streams":[{"name":"s","json_schema":{"b":{"c":null,"d":[null,{"e":null}]}},"#
        + #""supported_sync_modes":["full_refresh"],"namespace":"n"}]}}"#
    ),
    (
      .catalog([
        AirbyteStream(
          name: "one", jsonSchema: ["type": "object"], supportedSyncModes: [.fullRefresh, .incremental], sourceDefinedCursor: true,
          defaultCursorField: ["u"], sourceDefinedPrimaryKey: [["id"], ["a", "b"]], isResumable: true, isFileBased: false),
        AirbyteStream(name: "two", jsonSchema: [:], supportedSyncModes: []),
      ]),
      #"{"type":"CATALOG","catalog":{"streams":[{"name":"one","json_schema":{"type":"object"},"#
        + #""supported_sync_modes":["full_refresh","incremental"],"source_defined_cursor":true,"default_cursor_field":["u"],"#
        + #""source_defined_primary_key":[["id"],["a","b"]],"is_resumable":true,"is_file_based":false},"#
        + #"{"name":"two","json_schema":{},"supported_sync_modes":[]}]}}"#
    ),
    (
      .control(ControlMessage(config: nulls, emittedAt: 5.5)),
      #"{"type":"CONTROL","control":{"type":"CONNECTOR_CONFIG","emitted_at":5.5,"connectorConfig":"#
        + #"{"config":{"b":{"c":null,"d":[null,{"e":null}]}}}}}"#
    ),
    (
      .connectionStatus(ConnectionStatus(status: .failed, message: "m")),
      #"{"type":"CONNECTION_STATUS","connectionStatus":{"status":"FAILED","message":"m"}}"#
    ),
    (.connectionStatus(ConnectionStatus(status: .succeeded)), #"{"type":"CONNECTION_STATUS","connectionStatus":{"status":"SUCCEEDED"}}"#),
    (
      .log(LogMessage(level: .warn, message: "m \"é\"\n", stackTrace: "t")),
      #"{"type":"LOG","log":{"level":"WARN","message":"m \"é\"\n","stack_trace":"t"}}"#
    ),
    (
      .trace(
        TraceMessage(
          .error(ErrorTrace(message: "m", internalMessage: "i", stackTrace: "t", failureType: .config, stream: plain)), emittedAt: 5.9)),
      #"{"type":"TRACE","trace":{"type":"ERROR","emitted_at":5,"error":{"message":"m","internal_message":"i","stack_trace":"t","#
        + #""failure_type":"config_error","stream_descriptor":{"name":"s"}}}}"#
    ),
    (
      .trace(TraceMessage(.estimate(EstimateTrace(stream: named, scope: .stream, rows: 1, bytes: 2)), emittedAt: 5)),
      #"{"type":"TRACE","trace":{"type":"ESTIMATE","emitted_at":5.0,"estimate":{"name":"s","type":"STREAM","namespace":"n","#
        + #""row_estimate":1,"byte_estimate":2}}}"#
    ),
    (
      .trace(
        TraceMessage(
          .streamStatus(StreamStatusTrace(stream: named, status: .running, reasons: [.rateLimited(quotaReset: 7)])), emittedAt: 5)),
      #"{"type":"TRACE","trace":{"type":"STREAM_STATUS","emitted_at":5.0,"stream_status":{"stream_descriptor":"#
        + #"{"name":"s","namespace":"n"},"status":"RUNNING","reasons":[{"type":"RATE_LIMITED","rate_limited":{"quota_reset":7}}]}}}"#
    ),
    (
      .trace(TraceMessage(.streamStatus(StreamStatusTrace(stream: plain, status: .complete)), emittedAt: 1_795_223_606_510.0752)),
      #"{"type":"TRACE","trace":{"type":"STREAM_STATUS","emitted_at":1795223606510.0752,"stream_status":"#
        + #"{"stream_descriptor":{"name":"s"},"status":"COMPLETE"}}}"#
    ),
    (
      .trace(TraceMessage(.analytics(AnalyticsTrace(type: "t", value: "v")), emittedAt: 5.25)),
      #"{"type":"TRACE","trace":{"type":"ANALYTICS","emitted_at":5.25,"analytics":{"type":"t","value":"v"}}}"#
    ),
    (
      .spec(ConnectorSpecification(connectionSpecification: nulls, documentationURL: "u", supportedDestinationSyncModes: [.append])),
      #"{"type":"SPEC","spec":{"connectionSpecification":{"b":{"c":null,"d":[null,{"e":null}]}},"documentationUrl":"u","#
        + #""supportsNormalization":false,"supportsDBT":false,"supported_destination_sync_modes":["append"]}}"#
    ),
    (
      .spec(
        ConnectorSpecification(
          connectionSpecification: [:],
          advancedAuth: [
            "oauth_config_specification": [
              "oauth_connector_input_specification": [
                "state": ["max": 2, "min": 1, "other": 3], "access_token_url": "a", "consent_url": "c",
                "scopes": [["scope": "x", "n": nil]], "extract_output": ["o"], "access_token_headers": ["h": nil, "i": ["j": nil]],
                "unknown": 1,
              ],
              "complete_oauth_output_specification": .object(nulls),
            ],
            "predicate_value": "p", "predicate_key": ["k"], "auth_flow_type": "oauth2.0", "extra": 1,
          ])),
      #"{"type":"SPEC","spec":{"connectionSpecification":{},"supportsNormalization":false,"supportsDBT":false,"#
        + #""advanced_auth":{"auth_flow_type":"oauth2.0","predicate_key":["k"],"predicate_value":"p","oauth_config_specification":"#
        + #"{"oauth_connector_input_specification":{"consent_url":"c","access_token_url":"a","scopes":[{"scope":"x"}],"#
        + #""access_token_headers":{"i":{"j":null}},"extract_output":["o"],"state":{"min":1,"max":2}},"#
        + #""complete_oauth_output_specification":{"b":{"c":null,"d":[null,{"e":null}]}}}}}}"#
    ),
  ]

  @Test(arguments: lines)
  func messagesAreWrittenAsTheReferenceDoes(message: AirbyteMessage, line: String) throws {
    #expect(message.line == line)
    #expect(try JSONText.compact(JSONValue.parse(message.line)) == message.line)
  }

  @Test
  func messagesFollowOneAnotherInOneWriter() {
    var writer = JSONWriter()
    for _ in 0..<2 {
      AirbyteMessage.log(LogMessage(level: .info, message: "x")).write(to: &writer)
      writer.writeRaw("\n")
    }
    let line = #"{"type":"LOG","log":{"level":"INFO","message":"x"}}"#
    #expect(writer.text == "\(line)\n\(line)\n")
  }

  @Test
  func recordsStandBetweenConstantBytes() {
    func line(_ stream: StreamDescriptor) -> String {
      let envelope = RecordEnvelope(stream: stream)
      var writer = JSONWriter()
      writer.writeRaw(envelope.prefix)
      writer.writeRaw(#"{"id":1}"#)
      envelope.writeSuffix(to: &writer, emittedAt: 5)
      #expect(writer.text.hasSuffix(String(decoding: envelope.suffix(emittedAt: 5), as: UTF8.self)))
      return writer.text
    }
    #expect(line(Self.plain) == #"{"type":"RECORD","record":{"stream":"s","data":{"id":1},"emitted_at":5}}"# + "\n")
    #expect(line(Self.named) == #"{"type":"RECORD","record":{"stream":"s","data":{"id":1},"emitted_at":5,"namespace":"n"}}"# + "\n")
    #expect(line(StreamDescriptor(name: "a\"b")).hasPrefix(#"{"type":"RECORD","record":{"stream":"a\"b","data":"#))
  }
}
