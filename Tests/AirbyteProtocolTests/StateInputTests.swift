import JSON
import Testing
import AirbyteProtocol

@Suite
struct StateInputTests {
  /// A state file, and the state of stream `a` (without and with a namespace) in full and in compatible mode; nil is an error.
  static let rows: [(text: String, full: String?, compatible: String?)] = [
    ("[]", "{}|{}", "{}|{}"),
    ("{}", "{}|{}", "{}|{}"),
    ("null", "{}|{}", "{}|{}"),
    (#"[{"type":"STREAM","stream":{"stream_descriptor":{"name":"a"},"stream_state":{"x":1,"n":null}}}]"#, #"{"x":1,"n":null}|{}"#, nil),
    (
      #"[{"type":"STREAM","stream":{"stream_descriptor":{"name":"a","namespace":"n"},"stream_state":{"x":1}}},"#
        + #"{"type":"STREAM","stream":{"stream_descriptor":{"name":"a","namespace":null},"stream_state":{"y":2}}}]"#,
      #"{"y":2}|{"x":1}"#, nil
    ),
    (#"[{"type":"STREAM","stream":{"stream_descriptor":{"name":"a"}}}]"#, "{}|{}", nil),
    (#"[{"type":"STREAM","stream":{"stream_descriptor":{"name":"a"},"stream_state":null}}]"#, "{}|{}", nil),
    (
      #"[{"type":"GLOBAL","global":{"stream_states":[{"stream_descriptor":{"name":"a"},"stream_state":{"x":1}}]}}]"#, #"{"x":1}|{}"#, nil
    ),
    (
      #"[{"type":"GLOBAL","global":{"stream_states":[{"stream_descriptor":{"name":"a"},"stream_state":{"x":1}}]}},"#
        + #"{"type":"STREAM","stream":{"stream_descriptor":{"name":"b"}}}]"#, #"{"x":1}|{}"#, "{}|{}"
    ),
    (#"[{"stream":{"stream_descriptor":{"name":"a"},"stream_state":{"x":1}}}]"#, #"{"x":1}|{}"#, "{}|{}"),
    (#"[{"type":"LEGACY","data":{"a":{"x":1}}}]"#, #"{"x":1}|{"x":1}"#, "{}|{}"),
    (#"[{"data":{"a":{"x":1}}}]"#, #"{"x":1}|{"x":1}"#, "{}|{}"),
    (#"{"data":{"a":{"x":1}}}"#, #"{"x":1}|{"x":1}"#, "error"),
    (#"{"a":{"x":1},"b":null}"#, #"{"x":1}|{"x":1}"#, "error"),
    (#"{"type":"STREAM","stream":{"stream_descriptor":{"name":"a"},"stream_state":{"x":1}}}"#, #"{"x":1}|{}"#, "error"),
    (
      #"[{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"a"},"stream_state":{"x":1}},"#
        + #""sourceStats":{"recordCount":2.0}}}]"#, #"{"x":1}|{}"#, "error"
    ),
  ]

  @Test(arguments: rows)
  func formsAreRead(text: String, full: String?, compatible: String?) throws {
    #expect(try Self.states(text, acceptsMessagesOnly: false) == full)
    #expect(try Self.states(text, acceptsMessagesOnly: true) == compatible ?? full)
  }

  private static func states(_ text: String, acceptsMessagesOnly: Bool) throws -> String {
    guard let input = try? StateInput.parse(try JSONValue.parse(text), acceptsMessagesOnly: acceptsMessagesOnly) else { return "error" }
    let states = [StreamDescriptor(name: "a"), StreamDescriptor(name: "a", namespace: "n")].map { input.state(of: $0) }
    return states.map { JSONText.compact(.object($0)) }.joined(separator: "|")
  }

  static let faults: [(text: String, message: String)] = [
    ("5", "the state must be a list of state messages, got an integer"),
    ("[5]", "the state is not valid: `[0]` must be an object, got an integer"),
    ("[{}]", "the state is not valid: `[0]` must have one of the fields stream, global, data"),
    (#"[{"type":"X","data":{}}]"#, "the state is not valid: `[0].type` must be one of: GLOBAL, STREAM, LEGACY; got `X`"),
    (#"[{"type":"STREAM","data":{}}]"#, "the state is not valid: `[0].stream` is missing"),
    (#"[{"stream":{"stream_state":{}}}]"#, "the state is not valid: `[0].stream.stream_descriptor` is missing"),
    (
      #"[{"stream":{"stream_descriptor":{"name":5}}}]"#,
      "the state is not valid: `[0].stream.stream_descriptor.name` must be text, got an integer"
    ),
    (
      #"[{"stream":{"stream_descriptor":{"name":"a"},"stream_state":[1]}}]"#,
      "the state is not valid: `[0].stream.stream_state` (stream `a`) must be an object, got a list"
    ),
    (#"[{"global":{}}]"#, "the state is not valid: `[0].global.stream_states` is missing"),
    (
      #"[{"type":"GLOBAL","global":{"shared_state":{},"stream_states":[]}}]"#,
      "the state is not valid: `[0].global.shared_state` is set, but this connector has one state per stream; "
        + "remove it or read without state"
    ),
    (#"{"a":5}"#, "the state is not valid: `a` must be an object, got an integer"),
  ]

  @Test(arguments: faults)
  func faultsAreNamed(text: String, message: String) throws {
    let error = try #require(throws: ProtocolInputError.self) { try StateInput.parse(JSONValue.parse(text)) }
    #expect(error.description == message)
  }
}
