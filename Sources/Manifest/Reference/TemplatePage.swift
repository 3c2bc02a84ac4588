internal import ConnectorKit
internal import Templates

/// The manual's page on templates.
struct TemplatePage {
  let index: ComponentIndex

  var text: String {
    var text = ReferenceManual.notice + Self.introduction
    text += "\n## Variables\n\nWhich of them a field knows stands beside the field.\n\n"
    text += Markdown.table(
      ["Name", "Holds"], names.map { [Markdown.code($0.rawValue), $0.meaning] })
    text += "\n## Filters\n\nThey take the value before `|`: `{{ value | name(arguments) }}`.\n\n" + Self.table(TemplateGuide.filters)
    text += "\n## Tests\n\nThey stand behind `is`: `{{ value is name argument }}`; `is not` turns the response round.\n\n"
    text += Self.table(TemplateGuide.tests)
    text += "\n## Functions\n\n\(Self.functions)\n\n" + Self.table(TemplateGuide.functions)
    return text
  }

  /// The variables that some field knows.
  private var names: [TemplateName] {
    let used = Set(index.entries.flatMap { FieldRow.rows(of: $0.fields).flatMap(\.field.variables) })
    return TemplateName.allCases.filter(used.contains)
  }

  private static func table(_ entries: [TemplateGuideEntry]) -> String {
    Markdown.table(
      ["Name", "Arguments", "What it gives", "Example", "Result"],
      entries.map { entry in
        [
          Markdown.code(entry.name), entry.parameters.isEmpty ? "" : Markdown.code(entry.parameters), entry.meaning,
          Markdown.code(entry.example), entry.result.map(Markdown.code) ?? "differs each time",
        ]
      })
  }

  private static let functions = """
    The parts of times, such as `now_utc().year`, and the methods of texts, lists and mappings, such as `config.get('name')`, are Python's.
    """

  private static let introduction = """
    # Templates

    A text of a manifest may hold a template: Jinja's language, as the reference's manifests use it. `{{ … }}` puts a value into the text,
    `{% … %}` holds statements (`if`, `for`, `set`, `macro`), `{# … #}` a comment. A field whose page names variables may hold one.

    ```yaml
    url: "https://{{ config['subdomain'] }}.example.com/orders"
    condition: "{{ record['total'] > 0 and 'test' not in record.get('tags', []) }}"
    ```

    - **The result is read as a value.** `"{{ 3 + 4 }}"` gives the number 7 and `"{{ ['a'] }}"` a list, where the field takes one. `string`
      keeps digits a text.
    - **Text stays text where it is sent**, in headers, credentials, parameters, paths, forms and page tokens: `123e5` and `'x'` go out as
      they are. A single expression keeps its type, so that a list repeats a parameter. In JSON bodies results are read as values, but for
      texts that come from the config as they are.
    - **What is missing is empty.** `{{ config['missing'] }}` gives nothing, a part of something missing fails: use
      `config.get('a', {}).get('b')` or `default`.
    - **A type error gives the text of the template itself**, as `{{ 1 + 'a' }}` does, with a warning in the log.
    - **Conditions** hold when the result is a value that counts as true: not empty, not zero, not `False`.
    - **Work is bounded**: loops, sizes of texts and lists, and depth have limits, and there is no `range`.

    """
}
