import Foundation
import JSON
import Testing
import Templates

/// Templates that would exhaust the stack, the memory or the time, each at a size at which it would.
@Suite struct TemplateLimitTests {
  /// A small part of what a run allows, so that the tests are fast.
  static let environment: TemplateEnvironment = {
    var environment = InterpolationVectors.environment
    environment.options.fuel = 100_000
    environment.options.outputLimit = 1 << 20
    return environment
  }()

  enum Outcome: Sendable, Equatable {
    case value(String)
    case failure(String)
  }

  /// What a template gives on a thread with a stack of 4 MiB, half of what the threads of a run have, though frames are several
  /// times as large without optimisation.
  static func outcome(_ template: String, _ values: [String: JSONValue] = [:]) -> Outcome {
    onSmallStack {
      let context = DictionaryContext(
        ["config": ["n": 1, "a": ["a": 1]], "record": ["id": 1]].merging(values) { $1 }.mapValues { TemplateValue($0) })
      _ = TemplateSummary(of: template, environment: environment)
      do {
        let value = try InterpolatedString(template, environment: environment).evaluate(context)
        return .value(String(try value.pythonText().prefix(60)))
      } catch {
        return .failure((error as? TemplateError)?.message ?? "\(error)")
      }
    }
  }

  private final class Box<Result>: @unchecked Sendable { var result: Result? }

  static func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result {
    let (box, done) = (Box<Result>(), DispatchSemaphore(value: 0))
    let thread = Thread {
      box.result = body()
      done.signal()
    }
    thread.stackSize = 4 << 20
    thread.start()
    done.wait()
    return box.result!
  }

  // MARK: Depth of templates

  /// Forms, written so many times, and words of the error.
  static let deepForms: [(String, @Sendable (Int) -> String, String)] = [
    ("sums", { "{{ " + repeated("config.n+", $0) + "1 }}" }, "500 operations"),
    ("sums of constants", { "{{ " + repeated("1+", $0) + "1 }}" }, "500 operations"),
    ("products", { "{{ " + repeated("1*", $0) + "1 }}" }, "500 operations"),
    ("powers", { "{{ " + repeated("2**", $0) + "1 }}" }, "500 operations"),
    ("or", { "{{ " + repeated("config.z or ", $0) + "1 }}" }, "500 operations"),
    ("and", { "{{ " + repeated("config.n and ", $0) + "1 }}" }, "500 operations"),
    ("filters", { "{{ 1" + repeated("|string", $0) + " }}" }, "500 operations"),
    ("filters with arguments", { "{{ 1" + repeated("|default(2)", $0) + " }}" }, "500 operations"),
    ("filters in a block", { "{% filter lower" + repeated("|lower", $0) + " %}x{% endfilter %}" }, "500 operations"),
    ("filters of an assignment", { "{% set a | lower" + repeated("|lower", $0) + " %}x{% endset %}" }, "500 operations"),
    ("subscripts", { "{{ config" + repeated("['a']", $0) + " }}" }, "500 operations"),
    ("slices", { "{{ 'a'" + repeated("[:1]", $0) + " }}" }, "500 operations"),
    ("attributes", { "{{ config" + repeated(".a", $0) + " }}" }, "500 operations"),
    ("numbers behind dots", { "{{ config" + repeated(".a.0", $0) + " }}" }, "500 operations"),
    ("calls", { "{{ 'a'" + repeated(".strip()", $0) + " }}" }, "500 operations"),
    ("calls of results", { "{{ config" + repeated("()", $0) + " }}" }, "500 operations"),
    ("conditions", { "{{ 1" + repeated(" if config.n", $0) + " }}" }, "500 operations"),
    ("conditions in the other branch", { "{{ " + repeated("1 if config.z else ", $0) + "2 }}" }, "180 levels"),
    ("brackets", { "{{ " + repeated("(", $0) + "1" + repeated(")", $0) + " }}" }, "180 levels"),
    ("lists", { "{{ " + repeated("[", $0) + repeated("]", $0) + " }}" }, "180 levels"),
    ("dictionaries", { "{{ " + repeated("{1:", $0) + "1" + repeated("}", $0) + " }}" }, "180 levels"),
    ("calls within calls", { "{{ " + repeated("max(1,", $0) + "2" + repeated(")", $0) + " }}" }, "180 levels"),
    ("subscripts within subscripts", { "{{ " + repeated("config[", $0) + "2" + repeated("]", $0) + " }}" }, "180 levels"),
    ("not", { "{{ " + repeated("not ", $0) + "1 }}" }, "180 levels"),
    ("signs", { "{{ " + repeated("- ", $0) + "1 }}" }, "180 levels"),
    ("tests in brackets", { "{{ " + repeated("(", $0) + "1" + repeated(" is defined)", $0) + " }}" }, "180 levels"),
    ("targets", { "{% set " + repeated("(a,", $0) + "b" + repeated(")", $0) + " = 1 %}" }, "180 levels"),
    ("if", { repeated("{% if 1 %}", $0) + repeated("{% endif %}", $0) }, "180 levels"),
    ("for", { repeated("{% for a in [1] %}", $0) + repeated("{% endfor %}", $0) }, "180 levels"),
    ("set", { repeated("{% set a %}", $0) + repeated("{% endset %}", $0) }, "180 levels"),
    ("with", { repeated("{% with %}", $0) + repeated("{% endwith %}", $0) }, "180 levels"),
    ("macro", { repeated("{% macro m() %}", $0) + repeated("{% endmacro %}", $0) }, "180 levels"),
    ("chains in brackets", { repeated("{{ (1" + repeated("+1", 400) + ")", 1) + repeated("|string", $0) + " }}" }, "500 operations"),
  ]

