extension Difference {
  static let config: [Difference] = [
    Difference(
      .configErrorsAreInternalErrors,
      reference: "ends with an internal error when a date in the config is not in the declared format",
      headwater: "says that the config is wrong, and which format is declared"),
    Difference(
      .validatorsParseText,
      reference: "takes plain text given to a config validator for JSON",
      headwater: "takes it for text, unless it is JSON"),
    Difference(
      .reportsTopLevelMigrationsOnly,
      reference: "does not tell the platform of a config in which a migration changed only what lies below a member",
      headwater: "tells it"),
    Difference(
      .refusesLowConcurrency,
      reference: """
        ends with an internal error, also in `spec`, when the config asks for a concurrency below 1 or for none
        """,
      headwater: "reads one slice at a time; says that a number is wanted"),
    Difference(
      .requiresSpec,
      reference: "fails every command on a manifest without `spec`",
      headwater: "runs; any config is accepted"),
    Difference(
      .refusesRepeatedRequirements,
      reference: "refuses every config when the specification names a field twice among the required ones",
      headwater: "takes it for once"),
    Difference(
      .ignoresUnusedMistakes,
      reference: """
        accepts equal stream names, requesters without an address and templates that do not parse until they are run
        """,
      headwater: "runs them alike, and `validate` reports them"),
    Difference(
      .quotesSchemaLibrary,
      reference: "quotes its libraries when a config does not fit",
      headwater: "says in plain words which field is wrong"),
    Difference(
      .reportsOneManifestProblem,
      reference: "says that a manifest failed its schema, in one line",
      headwater: "lists all problems of a manifest with file, line and column"),
    Difference(
      .refusesCustomIncrementalSync,
      reference: "refuses `CustomIncrementalSync`, which its older versions had",
      headwater: "takes it"),
    Difference(
      .predicateValidatorsAlwaysFail,
      reference: "never meets a PredicateValidator",
      headwater: "evaluates it"),
    Difference(
      .ignoresMaximumOfPlainLevel,
      reference: "does not bind a `default_concurrency` that is a plain number by `max_concurrency`",
      headwater: "binds it"),
    Difference(
      .prefersManifestOfImage,
      reference: "takes the manifest of its image although the config holds another",
      headwater: "takes that of the config"),
  ]
}
