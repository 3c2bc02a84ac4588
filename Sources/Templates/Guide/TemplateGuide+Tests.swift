extension TemplateGuide {
  /// What may stand behind `is`, and as a name in `select` and `reject`.
  public static let tests: [TemplateGuideEntry] = [
    TemplateGuideEntry(
      "!=", "other", "The same as `ne`.",
      example: "{{ [1, 2, 1] | select('!=', 1) | list }}", gives: "[2]"),
    TemplateGuideEntry(
      "<", "other", "The same as `lt`.",
      example: "{{ [1, 2, 3] | select('<', 2) | list }}", gives: "[1]"),
    TemplateGuideEntry(
      "<=", "other", "The same as `le`.",
      example: "{{ [1, 2, 3] | select('<=', 2) | list }}", gives: "[1, 2]"),
    TemplateGuideEntry(
      "==", "other", "The same as `eq`.",
      example: "{{ [1, 2, 1] | select('==', 1) | list }}", gives: "[1, 1]"),
    TemplateGuideEntry(
      ">", "other", "The same as `gt`.",
      example: "{{ [1, 2, 3] | select('>', 2) | list }}", gives: "[3]"),
    TemplateGuideEntry(
      ">=", "other", "The same as `ge`.",
      example: "{{ [1, 2, 3] | select('>=', 2) | list }}", gives: "[2, 3]"),
    TemplateGuideEntry(
      "boolean", "", "True and false.",
      example: "{{ 1 is boolean }}", gives: "false"),
    TemplateGuideEntry(
      "callable", "", "Functions.",
      example: "{{ now_utc is callable }}", gives: "true"),
    TemplateGuideEntry(
      "defined", "", "What exists.",
      example: "{{ config['missing'] is defined }}", gives: "false"),
    TemplateGuideEntry(
      "divisibleby", "num", "Numbers that a number divides.",
      example: "{{ 9 is divisibleby 3 }}", gives: "true"),
    TemplateGuideEntry(
      "eq", "other", "Equal values.",
      example: "{{ 1 is eq 1.0 }}", gives: "true"),
    TemplateGuideEntry(
      "equalto", "other", "The same as `eq`.",
      example: "{{ 'a' is equalto 'b' }}", gives: "false"),
    TemplateGuideEntry(
      "escaped", "", "Strings that were escaped.",
      example: "{{ 'a' | escape is escaped }}", gives: "true"),
    TemplateGuideEntry(
      "even", "", "Numbers that 2 divides.",
      example: "{{ 3 is even }}", gives: "false"),
    TemplateGuideEntry(
      "false", "", "The value false.",
      example: "{{ 0 is false }}", gives: "false"),
    TemplateGuideEntry(
      "filter", "", "Names of filters.",
      example: "{{ 'hmac' is filter }}", gives: "true"),
    TemplateGuideEntry(
      "float", "", "Numbers with a fraction, be it zero.",
      example: "{{ 2.0 is float }}", gives: "true"),
    TemplateGuideEntry(
      "ge", "other", "Values not below another.",
      example: "{{ 2 is ge 2 }}", gives: "true"),
    TemplateGuideEntry(
      "greaterthan", "other", "The same as `gt`.",
      example: "{{ 3 is greaterthan 2 }}", gives: "true"),
    TemplateGuideEntry(
      "gt", "other", "Values above another.",
      example: "{{ 2 is gt 2 }}", gives: "false"),
    TemplateGuideEntry(
      "in", "seq", "Elements of a list, keys of a mapping, parts of a string.",
      example: "{{ 'b' is in ['a', 'b'] }}", gives: "true"),
    TemplateGuideEntry(
      "integer", "", "Whole numbers.",
      example: "{{ 2.0 is integer }}", gives: "false"),
    TemplateGuideEntry(
      "iterable", "", "Values with elements.",
      example: "{{ 'abc' is iterable }}", gives: "true"),
    TemplateGuideEntry(
      "le", "other", "Values not above another.",
      example: "{{ 2 is le 2 }}", gives: "true"),
    TemplateGuideEntry(
      "lessthan", "other", "The same as `lt`.",
      example: "{{ 1 is lessthan 2 }}", gives: "true"),
    TemplateGuideEntry(
      "lower", "", "Strings without capital letters.",
      example: "{{ 'abc' is lower }}", gives: "true"),
    TemplateGuideEntry(
      "lt", "other", "Values below another.",
      example: "{{ 1 is lt 2 }}", gives: "true"),
    TemplateGuideEntry(
      "mapping", "", "Mappings.",
      example: "{{ {'a': 1} is mapping }}", gives: "true"),
    TemplateGuideEntry(
      "ne", "other", "Different values.",
      example: "{{ 1 is ne 2 }}", gives: "true"),
    TemplateGuideEntry(
      "none", "", "Null.",
      example: "{{ none is none }}", gives: "true"),
    TemplateGuideEntry(
      "number", "", "Numbers; true and false count as numbers.",
      example: "{{ '1' is number }}", gives: "false"),
    TemplateGuideEntry(
      "odd", "", "Numbers that 2 does not divide.",
      example: "{{ 3 is odd }}", gives: "true"),
    TemplateGuideEntry(
      "sameas", "other", "The very same object.",
      example: "{{ none is sameas none }}", gives: "true"),
    TemplateGuideEntry(
      "sequence", "", "Values with elements that can be counted.",
      example: "{{ [1] is sequence }}", gives: "true"),
    TemplateGuideEntry(
      "string", "", "Texts.",
      example: "{{ 'a' is string }}", gives: "true"),
    TemplateGuideEntry(
      "test", "", "Names of tests.",
      example: "{{ 'odd' is test }}", gives: "true"),
    TemplateGuideEntry(
      "true", "", "The value true.",
      example: "{{ true is true }}", gives: "true"),
    TemplateGuideEntry(
      "undefined", "", "What does not exist.",
      example: "{{ config['missing'] is undefined }}", gives: "true"),
    TemplateGuideEntry(
      "upper", "", "Strings without small letters.",
      example: "{{ 'aB' is upper }}", gives: "false"),
  ]
}