  static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  @Test("A template that chains or nests too much is refused with the limit", arguments: deepForms.indices)
  func refusesDepth(_ place: Int) throws {
    let (name, form, words) = Self.deepForms[place]
    guard case .failure(let message) = Self.outcome(form(5_000)) else {
      Issue.record("\(name): no error")
      return
    }
    #expect(message.contains(words) && message.contains("limit"), "\(name): \(message)")
    #expect(message.contains("line 1, column"), "\(name): \(message)")
    // As long as the reference takes it, it is taken here.
    let count = words.contains("500") ? 240 : 60
    if case .failure(let message) = Self.outcome(form(count)), name != "chains in brackets" {
      #expect(!message.contains(words), "\(name): \(message)")
    }
  }

  @Test(
    "Long lists of the same level are no depth",
    arguments: [
      ("{{ " + repeated("'a'~", 5_000) + "'b' }}", repeated("a", 60)), ("{{ [" + repeated("1,", 5_000) + "1]|length }}", "5001"),
      ("{{ " + repeated("1<=", 5_000) + "1 }}", "True"), ("{{ max(" + repeated("1,", 5_000) + "2) }}", "2"),
      ("{% if config.n == 0 %}a" + repeated("{% elif config.n == 2 %}b", 2_000) + "{% else %}c{% endif %}", "c"),
      (
        (0..<2_000).map { "{% set a\($0) = 1 %}" }.joined() + "{% if config.n == 0 %}a"
          + repeated("{% elif config.n == 2 %}{% set a7 = 2 %}", 2_000) + "{% else %}c{% endif %}{{ a7 }}",
        "c1"
      ),
      (repeated("{{ config.n }}", 5_000), repeated("1", 60)), (repeated("{% set a = 1 %}", 5_000) + "{{ a }}", "1"),
    ])
  func takesLength(_ template: String, _ expected: String) {
    #expect(Self.outcome(template) == .value(expected))
  }

