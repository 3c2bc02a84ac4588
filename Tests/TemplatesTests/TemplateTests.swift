import Quirks
import JSON
import Testing
import Templates

/// Templates and what they give, across the whole of the language.
@Suite struct TemplateTests {
  static let environment = InterpolationVectors.environment

  static func context() -> DictionaryContext {
    let record: JSONValue = [
      "id": 7, "name": "Ann", "price": 2.5, "none": nil, "empty": "", "yes": true, "tags": ["b", "a"], "items": "shadow",
      "nested": ["a": ["b": "deep"]], "rows": [["k": "x", "v": 1], ["k": "y", "v": 2]],
    ]
    let slice = StreamSliceObject(partition: ["p": "P"], cursorSlice: ["start": "2024-01-01"], extraFields: ["e": 1])
    return DictionaryContext([
      "config": TemplateValue(["a": "1", "list": [1, 2]]), "record": TemplateValue(record), "stream_slice": .object(slice),
    ])
  }

  @Test(arguments: Self.expressions)
  func givesItsValue(template: String, expected: String) throws {
    let value = try InterpolatedString(template, parameters: ["p": "par"], environment: Self.environment).evaluate(Self.context())
    #expect(try value.pythonRepr() == expected, "\(template)")
  }

  /// Template, and the result in Python's notation.
  static let expressions: [(String, String)] = [
    ("plain", "'plain'"), ("5", "5"), ("'q'", "'q'"), ("[1, 'a']", "[1, 'a']"), ("1,234", "(1, 234)"), ("007", "'007'"),
    ("true", "'true'"), ("2024-01-01", "'2024-01-01'"), ("None", "None"), ("", "''"), ("1e5", "100000.0"), ("...", "Ellipsis"),
    ("{{ record.id }}", "7"), ("{{ record['name'] }}", "'Ann'"), ("{{ record.price + 1 }}", "3.5"), ("{{ record.none }}", "None"),
    ("{{ record.nested }}", "{'a': {'b': 'deep'}}"), ("{{ record.nested.a.b }}", "'deep'"), ("{{ record.missing }}", "''"),
    ("{{ record.items() | length }}", "10"), ("{{ record['items'] }}", "'shadow'"), ("{{ config.a }}", "1"),
    ("{{ parameters.p }}", "'par'"), ("{{ stream_slice.p ~ stream_slice['start'] }}", "'P2024-01-01'"),
    ("{{ stream_partition.partition }}", "{'p': 'P'}"), ("{{ stream_interval.extra_fields.e }}", "1"),
    ("{{ 7 // 2 }} {{ -7 // 2 }} {{ 7 % -3 }}", "'3 -4 -2'"), ("{{ 6 / 2 }}", "3.0"), ("{{ 2 ** 100 }}", "\(bigPower)"),
    ("{{ 2 ** 3 ** 2 }}", "64"), ("{{ 1 ~ 2 * 3 }}", "16"), ("{{ 'a' + 1 }}", "\"{{ 'a' + 1 }}\""), ("{{ 1 < 2 == true }}", "False"),
    ("{{ 'abcdef'[1:-1:2] }}", "'bd'"), ("{{ [1, 2, 3][::-1] }}", "[3, 2, 1]"), ("{{ 'x' if record.none else 'y' }}", "'y'"),
    ("{{ 'b' in record.tags and 1 not in [2] }}", "True"), ("{{ '%05.1f|%-4s|%x' % (2.25, 'a', 255) }}", "'002.2|a   |ff'"),
    ("{{ '{:>3}|{!r}'.format('a', 'b') }}", "\"  a|'b'\""), ("{{ '{:>4}{x[0]}'.format('a', x=[9]) }}", "'   a9'"),
    ("{{ ' a,b '.strip().split(',') }}", "['a', 'b']"), ("{{ 'ab'.upper().center(6, '*') }}", "'**AB**'"),
    ("{{ record.tags | sort | join('-') }}", "'a-b'"), ("{{ record.rows | map(attribute='v') | sum }}", "3"),
    ("{{ record.get('zz', 'd') }}", "'d'"), ("{{ max(1, 3) + min([4, 2]) }}", "5"), ("{{ camel_case_to_snake_case('aB') }}", "'a_b'"),
    ("{{ sanitize_url('a b/é') }}", "'a+b%2F%C3%A9'"), ("{{ record.id is defined }}{{ record.zz is none }}", "'TrueFalse'"),
    ("{% if record.id > 5 %}big{% elif record.x is defined %}x{% else %}small{% endif %}", "'big'"),
    ("{% for t in record.tags %}{{ loop.index }}{{ t }}{{ ',' if not loop.last }}{% endfor %}", "'1b,2a'"),
    ("{% for x in [] %}a{% else %}none{% endfor %}", "'none'"), ("{% for a, b in [(1, 2)] %}{{ a + b }}{% endfor %}", "3"),
    ("{% for x in [1, [2, [3]]] recursive %}{{ x if x is number else loop(x) }}{% endfor %}", "123"),
    ("{% set ns = namespace(n=0) %}{% for x in [1, 2] if x > 1 %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}", "2"),
    ("{% set x = 1 %}{% for i in [1] %}{% set x = 2 %}{% endfor %}{{ x }}", "1"), ("{% set x %}a{{ 1 }}{% endset %}{{ x }}", "'a1'"),
    ("{% macro m(a, b=2) %}{{ a }}{{ b }}{{ varargs }}{% endmacro %}{{ m(1, 3, 4) }}", "'13(4,)'"),
    ("{% macro w() %}<{{ caller() }}>{% endmacro %}{% call w() %}x{% endcall %}", "'<x>'"),
    ("{% filter upper %}abc{% endfilter %}", "'ABC'"), ("{% with a = 1 %}{{ a }}{% endwith %}", "1"),
    ("{% raw %}{{ x }}{% endraw %}", "'{{ x }}'"), ("a {#- c -#} b", "'ab'"), ("a\n{%- if true %} b{% endif %}", "'a b'"),
    ("{% block b %}in{% endblock %}{{ self.b() }}", "'inin'"), ("{% autoescape true %}{{ '<' }}{% endautoescape %}", "'&lt;'"),
    ("{{ record.tags.append('c') or record.tags }}", "['b', 'a', 'c']"), ("{{ '<' | escape ~ '<' }}", "'&lt;<'"),
  ]

