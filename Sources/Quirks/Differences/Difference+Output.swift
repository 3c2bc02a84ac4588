extension Difference {
  static let output: [Difference] = [
    Difference(
      .quotesSecretsInTraces,
      reference: "puts the API's error text with secrets into the internal messages of traces",
      headwater: "masks secrets in everything but records"),
    Difference(
      .inventsStreamNames,
      reference: """
        names a stream `File Uploader`, or one such as `job creation - items`, in failures of downloads and jobs and in \
        reports of their rate limits
        """,
      headwater: "names the stream of the records"),
    Difference(
      .namesParentsInFailures,
      reference: "names the parent in the failure when the tries of a parent's request are used up",
      headwater: "names the stream that was to be read"),
    Difference(
      .wordsMessagesForItsDevelopers,
      reference: "words its messages for those who know its code",
      headwater: "says what is wrong, where and what to do, in its own words"),
    Difference(
      .repeatsEqualFailures,
      reference: "repeats the error of a stream for every slice that fails in the same way",
      headwater: "reports it once; the closing error says how often it came"),
    Difference(
      .closesWithConfigErrors,
      reference: "calls the error that closes a read one of the config, whatever the streams failed of",
      headwater: "one of the config when all failures are, a system error when any is, otherwise a transient one"),
    Difference(
      .reportsStatusesOfOtherStreams,
      reference: """
        says that a stream is running when one of its requests waits for a rate limit, also when the stream was not selected
        """,
      headwater: "says so of selected streams, between their STARTED and their last status"),
  ]
}
