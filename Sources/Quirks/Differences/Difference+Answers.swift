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
    Difference(
      .dropsBrokenLines,
      reference: "drops broken lines of JSON lines, with a warning for each",
      headwater: """
        fails the slice behind the records before them; with `--skip-broken-lines` leaves them out and counts them in a \
        warning
        """),
    Difference(
      .ignoresDeclaredCharsets,
      reference: "reads CSV, lines and JSON items in UTF-8, whatever the server declares or a byte order mark says",
      headwater: """
        goes by an encoding other than UTF-8 in the manifest, then by a byte order mark, then by the declared charset where \
        the text is not UTF-8
        """),
    Difference(
      .changesQuotedLineBreaks,
      reference: "makes `\\n` of all line breaks within quoted fields of a table",
      headwater: "keeps them as they were sent"),
    Difference(
      .takesBlankLineForHeader,
      reference: "takes a blank first line of a table for its header, so that no value has a name",
      headwater: "skips blank lines before the header"),
    Difference(
      .acceptsOpenQuotes,
      reference: "takes a table that ends within a quoted field for whole, with all that follows in that field",
      headwater: "fails behind the rows before it; it is cut off or has a quote that is not doubled"),
    Difference(
      .dropsXMLEntities,
      reference:
        "leaves entities of the document out of XML text, and unknown ones when there is an external DTD; puts U+FFFD for bytes that do not fit the encoding",
      headwater: """
        expands those that the document declares, by at most 16 MiB or the document's own size; others are an error; limits \
        hold always, and nothing outside of the document is read always
        """),
    Difference(
      .acceptsEmptyPackedPages,
      reference: """
        takes an empty body behind the first page for a page without records, where the decoder needs one (zip, gzip, XML, \
        CSV)
        """,
      headwater: "fails, unless the status is 204"),
    Difference(
      .ignoresUnaskedParts,
      reference: "says nothing of a 206 that it did not ask for",
      headwater: "warns that records may be missing"),
    Difference(
      .refusesLongIntegers,
      reference: "cannot read an answer with an integer of more than 4,300 digits",
      headwater: "passes its digits on; a template that computes with it fails and says so"),
  ]
}
