import Templates
import Testing

@Suite("Methods that are taken for fields")
struct MethodAsFieldTests {
  @Test(
    "a method that is read and not called is found, with what to write",
    arguments: [
      (
        "{{ response.data.items.pageInfo.endCursor }}",
        "`response.data.items` is a method of mappings in Jinja; write `response.data['items']`"
      ),
      ("{{ record.keys }}", "`record.keys` is a method of mappings in Jinja; write `record['keys']`"),
      ("{{ record['a'].values | length }}", "`record['a'].values` is a method of mappings in Jinja; write `record['a']['values']`"),
      ("{{ config.get('a').get }}", "`config.get('a').get` is a method of mappings in Jinja; write `config.get('a')['get']`"),
      ("{{ response.data[0].update }}", "`response.data[0].update` is a method of mappings in Jinja; write `response.data[0]['update']`"),
      ("{{ record.pop is defined }}", "`record.pop` is a method of mappings in Jinja; write `record['pop']`"),
      ("{% for x in response.items %}{{ x }}{% endfor %}", "`response.items` is a method of mappings in Jinja; write `response['items']`"),
      ("{% if record.copy %}a{% endif %}", "`record.copy` is a method of mappings in Jinja; write `record['copy']`"),
      ("{{ (a or b).clear }}", "`.clear` is a method of mappings in Jinja; write `['clear']`"),
      ("{{ stream_slice.keys }}", "`stream_slice.keys` is a method of mappings in Jinja; write `stream_slice['keys']`"),
      (
        "{{ stream_slice.extra_fields.pop }}",
        "`stream_slice.extra_fields.pop` is a method of mappings in Jinja; write `stream_slice.extra_fields['pop']`"
      ),
      ("{{ {'a': 1}.items }}", "`.items` is a method of mappings in Jinja; write `['items']`"),
      ("{{ (record.id | string).title }}", "`.title` is a method of texts in Jinja; call it: `.title()`"),
      ("{{ ('a' ~ record.b).format }}", "`.format` is a method of texts in Jinja; call it: `.format()`"),
      ("{{ [record.a].count }}", "`.count` is a method of lists in Jinja; call it: `.count()`"),
      ("{{ 'a b'.split(' ').index }}", "`'a b'.split(' ').index` is a method of lists in Jinja; call it: `'a b'.split(' ').index()`"),
    ])
  func found(_ template: String, _ hint: String) { #expect(MethodAsField.hint(for: template) == hint) }

  @Test(
    "calls, items and what may be a field are left alone",
    arguments: [
      "{{ record.items() }}", "{{ record.get('a') }}", "{{ record['items'] }}", "{% for k, v in record.items() %}{{ k }}{% endfor %}",
      "{{ record.count }}", "{{ record.title }}", "{{ record.index.format }}", "{{ 'a'.items }}", "{{ stream_slice.pop }}",
      "{{ last_record.update }}", "{% set n = namespace(items=[]) %}{{ n.items }}", "{{ loop.items }}", "no template", "{{ record.items",
    ])
  func leftAlone(_ template: String) { #expect(MethodAsField.hint(for: template) == nil) }

  @Test("each method is named once")
  func once() {
    let environment = TemplateEnvironment(
      host: TemplateHost(
        now: { (0, 0) }, digest: { _, _ in nil }, hmac: { _, _, _ in nil }, randomBytes: { [UInt8](repeating: 0, count: $0) }))
    let summary = TemplateSummary(of: "{{ a.items }}{{ a.items }}{{ b.keys }}", environment: environment)
    #expect(summary.methodsAsFields.map(\.expression) == ["a.items", "b.keys"])
  }
}
