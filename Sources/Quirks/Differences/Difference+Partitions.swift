extension Difference {
  static let partitions: [Difference] = [
    Difference(
      .rereadsEqualPartitions,
      reference: "reads equal partitions of a full refresh as often as they occur",
      headwater: "reads them once"),
    Difference(
      .rereadsRepeatedParents,
      reference: "reads partitions of an incremental sync again when parents give them again after they were read",
      headwater: "reads them once"),
    Difference(
      .iteratesScalars,
      reference: """
        iterates over the characters of a text that a list router's template gives, and over the keys of a mapping
        """,
      headwater: "fails the stream on what is not a list; nothing is an empty one"),
    Difference(
      .rereadsSharedParents,
      reference: "asks for the parents of parent streams once for each stream made of them",
      headwater: "asks once"),
    Difference(
      .looksOnePartitionAhead,
      reference: """
        looks one partition of a stream ahead, so that a check asks for pages of parents that it does not need, and the last \
        partition found before a parent fails is not read
        """,
      headwater: "looks for the next partition when it is needed"),
    Difference(
      .refusesStructuredPartitions,
      reference: "fails when partitions that are lists or objects are to be grouped or told apart",
      headwater: "groups them"),
    Difference(
      .refusesIndexesInExtraFields,
      reference: "fails when a path of `extra_fields` holds the number of an element",
      headwater: "takes the element"),
  ]
}
