extension DiagnosticRule {
  /// What keeps a text from being read.
  static let text: [DiagnosticRule] = [
    DiagnosticRule(
      "file-missing", .text, "A file that was named does not exist.", advice: "Check the path and the directory it starts from."),
    DiagnosticRule(
      "file-unreadable", .text, "A file cannot be read.", advice: "Check its permissions; name the file and not its directory."),
    DiagnosticRule(
      "file-unwritable", .text, "A file cannot be written.", advice: "Check the permissions of the file and its directory."),
    DiagnosticRule("no-files", .text, "A folder holds no file of the kind that a command needs.", advice: "Name another folder or a file."),
    DiagnosticRule(
      "format-unsafe", .text, "`fmt` left a file alone, as its canonical layout would not say the same.",
      advice: "Simplify unusual YAML in it, such as keys of several lines."),
    DiagnosticRule(
      "encoding", .text, "The text is neither UTF-8 nor UTF-16, or holds characters that YAML does not allow.",
      advice: "Save the file as UTF-8 and remove the character."),
    DiagnosticRule(
      "yaml-syntax", .text, "The text is not YAML.", advice: "Mend the indentation, quotes or brackets at the place named.",
      example: "streams: [a, b"),
    DiagnosticRule(
      "yaml-value", .text, "A value is written in a form that its YAML type does not have.",
      advice: "Put text into quotes, or correct the value.", example: "start: 2024-13-45"),
    DiagnosticRule(
      "yaml-alias", .text, "An alias names no anchor, or one that holds the alias itself.", advice: "Name an anchor that stands above.",
      example: "name: *nothing"),
    DiagnosticRule(
      "yaml-limit", .text, "The text nests deeper, or its aliases multiply it further, than any manifest does.",
      advice: "Write the value out, or divide it."),
    .warning(
      "duplicate-key", .text, "A mapping has the same key twice; only the last one counts.",
      advice: "Remove one of the two.", example: "name: a\nname: b"),
    DiagnosticRule(
      "manifest-form", .text, "The text is empty or is no mapping.", advice: "Start it with `version:` and `type: DeclarativeSource`.",
      example: "- streams"),
    DiagnosticRule(
      "manifest-missing", .text, "Neither a manifest file nor a manifest in the config was given.",
      advice: "Name the file with `--manifest-path` or in the variable `HEADWATER_MANIFEST`."),
    .warning(
      "manifest-version", .text, "The manifest was written for a newer version of the language than this program knows.",
      advice: "Update this program if the manifest uses what is new.", example: "version: 99.0.0"),
  ]

  /// What is wrong with references, parameters and old spellings.
  static let references: [DiagnosticRule] = [
    DiagnosticRule(
      "unknown-reference", .references, "A reference leads nowhere.", advice: "Correct the path, or define what it names.",
      example: "requester:\n  $ref: '#/definitions/requestor'"),
    DiagnosticRule(
      "circular-reference", .references,
      "A reference leads back to itself. Parent streams that need each other show so as well.",
      advice: "Write one of the values out.", example: "definitions:\n  a: '#/definitions/b'\n  b: '#/definitions/a'"),
    DiagnosticRule(
      "manifest-limit", .references, "References or parameters make the manifest larger or deeper than can be used.",
      advice: "Let fewer definitions refer to definitions."),
    .warning(
      "deprecated", .references, "An old spelling that still works.", advice: "Use the spelling that is named.",
      example: "url_base: https://example.com"),
  ]
}
