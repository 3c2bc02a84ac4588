extension Difference {
  static let answers: [Difference] = [
    Difference(
      .ignoresUndecodableBodies,
      reference: "gives no records and COMPLETE when a body is not what the decoder expects",
      headwater: """
        skips a byte order mark, decodes a declared or detectable charset; a body that cannot be decoded is an error with \
        stream, slice, page and first bytes; an empty body has no records
        """),
    Difference(
      .acceptsTruncatedBodies,
      reference: """
        takes a packed body that ends before its packed data does for whole, so that records are missing without a word
        """,
      headwater: "ends with an error, as when the connection breaks"),
    Difference(
      .brokenBodiesAreInternalErrors,
      reference: "calls it an internal error when an answer breaks off, or proves damaged, while its records are read",
      headwater: "calls it one that a later sync may not meet"),
    Difference(
      .cannotUnpackStreamedBodies,
      reference: "cannot read CSV and JSON items that a server packs for the way",
      headwater: "unpacks them"),
    Difference(
      .dropsRefusedAnswers,
      reference: "drops the records of an answer with status 400 or more that the error handler calls a success",
      headwater: """
        reads them; a body that cannot be decoded, or that is an object where whole bodies are records, is taken for a \
        description of the error: no records, a log message for what cannot be decoded, no failure
        """),
    Difference(
      .keepsByteOrderMarks,
      reference: """
        leaves a byte order mark in the first header of a table, and takes a JSON line with one for a bad line
        """,
      headwater: "skips it"),
    Difference(
      .readsTextXMLAsLatin1,
      reference: "reads XML of a `text/` type without a declared charset as Latin-1",
      headwater: "goes by what the document says"),
  ]
}
