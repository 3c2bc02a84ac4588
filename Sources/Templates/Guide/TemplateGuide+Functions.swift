extension TemplateGuide {
  /// What can be called.
  public static let functions: [TemplateGuideEntry] = [
    TemplateGuideEntry(
      "camel_case_to_snake_case", "value", "The name in snake case.",
      example: "{{ camel_case_to_snake_case('orderItem') }}", gives: #""order_item""#),
    TemplateGuideEntry(
      "cycler", "*items", "An object that gives its items in turn, by `next()`.",
      example: "{% set turn = cycler('a', 'b') %}{{ turn.next() }}{{ turn.next() }}{{ turn.next() }}", gives: #""aba""#),
    TemplateGuideEntry(
      "day_delta", "num_days, format='%Y-%m-%dT%H:%M:%S.%f%z'", "The time so many days from now, as a string.",
      example: "{{ day_delta(-1, '%Y-%m-%d') }}", gives: #""2026-01-14""#),
    TemplateGuideEntry(
      "dict", "**members", "A mapping of its arguments.",
      example: "{{ dict(a=1) }}", gives: #"{"a": 1}"#),
    TemplateGuideEntry(
      "duration", "datestring", "A span of time, from an ISO 8601 duration; it can be added to times.",
      example: "{{ (str_to_datetime('2024-01-31') + duration('P1D')).isoformat() }}", gives: #""2024-02-01T00:00:00+00:00""#),
    TemplateGuideEntry(
      "format_datetime", "dt, format, input_format=none",
      "A time in a format. `%s` is seconds, `%ms` milliseconds since 1970, `%_ms` milliseconds of the second.",
      example: "{{ format_datetime('2024-05-06T07:08:09Z', '%Y-%m-%d %H:%M') }}",
      gives: #""2024-05-06 07:08""#),
    TemplateGuideEntry(
      "generate_uuid", "", "A new random id.",
      example: "{{ generate_uuid() }}", gives: nil),
    TemplateGuideEntry(
      "joiner", "sep=', '", "An object that gives nothing when it is called first and its text from then on.",
      example: "{% set comma = joiner('|') %}{% for x in [1, 2] %}{{ comma() }}{{ x }}{% endfor %}", gives: #""1|2""#),
    TemplateGuideEntry(
      "lipsum", "n=5, html=true, min=20, max=100", "Random text.",
      example: "{{ lipsum(n=1) }}", gives: nil),
    TemplateGuideEntry(
      "max", "*values", "The largest of its arguments, or of the elements of a single one.",
      example: "{{ max(2, 5, 3) }}", gives: "5"),
    TemplateGuideEntry(
      "min", "*values", "The smallest of its arguments, or of the elements of a single one.",
      example: "{{ min([2, 5, 3]) }}", gives: "2"),
    TemplateGuideEntry(
      "namespace", "**members", "An object whose members can be set within loops.",
      example: "{% set sum = namespace(n=0) %}{% for x in [1, 2] %}{% set sum.n = sum.n + x %}{% endfor %}{{ sum.n }}", gives: "3"),
    TemplateGuideEntry(
      "now_utc", "", "This time, in UTC.",
      example: "{{ now_utc().strftime('%Y-%m-%dT%H:%M:%SZ') }}", gives: #""2026-01-15T00:00:00Z""#),
    TemplateGuideEntry(
      "sanitize_url", "value", "The text with all characters that a URL does not have in it encoded.",
      example: "{{ sanitize_url('a b/c') }}", gives: #""a+b%2Fc""#),
    TemplateGuideEntry(
      "str_to_datetime", "s", "The time that a string in a form of ISO 8601 gives, in UTC. Without a zone it is one of UTC.",
      example: "{{ str_to_datetime('2024-05-06 07:08').isoformat() }}", gives: #""2024-05-06T07:08:00+00:00""#),
    TemplateGuideEntry(
      "timestamp", "dt", "The seconds since 1970 of a time, a string or a number.",
      example: "{{ timestamp('2024-01-01T00:00:00Z') }}", gives: "1704067200.0"),
    TemplateGuideEntry(
      "today_utc", "", "This day, in UTC.",
      example: "{{ today_utc() }}", gives: #""2026-01-15""#),
    TemplateGuideEntry(
      "today_with_timezone", "timezone", "This day, in a time zone.",
      example: "{{ today_with_timezone('Asia/Tokyo') }}", gives: #""2026-01-15""#),
  ]
}
