extension Difference {
  static let files: [Difference] = [
    Difference(
      .refusesNumericFileNames,
      reference: "cannot name a file by a number",
      headwater: "can"),
    Difference(
      .writesFilesAnywhere,
      reference: "writes a file wherever its name leads",
      headwater: "refuses a name that leads out of the download directory, or through a link in it"),
    Difference(
      .takesErrorPagesForFiles,
      reference: """
        takes the page of an error for the file of a record when the error handler ignores the answer to the download
        """,
      headwater: "delivers the record without a file, and says so in the log"),
    Difference(
      .resetsPaginationInDownloads,
      reference: """
        reads a page again, with all its records, when the error handler of a download says RESET_PAGINATION
        """,
      headwater: "refuses the action there; with `--compat` it fails the stream when an answer asks for it"),
    Difference(
      .downloadsUndeliveredFiles,
      reference: "downloads files of records that only serve a check or another stream",
      headwater: "downloads those of records that it delivers"),
    Difference(
      .takesSharedFileFolder,
      reference: """
        takes `/tmp/airbyte-file-transfer` as it finds it, whoever owns it, when the platform names no directory for files
        """,
      headwater: "closes it to others when it is the user's own, otherwise makes a new one"),
  ]
}
