import JSON
import Testing

@testable import Templates

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
  ]

  @Test(
    arguments: [
      #"{"a":"x","b":"y"}"#, #"{"a":"","b":""}"#, #"{"a":1,"b":-1}"#, #"{"a":"1","b":"-0"}"#, #"{"a":true,"b":false}"#, #"{"a":null}"#,
      #"{"a":{"b":"x"},"b":1}"#, #"{"a":{"b":[1]}}"#, #"{"a":"\u0078","b":"\""}"#, #"{"a":1.50,"b":1e400}"#, #"{}"#, #"{"b":"y"}"#,
      #"{"a":"None","b":"True"}"#, #"{"a":"['q']","b":"'q'"}"#, #"{"a":"x","a":"z"}"#, #"{"a":"é","b":"12345678901234567890"}"#,
      #"{"a":12345678901234567890,"b":-0}"#, #"{"a":" 7 ","b":"0x1"}"#,
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
      }
    }
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
