extension Difference {
  static let state: [Difference] = [
    Difference(
      .refusesOddStates,
      reference: """
        ends with an internal error when a saved cursor is null, or a part of a state has not the form it should have
        """,
      headwater: "reads as without that part, with a warning"),
    Difference(
      .keepsOddPartitions,
      reference: "keeps partitions of a saved state that are no objects, and states of parents in any form",
      headwater: "passes over them with a warning"),
    Difference(
      .refusesUnlistedDateFormats,
      reference: "cannot use a saved cursor in a date format that is not listed",
      headwater: "tries ISO 8601, then says which formats are listed"),
    Difference(
      .losesLegacyNumericCursors,
      reference: "loses saved cursors of numeric parents when a legacy state is migrated, because keys become texts",
      headwater: "finds them by value"),
    Difference(
      .countsNumbersOnly,
      reference: "cannot count by numbers that the API gives as texts",
      headwater: "can"),
    Difference(
      .checksRetentionLate,
      reference: "looks at `api_retention_period` only when there is a state",
      headwater: "refuses one that is no duration before the first sync"),
    Difference(
      .advancesPastFailedParents,
      reference: """
        moves on what holds for all partitions although a parent could not be read to its end, so that partitions it has not \
        found yet lack what is older
        """,
      headwater: "leaves it where it was, and the states of parents too"),
    Difference(
      .emitsStateAfterFailedFullRead,
      reference: """
        gives a state to a stream whose first form failed, so that the next sync reads it in its incremental form and never \
        what was missing
        """,
      headwater: "gives none; the next sync reads it whole"),
    Difference(
      .checkpointsEvery600Seconds,
      reference: "puts out states of partitioned streams every 600 s",
      headwater: "every 60 s, or as `--checkpoint-interval` says, and at the end of each stream"),
    Difference(
      .acceptsStateMessagesOnly,
      reference: "accepts a list of messages as the state and nothing else",
      headwater: "also takes a single message, a mapping by stream name, and the older forms"),
    Difference(
      .makesPartitionCursorsLate,
      reference: "finds out that the cursor of a partitioned stream cannot start when it finds the first partition",
      headwater: "when the stream begins"),
    Difference(
      .ignoresUTCMarks,
      reference: """
        writes a date with an offset by a format that ends in a literal `Z` (`UTC`, `GMT`, `+00:00`) without converting it
        """,
      headwater: "converts it to UTC, in cursors, windows, states and templates"),
    Difference(
      .movesCursorsPastWindows,
      reference: """
        moves the cursor past the end of the window that was asked for when a record lies behind it, and asks for nothing once \
        a state lies in the future
        """,
      headwater: """
        such records do not move the cursor; a state in the future is warned about and read from the declared start, or from a \
        day earlier where it is ahead by no more than a day
        """),
    Difference(
      .skipsFailedFirstWindow,
      reference: """
        moves the state past the first window when it fails, the ones behind it do not, and it is as short as the cursor's granularity
        """,
      headwater: "the state stays where the sync took up, so that the next sync reads the window again"),
  ]
}
