extension Difference {
  static let records: [Difference] = [
    Difference(
      .emptyFilterDropsAll,
      reference: "drops every record when a filter's condition is empty",
      headwater: "takes an empty condition for no filter"),
    Difference(
      .roundsLargeIntegers,
      reference: "turns integers beyond 64 bits into floats",
      headwater: "keeps their digits"),
    Difference(
      .failsOnNullRecords,
      reference: "fails the stream on a null in the list of records",
      headwater: """
        skips nulls; other values that are no objects are an error that names the page, unless the filter drops them
        """),
    Difference(
      .endsSyncAtEmptyRecord,
      reference: "ends the whole sync without an error or a status at a record without fields",
      headwater: "reads on"),
    Difference(
      .mergesByTextKeysOnly,
      reference: "merges records by keys that are texts only",
      headwater: "by any values"),
    Difference(
      .keepsArbitraryLoweredKey,
      reference: "keeps an arbitrary one of several keys that are equal in lower case",
      headwater: "keeps the last one"),
  ]
}