  private static let bigPower = "1267650600228229401496703205376"

  @Test(arguments: Self.failures)
  func failsAsTheReferenceDoes(template: String, kind: String) {
    let error = #expect(throws: TemplateError.self, "\(template)") {
      _ = try InterpolatedString(template, environment: Self.environment).evaluate(Self.context())
    }
    #expect(error?.kind.rawValue == kind, "\(template)")
  }

  static let failures: [(String, String)] = [
    ("{{ 1 / 0 }}", "ZeroDivisionError"), ("{{ record.a.b }}", "UndefinedError"), ("{{ nope }}", "ValueError"),
    ("{{ nope | default('x') }}", "ValueError"), ("{% if false %}{{ nope }}{% endif %}", "ValueError"), ("{{ range(3) }}", "ValueError"),
    ("{{ ''.__class__.__mro__ }}", "SecurityError"), ("{{ 1 + }}", "TemplateSyntaxError"), ("{% do x %}", "TemplateSyntaxError"),
    ("{{ 'a' | nofilter }}", "TemplateAssertionError"), ("{{ 1 is notest }}", "TemplateAssertionError"),
    ("{{ stream_state.x }}", "AirbyteTracedException"), ("about stream_state", "AirbyteTracedException"),
    ("{% set x.y = 1 %}", "ValueError"), ("{{ 'x' * 999999999 }}", "TemplateLimitError"),
    ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "RecursionError"), ("{{ [1].index(2) }}", "ValueError"),
    ("{{ '{}{0}'.format(1) }}", "ValueError"),
  ]

  @Test func namesThePlaceOfASyntaxError() throws {
    let error = try #require(InterpolatedString("a\n  {{ 1 + }}", environment: Self.environment).syntaxError)
    #expect(error.line == 2)
    #expect(error.column == 10)
    #expect(error.message.contains("'}}'"))
  }

  @Test(arguments: [
    ("{{ record.id == 7 }}", true), ("{{ record.missing }}", false), ("{{ record.missing.x }}", false), ("{{ record.none > 1 }}", true),
    ("False", false), ("0.00", false), ("no", true), ("[]", false), ("[[]]", true), ("{{ ' ' }}", true), ("", false), ("'False'", false),
  ])
  func conditionsHoldOrNot(condition: String, expected: Bool) throws {
    #expect(try InterpolatedBoolean(condition, environment: Self.environment).evaluate(Self.context()) == expected, "\(condition)")
  }

  @Test func remembersPlainTextOnlyWhenAskedToFollowTheReference() throws {
    func results(compat: Bool) throws -> [String] {
      var environment = Self.environment
      environment.options = TemplateOptions(quirks: compat ? .reference : .none)
      let string = InterpolatedString("{{ record.a + 1 }}", environment: environment)
      return try [JSONValue.null, 1].map { value in
        try string.evaluate(DictionaryContext(["record": TemplateValue(["a": value])])).pythonText()
      }
    }
    #expect(try results(compat: true) == ["{{ record.a + 1 }}", "{{ record.a + 1 }}"])
    #expect(try results(compat: false) == ["{{ record.a + 1 }}", "2"])
  }

  @Test func readsFieldsOfRecordsOneByOneAndShowsWhatTemplatesChanged() throws {
    let record = TemplateDict(JSONRecord(object: ["a": ["b": [1]], "c": "x"]))
    let context = DictionaryContext(["record": .dict(record)])
    #expect(try InterpolatedString("{{ record.c }}", environment: Self.environment).evaluate(context).pythonText() == "x")
    #expect(!record.isMutated)
    _ = try InterpolatedString("{{ record.a.b.append(2) }}", environment: Self.environment).evaluate(context)
    #expect(record.isMutated)
    #expect(record.json == ["a": ["b": [1, 2]], "c": "x"])
  }

  @Test func warnsOfATypeErrorOnce() throws {
    let warnings = Warnings()
    var environment = Self.environment
    environment.options = TemplateOptions()
    environment.onTypeError = { template, _, _ in warnings.add(template) }
    let string = InterpolatedString("{{ 'a' + 1 }}", environment: environment)
    for _ in 0..<3 { _ = try string.evaluate(DictionaryContext()) }
    #expect(warnings.all == ["{{ 'a' + 1 }}"])
  }

  @Test func mappingsKeepTextKeysAndDropNullsOnlyWhenNested() throws {
    let mapping: JSONObject = ["{{ config.a }}": "{{ config.a }}", "gone": "{{ config.zz }}"]
    let flat = try InterpolatedMapping(mapping, environment: Self.environment).evaluate(Self.context())
    #expect(try TemplateValue.dict(flat).pythonRepr() == "{'1': 1, 'gone': None}")
    let nested = try InterpolatedNestedMapping(["o": .object(mapping)], environment: Self.environment).evaluate(Self.context())
    #expect(try nested.pythonRepr() == "{'o': {1: 1}}")
  }
}

/// Collects warnings from wherever they come.
final class Warnings: @unchecked Sendable {
  private var texts: [String] = []
  func add(_ text: String) { texts.append(text) }
  var all: [String] { texts }
}
