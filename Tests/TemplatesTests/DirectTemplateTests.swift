import JSON
import Testing
import Templates

/// Simple templates read a record's bytes in place; what they give must be what all other ways give.
@Suite struct DirectTemplateTests {
  private struct Context: TemplateContext {
    let record: TemplateDict
    func value(of variable: TemplateVariable) -> TemplateValue? { variable.slot == .record ? .dict(record) : nil }
  }

  private static let templates = [
    "{{ record['a'] }}", "{{ record.a }}", "{{ record.keys }}", "{{ record['a']['b'] }}", "{{ record.a.b }}", "x {{ record['a'] }} y",
    "{{ record['a'] }}{{ record['b'] }}", "{{ record['a'] }}-{{ record.a.b }}", "{{ record['a'] == 'x' }}", "{{ record.a != 'x' }}",
    "{{ not record.a == 'x' }}", "{{ record.a == 'x' and record.b == 'y' }}", "{{ record.a == 'x' or record.b == 'y' }}",
    "{{ record.a == '' }}", "{{ record }}", "{{ record['a'] | int * 2 }}", "{{ record['a'] | int }}",
    "{{ record.a | float }}", "{{ record.a | float / 3 }}", "{{ record.a | float * 100 - 1 }}", "{{ record.a + record.b }}",
    "{{ record.a - 1 }}", "{{ record.a * record.a }}", "{{ record.a / 0 }}", "{{ record.a / record.b }}", "{{ record.a < record.b }}",
    "{{ record.a >= 'w' }}", "{{ record.a > 0 }}", "{{ record.a <= 1 }}", "{{ record.a == record.b }}", "{{ record.a == 1 }}",
    "{{ record.a == none }}", "{{ record.a != true }}", "{{ record.a and record.b }}", "{{ record.a or record.b }}",
    "{{ record.a and 'yes' }}", "{{ not record.a }}", "{{ record.a or 'none' }}", "{{ 'y' if record.a == 'x' else record.b }}",
    "{{ record.a if record.b else 0 }}", "<{{ record.a | int + 1 }}>", "{{ record.a }}{{ record.a | int }}", "{{ 1 if record.a else 2 }}",
    "{{ record.a | int(7) }}", "{{ 'x' }}", "{{ 'stream_state' ~ record.a }}", "{{ record.a | int }}{{ none }}", "{{ false or record.a }}",
  ]

  @Test(
    arguments: [
      #"{"a":"x","b":"y"}"#, #"{"a":"","b":""}"#, #"{"a":1,"b":-1}"#, #"{"a":"1","b":"-0"}"#, #"{"a":true,"b":false}"#, #"{"a":null}"#,
      #"{"a":{"b":"x"},"b":1}"#, #"{"a":{"b":[1]}}"#, #"{"a":"\u0078","b":"\""}"#, #"{"a":1.50,"b":1e400}"#, #"{}"#, #"{"b":"y"}"#,
      #"{"a":"None","b":"True"}"#, #"{"a":"['q']","b":"'q'"}"#, #"{"a":"x","a":"z"}"#, #"{"a":"é","b":"12345678901234567890"}"#,
      #"{"a":12345678901234567890,"b":-0}"#, #"{"a":" 7 ","b":"0x1"}"#, #"{"a":9223372036854775807,"b":9223372036854775807}"#,
      #"{"a":"12.5","b":"00012"}"#, #"{"a":"0","b":"false"}"#, #"{"a":"false","b":"x"}"#, #"{"a":-12,"b":999999999999999999}"#,
      #"{"a":"1.","b":".5"}"#, #"{"a":"123456789012345678","b":"9007199254740993"}"#, #"{"a":2.0,"b":3}"#, #"{"a":9007199254740993,"b":1}"#,
    ])
  func allWaysGiveTheSame(_ text: String) throws {
    let record = try #require(JSONRecord(view: try JSONTape(text, options: .python).root))
    var edited = record
    edited["extra"] = 1
    for template in Self.templates {
      let string = InterpolatedString(template, fallback: "none", environment: InterpolationVectors.environment)
      let condition = InterpolatedBoolean(template, environment: InterpolationVectors.environment)
      // An object in memory takes the usual way.
      let plain = Context(record: TemplateDict(record.object))
      let expected = Self.outcome { try string.evaluate(plain).pythonRepr() }
      let holds = Self.outcome { String(try condition.evaluate(plain)) }
      for other in [record] + (template == "{{ record }}" ? [] : [edited]) {
        let context = Context(record: TemplateDict(other))
        #expect(Self.outcome { try string.evaluate(context).pythonRepr() } == expected, "\(template)")
        #expect(Self.outcome { String(try condition.evaluate(context)) } == holds, "\(template)")
        try Self.checkDirectly(other, string, expected, condition, holds)
      }
    }
  }

  /// What is given without a context, where anything is, is the same.
  private static func checkDirectly(
    _ record: JSONRecord, _ string: InterpolatedString, _ expected: String, _ condition: InterpolatedBoolean, _ holds: String
  ) throws {
    var record = record
    let key = MemberKeys(["result"])
    let isDone = withExtendedLifetime(key) { string.withDirectValue(changing: &record, as: .any) { $0.set($1, for: key[0]) } }
    if isDone {
      let result = try #require(record["result"])
      #expect(Self.outcome { try TemplateValue(result).pythonRepr() } == expected, "\(string.text)")
    }
    if let answer = condition.directValue(of: record) { #expect(String(answer) == holds, "\(condition.text)") }
  }

  @Test(arguments: [
    ("{{ record['a'] }}", #"{"a":"x"}"#), ("{{ record['a'] | int * 2 }}", #"{"a":"21"}"#),
    ("{{ record.a }} <{{ record.b }}>", #"{"a":"x","b":1}"#),
    ("{{ record.a | float / 4 }}", #"{"a":"1.5"}"#), ("{{ 'y' if record.a == 'x' else 'n' }}", #"{"a":"x"}"#),
  ])
  func commonFormsNeedNoContext(_ template: String, _ text: String) throws {
    var record = try #require(JSONRecord(view: try JSONTape(text).root))
    let string = InterpolatedString(template, environment: InterpolationVectors.environment)
    // In compat mode the first evaluation goes the usual way.
    _ = try string.evaluate(Context(record: TemplateDict(record)))
    #expect(string.withDirectValue(changing: &record, as: .any) { _, _ in })
  }

  @Test func aTemplateRunsAgainAfterAFailure() throws {
    let template = InterpolatedString("{{ record['a'] | int + record['b'] }}", environment: InterpolationVectors.environment)
    let good = Context(record: TemplateDict(try #require(JSONRecord(view: try JSONTape(#"{"a":"1","b":2}"#).root))))
    let bad = Context(record: TemplateDict(try #require(JSONRecord(view: try JSONTape(#"{"a":"1","b":"x"}"#).root))))
    #expect(try template.evaluate(good).json == 3)
    _ = try template.evaluate(bad)
    #expect(try template.evaluate(good).json == 3)
  }

  private static func outcome(_ body: () throws -> String) -> String {
    do { return try body() } catch { return "error: \(error)" }
  }
}
