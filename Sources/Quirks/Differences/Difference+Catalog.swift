extension Difference {
  static let catalog: [Difference] = [
    Difference(
      .refusesNestedPrimaryKeys,
      reference: "fails discover on primary keys of nested fields",
      headwater: "lists them"),
    Difference(
      .emptyKeyIsAName,
      reference: "lists an empty text given as primary key as the name of a field",
      headwater: "takes it for none"),
    Difference(
      .findsNoSchemaFiles,
      reference: "finds schema files of packages only",
      headwater: "reads them from `schemas` beside the manifest, and never from outside of the manifest's folder"),
    Difference(
      .ignoresUnknownStreams,
      reference: "says nothing of the streams of a catalog, and ends well, when none of them exists",
      headwater: "ends each of them as incomplete"),
    Difference(
      .endsSyncOnUnreadyStreams,
      reference: "ends the whole sync when one of its streams cannot be made ready, as when its schema cannot be had",
      headwater: "ends that stream with an error, reads the others"),
    Difference(
      .evaluatesStreamNames,
      reference: "cannot name a dynamic stream by a number, nor by a text that reads as something else, such as `yes`",
      headwater: "can; the name is the text as it is"),
    Difference(
      .refusesEmptyMappings,
      reference: """
        ends with an internal error when a mapping of dynamic streams gives nothing or a list for a parameter of a request
        """,
      headwater: "treats it as in any other stream: nothing leaves the parameter out, a list repeats it"),
    Difference(
      .failsCheckOfUnknownStream,
      reference: "crashes in `check` on an unknown stream name",
      headwater: "answers FAILED and names the streams there are"),
    Difference(
      .readsRepeatedStreams,
      reference: "reads a stream twice that the catalog has twice, with two STARTED for one COMPLETE",
      headwater: "reads it once, with a warning"),
  ]
}
