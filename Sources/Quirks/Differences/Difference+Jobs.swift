extension Difference {
  static let jobs: [Difference] = [
    Difference(
      .hidesCreationResponse,
      reference: "does not know `creation_response` in a `download_target_requester`",
      headwater: "knows it"),
    Difference(
      .pollsUnknownStatuses,
      reference: "polls a job on whose status it does not know, or whose poll keeps failing",
      headwater: "ends the job with an error, at once or after the error handler's verdict"),
    Difference(
      .readsJobAnswersOnce,
      reference: """
        reads an answer about a job once, so that with a decoder of JSON lines or XML it finds nothing to download: no \
        records, or a failure
        """,
      headwater: "reads it for all that is asked of it"),
    Difference(
      .ignoresMissingDownloads,
      reference: "says nothing of a completed job without a download address",
      headwater: "logs a warning; an address that is null or empty is none"),
  ]
}
