extension TemplateGuide {
  /// What may stand behind `|`.
  public static let filters: [TemplateGuideEntry] = [
    TemplateGuideEntry(
      "abs", "", "The number without its sign.",
      example: "{{ -3 | abs }}", gives: "3"),
    TemplateGuideEntry(
      "attr", "name", "The attribute of a value, never a member of a mapping.",
      example: "{{ str_to_datetime('2024-05-06') | attr('year') }}", gives: "2024"),
    TemplateGuideEntry(
      "base64binascii_decode", "", "The text in Base64, in spite of the name.",
      example: "{{ 'hello' | base64binascii_decode }}", gives: #""aGVsbG8=""#),
    TemplateGuideEntry(
      "base64decode", "", "The text that Base64 stands for.",
      example: "{{ 'aGVsbG8=' | base64decode }}", gives: #""hello""#),
    TemplateGuideEntry(
      "base64encode", "", "The text in Base64.",
      example: "{{ 'hello' | base64encode }}", gives: #""aGVsbG8=""#),
    TemplateGuideEntry(
      "batch", "linecount, fill_with=none", "The elements in lists of a length; the last one is filled up.",
      example: "{{ [1, 2, 3] | batch(2, 0) | list }}", gives: "[[1, 2], [3, 0]]"),
    TemplateGuideEntry(
      "capitalize", "", "The first letter in upper case, all others in lower case.",
      example: "{{ 'hELLO' | capitalize }}", gives: #""Hello""#),
    TemplateGuideEntry(
      "center", "width=80", "The text with spaces on both sides.",
      example: "[{{ 'ab' | center(6) }}]", gives: #""[  ab  ]""#),
    TemplateGuideEntry(
      "count", "", "The same as `length`.",
      example: "{{ [1, 2] | count }}", gives: "2"),
    TemplateGuideEntry(
      "d", "default_value='', boolean=false", "The same as `default`.",
      example: "{{ config['missing'] | d('none given') }}", gives: #""none given""#),
    TemplateGuideEntry(
      "default", "default_value='', boolean=false", "Another value where there is none; with `boolean` also for an empty or false one.",
      example: "{{ config['missing'] | default(7) }}", gives: "7"),
    TemplateGuideEntry(
      "dictsort", "case_sensitive=false, by='key', reverse=false", "The members of a mapping as pairs in order.",
      example: "{{ {'b': 1, 'a': 2} | dictsort }}", gives: #"[["a", 2], ["b", 1]]"#),
    TemplateGuideEntry(
      "e", "", "The same as `escape`.",
      example: "{{ '<a>' | e }}", gives: #""&lt;a&gt;""#),
    TemplateGuideEntry(
      "escape", "", "The text with `&`, `<`, `>` and quotes written as HTML has them.",
      example: "{{ 'a & b' | escape }}", gives: #""a &amp; b""#),
    TemplateGuideEntry(
      "filesizeformat", "binary=false", "A number of bytes in words.",
      example: "{{ 1300000 | filesizeformat }}", gives: #""1.3 MB""#),
    TemplateGuideEntry(
      "first", "", "The first element.",
      example: "{{ [4, 5] | first }}", gives: "4"),
    TemplateGuideEntry(
      "float", "default=0.0", "The value as a number with a fraction; the default where it is none.",
      example: "{{ '2.50' | float }}", gives: "2.5"),
    TemplateGuideEntry(
      "forceescape", "", "Like `escape`, also for a string that was escaped before.",
      example: "{{ 'a & b' | escape | forceescape }}", gives: #""a &amp;amp; b""#),
    TemplateGuideEntry(
      "format", "*args, **kwargs", "A string with its `%` places filled in.",
      example: "{{ '%05.1f of %s' | format(2.5, 'x') }}", gives: #""002.5 of x""#),
    TemplateGuideEntry(
      "groupby", "attribute, default=none, case_sensitive=false", "The elements by what they have in common, as pairs of that and a list.",
      example: "{{ [{'k': 'b', 'n': 1}, {'k': 'a', 'n': 2}] | groupby('k') | map('first') | list }}", gives: #"["a", "b"]"#),
    TemplateGuideEntry(
      "hash", "hash_type='md5', salt=none", "The digest of a string as hexadecimal digits; `hash_type` is one such as md5, sha1, sha256.",
      example: "{{ 'abc' | hash('sha1') }}", gives: #""a9993e364706816aba3e25717850c26c9cd0d89d""#),
    TemplateGuideEntry(
      "hmac", "key, hash_type='sha256'", "The keyed digest of a string as hexadecimal digits.",
      example: "{{ 'message' | hmac('key') }}", gives: #""6e9ef29b75fffc5b7abae527d58fdadb2fe42e7219011976917343065f58ed4a""#),
    TemplateGuideEntry(
      "indent", "width=4, first=false, blank=false", "The text with its lines moved to the right.",
      example: #"{{ 'a\nb' | indent(2) }}"#, gives: #""a\n  b""#),
    TemplateGuideEntry(
      "int", "default=0, base=10", "The value as a whole number; the default where it is none.",
      example: "{{ '42.7' | int }}", gives: "42"),
    TemplateGuideEntry(
      "items", "", "The members of a mapping as pairs.",
      example: "{{ {'a': 1} | items | list }}", gives: #"[["a", 1]]"#),
    TemplateGuideEntry(
      "join", "d='', attribute=none", "The elements as one text, with a string between them.",
      example: "{{ ['a', 'b'] | join('-') }}", gives: #""a-b""#),
    TemplateGuideEntry(
      "last", "", "The last element.",
      example: "{{ [4, 5] | last }}", gives: "5"),
    TemplateGuideEntry(
      "length", "", "The number of elements, members or characters.",
      example: "{{ 'abc' | length }}", gives: "3"),
    TemplateGuideEntry(
      "list", "", "The elements as a list; of a string its characters.",
      example: "{{ 'abc' | list }}", gives: #"["a", "b", "c"]"#),
    TemplateGuideEntry(
      "lower", "", "The text in lower case.",
      example: "{{ 'ABc' | lower }}", gives: #""abc""#),
    TemplateGuideEntry(
      "map", "attribute=… or filter, *args", "Each element through a filter, or one attribute of each.",
      example: "{{ [{'id': 1}, {'id': 2}] | map(attribute='id') | list }}", gives: "[1, 2]"),
    TemplateGuideEntry(
      "max", "case_sensitive=false, attribute=none", "The largest element.",
      example: "{{ [1, 3, 2] | max }}", gives: "3"),
    TemplateGuideEntry(
      "min", "case_sensitive=false, attribute=none", "The smallest element.",
      example: "{{ [1, 3, 2] | min }}", gives: "1"),
    TemplateGuideEntry(
      "pprint", "", "The value as Python prints it, over several lines where it is long.",
      example: "{{ {'b': 1, 'a': [2]} | pprint }}", gives: #"{"a": [2], "b": 1}"#),
    TemplateGuideEntry(
      "random", "", "One element by chance.",
      example: "{{ ['a', 'b'] | random }}", gives: nil),
    TemplateGuideEntry(
      "regex_replace", "regex, replacement", "The text with every place that a regular expression finds replaced.",
      example: "{{ 'a1b22' | regex_replace('[0-9]+', '#') }}", gives: #""a#b#""#),
    TemplateGuideEntry(
      "regex_search", "regex", "What the first group of a regular expression finds; an empty text where it finds nothing.",
      example: "{{ 'goto /page/7' | regex_search('page/([0-9]+)') }}", gives: "7"),
    TemplateGuideEntry(
      "reject", "test, *args", "The elements that do not pass a test.",
      example: "{{ [1, 2, 3] | reject('odd') | list }}", gives: "[2]"),
    TemplateGuideEntry(
      "rejectattr", "attribute, test, *args", "The elements whose attribute does not pass a test.",
      example: "{{ [{'id': 1}, {'id': 2}] | rejectattr('id', 'eq', 1) | list }}", gives: #"[{"id": 2}]"#),
    TemplateGuideEntry(
      "replace", "old, new, count=none", "The text with a part of it replaced.",
      example: "{{ 'a b c' | replace(' ', '_') }}", gives: #""a_b_c""#),
    TemplateGuideEntry(
      "reverse", "", "The elements or characters from the last to the first.",
      example: "{{ 'abc' | reverse }}", gives: #""cba""#),
    TemplateGuideEntry(
      "round", "precision=0, method='common'", "The number rounded; `method` is common, ceil or floor.",
      example: "{{ 2.345 | round(2, 'floor') }}", gives: "2.34"),
    TemplateGuideEntry(
      "safe", "", "The text, taken as one that needs no escaping.",
      example: "{{ '<b>' | safe }}", gives: #""<b>""#),
    TemplateGuideEntry(
      "select", "test, *args", "The elements that pass a test.",
      example: "{{ [1, 2, 3] | select('odd') | list }}", gives: "[1, 3]"),
    TemplateGuideEntry(
      "selectattr", "attribute, test, *args", "The elements whose attribute passes a test.",
      example: "{{ [{'id': 1}, {'id': 2}] | selectattr('id', 'gt', 1) | list }}", gives: #"[{"id": 2}]"#),
    TemplateGuideEntry(
      "slice", "slices, fill_with=none", "The elements in so many lists.",
      example: "{{ [1, 2, 3] | slice(2) | list }}", gives: "[[1, 2], [3]]"),
    TemplateGuideEntry(
      "sort", "reverse=false, case_sensitive=false, attribute=none", "The elements in order.",
      example: "{{ [3, 1, 2] | sort(reverse=true) }}", gives: "[3, 2, 1]"),
    TemplateGuideEntry(
      "string", "", "The value as a string that stays one: digits do not become a number again.",
      example: "{{ 7 | string }}", gives: #""7""#),
    TemplateGuideEntry(
      "striptags", "", "The text without its tags.",
      example: "{{ '<b>x</b>  y' | striptags }}", gives: #""x y""#),
    TemplateGuideEntry(
      "sum", "attribute=none, start=0", "The sum of the elements.",
      example: "{{ [1, 2, 3] | sum }}", gives: "6"),
    TemplateGuideEntry(
      "title", "", "Each word with a capital letter.",
      example: "{{ 'one two' | title }}", gives: #""One Two""#),
    TemplateGuideEntry(
      "tojson", "indent=none", "The value as JSON, with `<`, `>`, `&` and `'` written as escapes.",
      example: "{{ {'b': [1, none]} | tojson }}", gives: #""{\"b\": [1, null]}""#),
    TemplateGuideEntry(
      "trim", "chars=none", "The text without white space, or the given characters, at its ends.",
      example: "{{ '--a--' | trim('-') }}", gives: #""a""#),
    TemplateGuideEntry(
      "truncate", "length=255, killwords=false, end='...', leeway=5", "The text cut to a length.",
      example: "{{ 'one two three four' | truncate(10) }}", gives: #""one...""#),
    TemplateGuideEntry(
      "unique", "case_sensitive=false, attribute=none", "The elements, each once.",
      example: "{{ [1, 2, 1] | unique | list }}", gives: "[1, 2]"),
    TemplateGuideEntry(
      "upper", "", "The text in upper case.",
      example: "{{ 'ab' | upper }}", gives: #""AB""#),
    TemplateGuideEntry(
      "urlencode", "", "The text, or the members of a mapping, as a URL has them.",
      example: "{{ {'q': 'a b'} | urlencode }}", gives: #""q=a+b""#),
    TemplateGuideEntry(
      "urlize", "trim_url_limit=none, nofollow=false, target=none, rel=none, extra_schemes=none", "The text with its addresses as links.",
      example: "{{ 'see example.com' | urlize }}", gives: #""see <a href=\"https://example.com\" rel=\"noopener\">example.com</a>""#),
    TemplateGuideEntry(
      "wordcount", "", "The number of words.",
      example: "{{ 'one two' | wordcount }}", gives: "2"),
    TemplateGuideEntry(
      "wordwrap", "width=79, break_long_words=true, wrapstring=none, break_on_hyphens=true", "The text broken into lines.",
      example: "{{ 'one two three' | wordwrap(7) }}", gives: #""one two\nthree""#),
    TemplateGuideEntry(
      "xmlattr", "autospace=true", "The members of a mapping as attributes.",
      example: "{{ {'id': 1} | xmlattr }}", gives: #"" id=\"1\"""#),
  ]
}
