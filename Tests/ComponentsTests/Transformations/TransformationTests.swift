import ConnectorKit
import JSON
import Testing
import Components

@Suite struct TransformationTests {
  static let rows: [(String, String, String)] = [
    (
      #"{"type":"AddFields","fields":[{"type":"AddedFieldDefinition","path":["x"],"value":"{{ record.a * 2 }}"}]}"#, #"{"a":2}"#,
      #"{"a":2,"x":4}"#
    ),
    (
      #"{"type":"AddFields","fields":[{"type":"AddedFieldDefinition","path":["x"],"value":"1"},{"type":"AddedFieldDefinition","path":["y"],"value":"{{ record.x + 1 }}"}]}"#,
      "{}", #"{"x":1,"y":2}"#
    ),
    (
      #"{"type":"AddFields","fields":[{"type":"AddedFieldDefinition","path":["l","2","k"],"value":"v"}]}"#, #"{"l":[1]}"#,
      #"{"l":[1,null,{"k":"v"}]}"#
    ),
    (
      #"{"type":"AddFields","fields":[{"type":"AddedFieldDefinition","path":["x"],"value":"12","value_type":"string"}]}"#, "{}",
      #"{"x":"12"}"#
    ),
    (
      #"{"type":"AddFields","condition":"{{ value > 5 }}","fields":[{"type":"AddedFieldDefinition","path":["x"],"value":"{{ record.a }}"}]}"#,
      #"{"a":2}"#, #"{"a":2}"#
    ),
    (
      #"{"type":"AddFields","fields":[{"type":"AddedFieldDefinition","path":["x"],"value":"{{ record.update({'b': 1}) }}"}]}"#, #"{"a":2}"#,
      #"{"a":2,"b":1,"x":null}"#
    ),
    (
      #"{"type":"RemoveFields","field_pointers":[["a"],["n","*","k"],["missing","x"]]}"#, #"{"a":1,"n":[{"k":1,"l":2}]}"#,
      #"{"n":[{"l":2}]}"#
    ),
    (#"{"type":"RemoveFields","field_pointers":[["l","*"]]}"#, #"{"l":[1,2,3]}"#, #"{"l":[null,null]}"#),
    (#"{"type":"RemoveFields","field_pointers":[["**","k"]]}"#, #"{"k":1,"n":{"k":{"k":2},"m":3}}"#, #"{"n":{"m":3}}"#),
    (
      #"{"type":"RemoveFields","condition":"{{ property is none }}","field_pointers":[["x"]]}"#, #"{"a":null,"n":{"b":null,"c":1},"e":[]}"#,
      #"{"n":{"c":1},"e":[]}"#
    ),
    (#"{"type":"KeysToLower"}"#, #"{"Aa":{"B":1},"c":2,"AA":3}"#, #"{"aa":3,"c":2}"#),
    (#"{"type":"KeysReplace","old":" ","new":"_"}"#, #"{"a b":{"c d":[{"e f":1}]}}"#, #"{"a_b":{"c_d":[{"e f":1}]}}"#),
    (#"{"type":"KeysReplace","old":"","new":"-"}"#, #"{"ab":1}"#, #"{"-a-b-":1}"#),
    (
      #"{"type":"KeysToSnakeCase"}"#, #"{"userID2":1,"HTTPServer":{"camelCase":2},"1st":3,"Straße":4,"中文":5,"한국":6,"a--b":7}"#,
      #"{"user_id_2":1,"httpserver":{"camel_case":2},"_1_st":3,"strasse":4,"zhong_wen":5,"han_gug":6,"a_b":7}"#
    ),
    (#"{"type":"FlattenFields"}"#, #"{"b":2,"a":{"b":1},"l":[5]}"#, #"{"l.0":5,"a.b":1,"b":2}"#),
    (#"{"type":"FlattenFields","flatten_lists":false}"#, #"{"a":{"x":1},"l":[5],"e":{}}"#, #"{"l":[5],"x":1}"#),
    (#"{"type":"DpathFlattenFields","field_path":["d"],"delete_origin_value":true}"#, #"{"id":1,"d":{"x":1}}"#, #"{"id":1,"x":1}"#),
    (#"{"type":"DpathFlattenFields","field_path":["d"],"delete_origin_value":true}"#, #"{"x":1,"d":{"x":1}}"#, #"{"x":1,"d":{"x":1}}"#),
    (
      #"{"type":"DpathFlattenFields","field_path":["d"],"replace_record":true,"key_transformation":{"type":"KeyTransformation","prefix":"p_"}}"#,
      #"{"id":1,"d":{"x":1}}"#, #"{"p_x":1}"#
    ),
  ]

  @Test(arguments: rows) func transforms(component: String, record: String, expected: String) throws {
    let result = try RecordRun().transform(JSONValue.parse(Array(component.utf8)), JSONValue.parse(Array(record.utf8)))
    #expect(JSONText.compact(.object(result)) == expected)
  }

  @Test(arguments: [
    (#"{"type":"AddFields","fields":[{"type":"AddedFieldDefinition","path":["a","x"],"value":"v"}]}"#, "AddFields"),
    (#"{"type":"AddFields","fields":[{"type":"AddedFieldDefinition","path":["x"],"value":"{{ 1 / 0 }}"}]}"#, "{{ 1 / 0 }}"),
    (#"{"type":"RemoveFields","condition":"{{ record.a }}","field_pointers":[["a"]]}"#, "{{ record.a }}"),
    (#"{"type":"DpathFlattenFields","field_path":["**"]}"#, "several"),
  ])
  func failuresSayWhere(component: String, part: String) throws {
    let error = #expect(throws: SyncError.self) {
      try RecordRun().transform(JSONValue.parse(Array(component.utf8)), ["a": 1, "b": 2])
    }
    let message = error?.message ?? ""
    #expect((message.contains("Stream items") || message.contains("stream `items`")) && message.contains(part), "\(message)")
  }
}