  @Test(
    "Calls that call themselves end with the limit",
    arguments: [
      "{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}",
      "{% macro m(n) %}{{ 1" + repeated("+1", 400) + "+m(n) }}{% endmacro %}{{ m(0) }}",
      "{% macro m(n) %}" + repeated("{% if 1 %}", 100) + "{{ m(n) }}" + repeated("{% endif %}", 100) + "{% endmacro %}{{ m(0) }}",
      "{% macro m(n=m()) %}{% endmacro %}{{ m() }}",
      "{% macro m() %}{{ caller() }}{% endmacro %}{% macro r() %}{% call m() %}{{ r() }}{% endcall %}{% endmacro %}{{ r() }}",
      "{% set a = [[[[1]]]] %}{% for i in a recursive %}{{ loop(a) }}{% endfor %}",
      "{% block b %}{{ self.b() }}{% endblock %}",
      "{% macro m() %}{% for x in [1] if m() %}{% endfor %}{% endmacro %}{{ m() }}",
      "{% macro m(x) %}{% set l = [1, 2] %}{{ l.sort(key=m) }}{% endmacro %}{{ m(1) }}",
    ])
  func refusesEndlessCalls(_ template: String) {
    guard case .failure(let message) = Self.outcome(template) else { return #expect(Bool(false), "\(template.prefix(100))") }
    #expect(message.contains("limit") || message.contains("more than"), "\(message)")
  }

  // MARK: Depth of values

  /// A value that is put into another one 10,000 times, and what happens with it then.
  private static func nested(_ start: String, _ step: String, _ use: String) -> String {
    "{% set ns = namespace(a=\(start), b=\(start)) %}{% for i in 'x' * 10000 %}\(step){% endfor %}\(use)"
  }
  private static let lists = "{% set ns.a = [ns.a] %}{% set ns.b = [ns.b] %}"

  static let deepValues: [(String, Outcome?)] = [
    (nested("1", lists, "ok"), .value("ok")),
    (nested("1", lists, "{{ ns.a|string|length }}"), nil),
    (nested("1", lists, "{{ ns.a }}"), nil), (nested("1", lists, "{{ 'a' ~ ns.a }}"), nil), (nested("1", lists, "{{ ns }}"), nil),
    (nested("1", lists, "{{ ns.a == ns.b }}"), nil), (nested("1", lists, "{{ ns.a < ns.b }}"), nil),
    (nested("1", lists, "{{ [ns.a, ns.b]|sort|length }}"), nil), (nested("1", lists, "{{ ns.a in [ns.b] }}"), nil),
    (nested("1", lists, "{{ ns.a|tojson }}"), nil), (nested("1", lists, "{{ ns.a|pprint }}"), nil),
    (nested("1", lists, "{{ {'q': ns.a}|urlencode }}"), nil), (nested("1", lists, "{{ '%s' % (ns.a,) }}"), nil),
    (nested("1", lists, "{{ '{}'.format(ns.a) }}"), nil), (nested("1", lists, "{{ [ns.a]|join }}"), nil),
    (nested("1", lists, "{{ ns.a|hash }}"), nil), (nested("1", lists, "{{ ns.a|escape }}"), nil),
    (nested("1", lists, "{{ [ns.a].index(ns.b) }}"), nil), (nested("1", lists, "{{ max(ns.a, ns.b) }}"), nil),
    (nested("1", "{% set ns.a = (ns.a,) %}", "{{ {ns.a: 1}|length }}"), nil),
    (nested("1", "{% set ns.a = (ns.a, ns.a) %}", "{{ [ns.a]|unique|list|length }}"), nil),
    (nested("1", "{% set ns.a = (ns.a,) %}", "ok"), .value("ok")), (nested("1", "{% set ns.a = {'x': ns.a} %}", "ok"), .value("ok")),
    (nested("1", "{% set ns.a = {'x': ns.a} %}", "{{ ns.a }}"), nil),
    (nested("1", "{% set ns.a = {'x': ns.a}.values() %}", "ok"), .value("ok")),
    (nested("1", "{% set ns.a = {'x': ns.a}.items() %}", "{{ ns.a }}"), nil),
    (nested("1", "{% set ns.a = namespace(x=ns.a) %}", "ok"), .value("ok")),
    (nested("1", "{% set ns.a = namespace(x=ns.a) %}", "{{ ns.a }}"), nil),
    (nested("1", "{% set ns.a = cycler(ns.a) %}", "ok"), .value("ok")), (nested("1", "{% set ns.a = joiner(ns.a) %}", "ok"), .value("ok")),
    (nested("[]", "{% set ns.a = [ns.a].append %}", "ok"), .value("ok")),
    (nested("[]", "{% for x in [ns.a] %}{% set ns.a = loop %}{{ loop.previtem }}{% endfor %}", "ok"), .value("ok")),
    (nested("[]", "{% set ns.a = ns.a|map('string') %}", "ok"), .value("ok")),
    (nested("[1]", "{% set ns.a = ns.a|map('string') %}", "{{ ns.a|list }}"), nil),
    (nested("[1]", "{% set ns.a = [ns.a]|map('list') %}", "{{ ns.a|list }}"), nil),
    (nested("[1]", "{% set ns.a = ns.a|select %}", "{% for x in ns.a %}{% endfor %}"), nil),
    (nested("[1]", "{% set ns.a = ns.a|batch(1) %}", "{{ ns.a|first }}"), nil),
    // From the outside in: nothing tells how deep the outermost list has become.
    (
      "{% set r = [] %}{% set ns = namespace(a=r) %}{% for i in 'x' * 10000 %}{% set n = [] %}{% set _ = ns.a.append(n) %}{% set ns.a = n %}{% endfor %}ok",
      .value("ok")
    ),
    (
      "{% set r = [] %}{% set ns = namespace(a=r) %}{% for i in 'x' * 10000 %}{% set n = [] %}{% set _ = ns.a.append(n) %}{% set ns.a = n %}{% endfor %}{{ r }}",
      nil
    ),
    ("{% set a = [] %}{% set _ = a.append(a) %}x{{ a }}", .value("x[[...]]")),
    ("{% set a = namespace() %}{% set a.x = a %}{{ a }}", .value("<Namespace {'x': <Namespace {...}>}>")),
    ("{% set a = [] %}{% set _ = a.append(a) %}{{ a == [a] }}", .value("True")),
    ("{% set a = {} %}{% set _ = a.update({'x': a}) %}{{ a|tojson }}", .failure("Circular reference detected")),
  ]

  @Test("Values of any depth are dropped, and shown or compared within the limit", arguments: deepValues.indices)
  func boundsDepthOfValues(_ place: Int) {
    let (template, expected) = Self.deepValues[place]
    let outcome = Self.outcome(template)
    if let expected { return #expect(outcome == expected, "\(template)") }
    guard case .failure(let message) = outcome else { return #expect(Bool(false), "\(template): \(outcome)") }
    #expect(message.contains("limit") || message.contains("at most") || message.contains("more than"), "\(template): \(message)")
  }

  // MARK: Size

  /// A list that holds itself twice, 90 times over.
  private static func shared(_ use: String) -> String {
    "{% set ns = namespace(a=[1], b=[1]) %}{% for i in 'x' * 90 %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}\(use)"
  }

  static let largeResults: [String] = [
    shared("{{ ns.a|string|length }}"), shared("{{ ns.a == ns.b }}"), shared("{{ ns.a < ns.b }}"), shared("{{ ns.a|tojson|length }}"),
    shared("{{ ns.a|pprint|length }}"), shared("{{ '%s' % (ns.a,) }}"), shared("{{ ns.a in [ns.b] }}"), shared("{{ ns.a ~ 1 }}"),
    shared("{{ [ns.a, ns.b]|sort }}"), "{% set ns = namespace(a=[1]) %}" + repeated("{% set ns.a = [ns.a, ns.a] %}", 80) + "{{ ns.a }}",
    "{{ ('a' * 20000)|replace('a', 'b' * 20000)|length }}", "{{ ('a' * 20000).replace('a', 'b' * 20000)|length }}",
    "{{ ('a' * 20000)|replace('', 'b' * 20000)|length }}", "{{ ('a' * 20000)|regex_replace('a', 'b' * 20000)|length }}",
    "{{ ('a' * 20000)|regex_replace('', 'b' * 20000)|length }}", "{{ ('a' * 100000)|regex_replace('(.*)', '\\\\1' * 100)|length }}",
    "{{ ([[1] * 1000] * 1000)|string|length }}", "{{ (['a' * 10000] * 10000)|join('b' * 10000) }}",
    "{{ ('b' * 10000).join(['a'] * 10000) }}",
    "{{ 'a' * 10**10 }}", "{{ [1] * 10**10 }}", "{{ (1,) * 10**10 }}", "{{ 'a'|center(10**10) }}", "{{ 'a'.ljust(10**10) }}",
    "{{ '1'.zfill(10**10) }}", "{{ ('\\n' * 10000)|indent(10000) }}", "{{ 'a'|indent(10**12) }}", "{{ '%1000000000d'|format(1) }}",
    "{{ '{:1000000000}'.format(1) }}", "{{ '{:01000000000,}'.format(1) }}", "{{ '%.1000000000f'|format(1.5) }}",
    "{{ ('%s' * 1000)|format(*(['a' * 10000] * 1000)) }}", "{{ ('{0}' * 1000).format('a' * 10000) }}",
    "{{ ('\\t' * 10000).expandtabs(10000) }}", "{{ {'a': [1, 2]}|tojson(indent=10**10) }}",
    "{{ ([[[[[1]]]]] * 10000)|tojson(indent=100)|length }}",
    "{{ ('a ' * 10000)|wordwrap(1, wrapstring='b' * 10000)|length }}", "{{ ('&' * 300000)|escape|length }}",
    "{{ ('é' * 400000)|urlencode|length }}", "{{ lipsum(n=10**9) }}", "{{ 'abc'|batch(10**9, 'x')|list }}", "{{ 'abc'|slice(10**9)|list }}",
    "{{ ('(' * 200000 ~ 'www.a.com')|urlize|length }}", "{{ ('&lt;' * 100000 ~ 'www.a.com')|urlize|length }}",
    "{% set ns = namespace(a='a') %}{% for i in 'x' * 60 %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}",
    "{% for i in 'x' * 300000 %}{{ 'abcdefghijklmnopqrstuvwxyz' }}{% endfor %}",
    "{% for i in 'x' * 30000 %}{% set x %}{{ 'a' * 100000 }}{% endset %}{% endfor %}",
    "{% set a = 'a' * 500000 %}{% for i in 'x' * 100000 %}{% if 'b' in a %}{% endif %}{% endfor %}",
    "{% set a = 'a' * 500000 %}{% set b = a ~ '' %}{% for i in 'x' * 100000 %}{% if a == b %}{% endif %}{% endfor %}",
    "{% set a = 'a' * 500000 %}{% for i in 'x' * 100000 %}{% if a[5] %}{% endif %}{% endfor %}",
    "{% set a = [1] * 100000 %}{% for i in 'x' * 100000 %}{% if 2 in a %}{% endif %}{% endfor %}",
    "{% set a = [1] * 100000 %}{% for i in 'x' * 100000 %}{% set b = a[1:] %}{% endfor %}",
    "{% for i in 'x' * 100000 %}" + repeated("{{ 1 - 1 }}", 500) + "{% endfor %}",
  ]

  @Test("What makes too much ends before it is made", arguments: largeResults.indices)
  func boundsSize(_ place: Int) {
    let template = Self.largeResults[place]
    guard case .failure(let message) = Self.outcome(template) else { return #expect(Bool(false), "\(template.prefix(300))") }
    #expect(message.contains("limit") || message.contains("too large"), "\(template.prefix(300)): \(message)")
  }

  @Test(
    "Work that grows with the product of two lengths is done in their sum",
    arguments: [
      ("{{ ('a' * 300000) in ('a' * 299999 ~ 'b') * 2 }}", "False"), ("{{ ('ab' * 200000).find('ab' * 90000 ~ 'c') }}", "-1"),
      ("{{ ('ab' * 200000)|replace('ab' * 90000 ~ 'c', '')|length }}", "400000"),
      ("{{ ('ab' * 200000).split('ab' * 90000 ~ 'c')|length }}", "1"),
      ("{{ ('ab' * 200000).count('ab' * 90000) }}", "2"), ("{{ ('a' * 300000)|wordwrap(10)|length }}", "329999"),
      ("{{ ('a' * 1000)|list|map('upper')|join|length }}", "1000"),
      ("{% for x in ('a' * 20000)|list|select %}{% if loop.last %}{{ loop.length }}{% endif %}{% endfor %}", "20000"),
      ("{{ '{:0200000,}'.format(1)|length }}", "200001"), ("{{ ('<' * 300000)|striptags|length }}", "300000"),
    ])
  func staysLinear(_ template: String, _ expected: String) {
    #expect(Self.outcome(template) == .value(expected), "\(template)")
  }

  // MARK: Digits

  @Test(
    "Integers of too many digits are refused, and long ones of an answer only passed on",
    arguments: [
      ("{{ 10 ** (10 ** 10) }}", nil), ("{{ 2 ** 100000 }}", nil), ("{{ 9 ** (9 ** 9) }}", nil),
      ("{{ (10 ** 70000)|string|length }}", nil),
      ("{{ 10 ** 5000 }}", nil), ("{{ [10 ** 5000] }}", nil), ("{{ (10 ** 5000)|tojson }}", nil), ("{{ '%d' % 10 ** 5000 }}", nil),
      ("{{ '{:d}'.format(10 ** 5000) }}", nil), ("{{ 10 ** 4299 }}", "1" + repeated("0", 59)), ("{{ (10 ** 5000) > 1 }}", "True"),
      ("{{ (10 ** 20000) % 7 }}", "2"), ("{{ '%x'|format(16 ** 5000)|length }}", "5001"), ("{{ (2 ** 60000).bit_length() }}", "60001"),
      ("{{ (2 ** 60000 - 1).bit_count() }}", "60000"), ("{{ ('9' * 1000000)|int }}", "0"), ("{{ ('f' * 1000000)|int(base=16) }}", nil),
      ("{{ ('f' * 10000)|int(base=16) > 1 }}", "True"), ("{{ ('9' * 1000000)|float }}", "inf"),
      ("{{ 0x" + repeated("f", 100_000) + " }}", nil),
      ("{{ " + repeated("9", 100_000) + " }}", nil),
      ("{% set n = namespace(a=3 ** 50000) %}{% for i in 'x' * 100000 %}{% set n.a = n.a * 3 // 3 %}{% endfor %}{{ n.a }}", nil),
      ("{% for i in 'x' * 100000 %}{% set a = 3 ** 100000 %}{% endfor %}", nil),
      ("{{ '9' * 1000000 }}", repeated("9", 60)), ("{{ '0x' ~ 'f' * 1000000 }}", "0x" + repeated("f", 58)),
      ("{{ record.long }}", repeated("9", 60)), ("{{ record.long|string|length }}", "1000006"),
      ("{{ [record.long]|tojson|length }}", "1000002"),
      ("{{ record.long + 1 }}", nil), ("{{ -record.long }}", nil), ("{{ record.long > 5 }}", nil), ("{{ record.long|round }}", nil),
      ("{{ record.long|abs }}", nil), ("{{ record.long|float }}", nil), ("{{ record.long|int }}", repeated("9", 60)),
      ("{{ record.long is integer and record.long == record.long }}", "True"), ("{{ [record.long, 1]|sort }}", nil),
      ("{{ [record.long, 1]|sum }}", nil), ("{{ '%d' % record.long }}", nil), ("{{ record.long|default(1) }}", repeated("9", 60)),
    ] as [(String, String?)])
  func boundsDigits(_ template: String, _ expected: String?) {
    let outcome = Self.outcome(template, ["record": ["long": .bigInteger(Self.repeated("9", 1_000_000))]])
    if let expected { return #expect(outcome == .value(expected), "\(template.prefix(100))") }
    guard case .failure(let message) = outcome else { return #expect(Bool(false), "\(template.prefix(100)): \(outcome)") }
    #expect(message.contains("limit") || message.contains("too large"), "\(template.prefix(100)): \(message)")
  }

  @Test("A long integer of an answer keeps all its digits and its type")
  func passesLongIntegersOn() throws {
    let digits = Self.repeated("7", 50_000)
    let context = DictionaryContext(["record": TemplateValue(["id": .bigInteger(digits)])])
    let value = try InterpolatedString("{{ record.id }}", environment: Self.environment).evaluate(context)
    #expect(value.json == .bigInteger(digits))
    let all = try InterpolatedString("{{ record }}", environment: Self.environment).evaluate(context)
    #expect(all.json == ["id": .bigInteger(digits)])
  }

  // MARK: Regular expressions

  @Test(
    "Regular expressions are bounded by the fuel of the template",
    arguments: [
      "{{ ('a' * 40 ~ 'b')|regex_search('(a+)+$') }}", "{{ ('a' * 5000)|regex_search('(a|a)*c') }}",
      "{{ ('x' * 3000)|regex_search('(x+x+)+y') }}",
      "{{ 'a'|regex_search('" + repeated("(", 50_000) + repeated(")", 50_000) + "') }}",
      "{{ 'a'|regex_search('" + repeated("(?:", 50_000) + repeated(")*", 50_000) + "') }}",
      "{{ ('a' * 3000)|regex_search('(a*)(a*)(a*)(a*)(a*)\\\\1\\\\2\\\\3\\\\4\\\\5b') }}",
      "{{ ('a' * 100000)|regex_search('(a*)" + repeated("\\\\1", 1000) + "b') }}",
      "{% for i in 'x' * 10000 %}{{ ('a' * 1000)|regex_search('(a*)*b') }}{% endfor %}",
    ])
  func boundsRegularExpressions(_ template: String) {
    guard case .failure(let message) = Self.outcome(template) else { return #expect(Bool(false), "\(template.prefix(100))") }
    #expect(message.contains("limit") || message.contains("more than"), "\(message)")
  }

  @Test(
    "Large counts in a pattern cost nothing",
    arguments: [
      ("{{ 'a'|regex_search('((a{1,1000}){1,1000}){1,1000}') }}", "a"), ("{{ 'aa'|regex_search('((a{1000}){1000})') }}", ""),
      ("{{ 'a'|regex_search('(a{0,4000000000})') }}", "a"),
    ])
  func takesLargeCounts(_ template: String, _ expected: String) {
    #expect(Self.outcome(template) == .value(expected))
  }

  // MARK: Results

  @Test("What a template leaves in a dictionary of the context becomes JSON within the limits")
  func boundsJSONOfChangedValues() throws {
    for step in ["[ns.a, ns.a]", "{'x': ns.a, 'y': ns.a}", "[ns.a]"] {
      let found = Self.onSmallStack {
        let dict = TemplateDict(["x": 1])
        let template =
          "{% set ns = namespace(a=[]) %}{% for i in 'x' * 3000 %}{% set ns.a = \(step) %}{% endfor %}{{ record.update({'y': ns.a}) }}"
        _ = try? InterpolatedString(template, environment: Self.environment).evaluate(DictionaryContext(["record": .dict(dict)]))
        return (dict.isMutated, dict.json == nil)
      }
      #expect(found == (true, true))
    }
  }
}
