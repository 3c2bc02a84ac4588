extension Difference {
  static let paging: [Difference] = [
    Difference(
      .coercesPageSizes,
      reference: """
        cannot use page sizes that a template gives as `50.0` or `050`; compares with fractions, and takes truth values for 1 \
        and 0
        """,
      headwater: "can; says what is no whole number"),
    Difference(
      .acceptsHugePageSizes,
      reference: "takes page sizes and numbers of first pages of more than 64 bits",
      headwater: "refuses them"),
    Difference(
      .readsOnePageOfStreamedBodies,
      reference: "refuses to page through CSV, JSON lines and lines of text",
      headwater: "pages through them"),
    Difference(
      .followsRepeatedPages,
      reference: "follows page tokens in a circle, or the same page again and again, for ever",
      headwater: "stops with an error that names stream, slice, page and token"),
    Difference(
      .failedStopConditionStops,
      reference: """
        takes a stop condition that cannot be evaluated for one that holds, so that the rest of the slice is missing
        """,
      headwater: """
        stops with an error that names stream, slice, page and the condition, unless the answer names no further page
        """),
    Difference(
      .countsAfterFilter,
      reference: """
        stops cursor pagination early when the filter drops records, as `last_page_size` counts what is left
        """,
      headwater: "counts before filtering"),
    Difference(
      .neverPrefetches,
      reference: "asks for a page once the records of the page before were put out",
      headwater: "asks for it while these are put out"),
    Difference(
      .evaluatesPageTokens,
      reference: "reads page tokens as Python literals, so that `123e5` and `0x1F` go back as other numbers",
      headwater: "sends them back as they came"),
    Difference(
      .readsPlainLinkHeadersOnly,
      reference: "finds the next page in `Link` headers only where `rel` is in lower case and has one relation",
      headwater: "reads `Link` headers as RFC 8288 has them, and resolves relative addresses"),
    Difference(
      .repeatsParametersOfNextPages,
      reference: """
        appends parameters with several values, or with another value, to the address of a next page that has them already
        """,
      headwater: "appends what the address has not; credentials replace what it has"),
  ]
}
