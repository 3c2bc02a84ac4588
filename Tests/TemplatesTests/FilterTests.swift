import JSON
import Testing

@testable import Templates

/// Templates and what they render to: `=` for the template itself (a type error), `!` and a class for other errors.
enum FilterTable {
  static let record: JSONValue = [
    "s": "h\u{E9}llo World", "e": "", "n": nil, "i": -7, "f": 2.675, "l": [3, "1", nil, 2.5], "nums": [3, 1, 2, 2],
    "strs": ["b", "A", "c", "a"], "d": ["b": 1, "A": [1, ["x": nil]], "c": "z"],
    "rows": [
      ["k": "b", "v": 2, "n": ["x": 1]], ["k": "a", "v": 3, "n": [:]], ["k": "B", "v": 1, "n": nil], ["k": "a", "v": 5],
    ],
    "t": true,
    "html": "<a href=\"x\">T &amp; &copy; &lt;</a> see http://ex.com/a(b). or mail me@ex.org, www.x.io!",
    "long": "The quick brown fox -- jumped over the lazy-dog and\nthen well-known e-mail   spaces",
  ]

  static func rendered(_ template: String, _ shared: SharedEnvironment) -> String {
    let context = DictionaryContext(["config": .dict(TemplateDict()), "record": TemplateValue(record)])
    do throws(TemplateError) {
      switch try Interpolation(template, parameters: nil, fallback: .nothing, shared).outcome(context) {
      case .text(let text), .output(let text, _): return text == template ? "=" : text
      case .value(let value): return try value.pythonText()
      }
    } catch {
      return "!" + error.kind.rawValue
    }
  }
}

@Suite struct FilterTests {
  private func check(_ rows: [(template: String, expected: String)]) {
    let shared = SharedEnvironment(InterpolationVectors.environment)
    for (template, expected) in rows {
      let found = FilterTable.rendered(template, shared)
      #expect(found == expected && found.utf8.count == expected.utf8.count, "\(template)")
    }
  }

  @Test func firstFilters() { check(FilterTable.first) }

  @Test func secondFilters() { check(FilterTable.second) }

  @Test func testsAndChainsOfFilters() { check(FilterTable.testsAndChains) }

  @Test func randomChoosesAnElement() {
    let shared = SharedEnvironment(InterpolationVectors.environment)
    #expect(FilterTable.rendered("{{ record.nums | random in [1, 2, 3] }}", shared) == "True")
    #expect(FilterTable.rendered("{{ [] | random is undefined }}", shared) == "True")
    #expect(FilterTable.rendered("{{ {} | random }}|{{ 'x' | random }}", shared) == "|x")
    #expect(FilterTable.rendered("{{ 5 | random }}", shared) == "=")
  }

  @Test func workIsLimited() {
    let shared = SharedEnvironment(
      TemplateEnvironment(host: InterpolationVectors.host, options: TemplateOptions(fuel: 10_000, outputLimit: 10_000)))
    for template in [
      "{{ 'x' | center(100000000000) }}", "{{ [1] | batch(100000000000, 0) | list }}", "{{ [1] | slice(100000000000) | list }}",
      "{{ 'a' | indent(100000000000) }}", "{{ {'a': [1]} | tojson(100000000000) }}",
      "{{ ('a' * 5000) | replace('a', 'aaaa') }}", "{{ (['aaaa' * 1000] * 5) | join }}",
      "{{ 'a'\(String(repeating: " | base64encode", count: 60)) }}",
      "{{ (('a' * 5000) | list + ('a' * 5000) | list + ['a'] | list) | sort }}",
    ] {
      #expect(FilterTable.rendered(template, shared) == "!TemplateLimitError", "\(template)")
    }
  }
}
