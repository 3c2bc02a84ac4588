import JSON
import Quirks
import Testing
import Templates

/// Results that go out as texts, and those of JSON bodies that settings give.
@Suite struct VerbatimTests {
  /// Texts that read as literals.
  static let texts = [
    "0012", "123e5", "[x]", "['a', 'b']", "True", "None", "1_000", "{'a': 1}", "007.50", "12345678901234567890", "0x1F", "(1, 2)", "1e999",
    "'quoted'", "\"q\"", "{{ 7 * 7 }}", "a&b=c#d", "100%", "-5", "+49123", "inf", "b'x'", " padded ", " 12 ", "\"\"\"x\"\"\"", "...",
    "set()",
  ]

  private static func environment(compat: Bool = false) -> TemplateEnvironment {
    var environment = InterpolationVectors.environment
    environment.options = TemplateOptions(quirks: compat ? .reference : .none)
    return environment
  }

  private func value(_ template: String, _ config: JSONValue, _ types: AcceptedTypes, compat: Bool = false) throws -> TemplateValue {
    let context = DictionaryContext(["config": TemplateValue(config)])
    return try InterpolatedString(template, environment: Self.environment(compat: compat)).evaluate(context, as: types)
  }

  @Test("Text from the config stays what it is in headers, parameters and JSON", arguments: texts)
  func keepsTexts(text: String) throws {
    let config: JSONValue = ["key": .string(text), "nested": ["key": .string(text)]]
    for template in [
      "{{ config['key'] }}", "{{ config.key }}", "{{ config.get('key', '5') }}", "{{ config['nested']['key'] or '' }}",
      "{{ config.key | default('1') }}", "{{ config.key if config.key else 7 }}", "{% if config.key %}{{ config.key }}{% endif %}",
      "{%- for key in [1] %}{{ config.key }}{% endfor -%}",
    ] {
      for types in [[.any, .verbatim], [.string, .list, .verbatim], [.any, .verbatimSettings]] as [AcceptedTypes] {
        // In a loop a name may be something else than the config.
        if template.contains("for"), types.contains(.verbatimSettings) { continue }
        #expect(try value(template, config, types).textValue == text, "\(template)")
      }
    }
  }

  /// Template, and what it gives as a parameter, as a value of a request, and as JSON.
  static let results: [(String, parameter: String, value: String, json: String)] = [
    ("{{ config.list }}", "['1_0', 2]", "['1_0', 2]", "['1_0', 2]"), ("{{ [1, config.key] }}", "[1, '1_0']", "[1, '1_0']", "[1, '1_0']"),
    ("{% if 1 %} {{ config.list }} {% endif %}", "['1_0', 2]", "['1_0', 2]", "['1_0', 2]"),
    ("{% set x = [1] %}{{ x }}", "[1]", "[1]", "[1]"), ("['a', '{{ config.key }}']", "['a', '1_0']", "['a', '1_0']", "['a', '1_0']"),
    ("[{% for x in config.list %}'{{ x }}',{% endfor %}]", "['1_0', '2']", "['1_0', '2']", "['1_0', '2']"),
    ("{{ \"['a']\" }}", "\"['a']\"", "\"['a']\"", "['a']"), ("{{ none }}", "'None'", "None", "None"), ("{{ 5 }}", "'5'", "5", "5"),
    ("{{ '5' }}", "'5'", "'5'", "5"), ("5_0", "'5_0'", "'5_0'", "50"), ("'5'", "\"'5'\"", "\"'5'\"", "'5'"),
    ("{{ true }}", "'True'", "True", "True"),
    ("{{ config.key }}{{ config.key }}", "'1_01_0'", "'1_01_0'", "1010"), ("x{{ config.key }}", "'x1_0'", "'x1_0'", "'x1_0'"),
    ("{{ config.missing }}", "''", "''", "''"), ("{{ {'a': 1} }}", "\"{'a': 1}\"", "{'a': 1}", "{'a': 1}"),
    ("{{ {'a': 1} | string }}", "'{\"a\": 1}'", "'{\"a\": 1}'", "'{\"a\": 1}'"), ("{{ config.get('none', '5') }}", "'5'", "'5'", "5"),
    ("{{ config.key | replace('_', '') }}", "'10'", "'10'", "10"), ("\t {{ config.key }} ", "'1_0'", "'1_0'", "'1_0'"),
    ("{% filter upper %}{{ [1] }}{% endfilter %}", "'[1]'", "'[1]'", "[1]"),
  ]

  @Test("A single value keeps its type, and a list that the manifest writes is one", arguments: results)
  func givesValues(template: String, parameter: String, value expected: String, json: String) throws {
    let config: JSONValue = ["key": "1_0", "list": ["1_0", 2]]
    #expect(try value(template, config, [.string, .list, .verbatim]).pythonRepr() == parameter)
    #expect(try value(template, config, [.any, .list, .verbatim]).pythonRepr() == expected)
    #expect(try value(template, config, [.any, .verbatimSettings]).pythonRepr() == json)
  }

  @Test(
    "In compat mode every text is read as a literal", arguments: [("1_0", "10"), ("'x'", "'x'"), ("['a']", "['a']"), ("1e3", "1000.0")])
  func readsTextsInCompatMode(text: String, read: String) throws {
    for types in [[.any, .verbatim], [.any, .verbatimSettings]] as [AcceptedTypes] {
      #expect(try value("{{ config.key }}", ["key": .string(text)], types, compat: true).pythonRepr() == read)
    }
  }

  @Test("Keys and values of mappings stay texts")
  func keepsTextsOfMappings() throws {
    let mapping = InterpolatedMapping(["'{{ config.key }}'": "{{ config.key }}", "1_0": "'x'"], environment: Self.environment())
    let result = try mapping.evaluate(DictionaryContext(["config": TemplateValue(["key": "0x1F"])]), as: [.any, .verbatim])
    #expect(try TemplateValue.dict(result).pythonRepr() == "{\"'0x1F'\": '0x1F', '1_0': \"'x'\"}")
  }
}
