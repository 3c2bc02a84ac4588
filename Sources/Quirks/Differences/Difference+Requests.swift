extension Difference {
  static let requests: [Difference] = [
    Difference(
      .dropsTextParameters,
      reference: "leaves out parameters and headers of a request when they are given as text",
      headwater: "fails with the template, unless it gives a mapping or nothing"),
    Difference(
      .optionNamesLackParameters,
      reference: """
        evaluates the name of a request option without `$parameters`, except those of cursors and authenticators
        """,
      headwater: "with them"),
    Difference(
      .headerLineBreaksAreInternalErrors,
      reference: "calls a header with a line break an internal error",
      headwater: "an error of the config, with the name of the header"),
    Difference(
      .refusesUnusualHeaders,
      reference: """
        fails on headers that begin with a blank or hold other characters than Latin-1 has, and on headers of digits in a \
        token request
        """,
      headwater: "sends them without the blank, as UTF-8"),
    Difference(
      .evaluatesTextBodies,
      reference: """
        sends a body that is given as text as a form when it looks like a mapping, and not at all when it looks like a list, a \
        number or a truth value
        """,
      headwater: "sends it as it stands"),
    Difference(
      .sendsOnlyMappingsAsJSON,
      reference: """
        does not send a JSON body that a template gives as a list or a number, also beside further members, and fails when it \
        gives nothing
        """,
      headwater: "sends it, and fails when there are further members; nothing is no body"),
    Difference(
      .cannotWriteYAMLValues,
      reference: "ends with an internal error when bytes, a set or a time of YAML come where JSON is wanted",
      headwater: "writes their text"),
    Difference(
      .namesEmptyKeysNone,
      reference: "calls a parameter, a header or a member of a body whose name comes out empty `None` or `null`",
      headwater: "leaves it out"),
    Difference(
      .addressErrorsAreInternalErrors,
      reference: "ends with an internal error when an address cannot be read",
      headwater: "says what is wrong with it, as an error of the config"),
    Difference(
      .evaluatesTexts,
      reference: """
        reads what templates give for headers, credentials, parameters, paths and forms as Python literals, so that the API \
        key `123e5` goes out as `12300000.0` and `['a']` from the config is a list
        """,
      headwater: """
        sends texts as they are; a template that is a single expression gives its value, so that a list repeats a parameter, \
        as does a list that the manifest writes out
        """),
    Difference(
      .evaluatesConfigTextsInJSON,
      reference: "reads texts of the config as Python literals in JSON bodies and in claims of JSON web tokens",
      headwater: """
        sends a text that the template takes from the config unchanged as it is; whatever else templates give is read as there
        """),
  ]
}
