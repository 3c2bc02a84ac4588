extension Difference {
  static let retries: [Difference] = [
    Difference(
      .refusesNumericHeaderNames,
      reference: """
        fails when the name of a header, or the regular expression, of a backoff strategy reads as another value than text, \
        such as a number
        """,
      headwater: "takes it for text"),
    Difference(
      .refusesOddBudgetHeaders,
      reference: "fails the stream when a header about rate limits is no whole number",
      headwater: "takes the whole part of a fraction and passes over what is no number"),
    Difference(
      .firstWindowLastsTenDays,
      reference: "takes 10 days for the first window of a fixed window budget",
      headwater: "takes the declared period"),
    Difference(
      .restartsWindowAtEachCall,
      reference: """
        begins the next fixed window at each call and each answer, so that after a pause too many calls go out
        """,
      headwater: "begins the present one"),
    Difference(
      .chargesRedirectHops,
      reference: "takes each hop of a redirect out of the budget",
      headwater: "takes one call out of it for a request with its redirects"),
    Difference(
      .waitsWithoutLimit,
      reference: "waits for answers without limit",
      headwater: "30 s to connect, 300 s of silence, a byte a second over ten times that; the manifest's own fields override"),
    Difference(
      .waitsAsLongAsAsked,
      reference: "waits for as long as an answer says, be it for centuries",
      headwater: """
        ends the stream with an error that says the wait and the limit: that of the manifest, otherwise `--max-retry-after` \
        (3600 s)
        """),
    Difference(
      .ignoresRetryAfter,
      reference: """
        waits 1, 2, 4, ... s after a 429 or 503 that says `Retry-After` when no backoff strategy of the manifest reads it
        """,
      headwater: "waits as it says; also before it follows a redirect that says so"),
    Difference(
      .ignoresRetryDates,
      reference: "passes over a `Retry-After` that is a date",
      headwater: "waits until then, in every strategy that reads a header"),
    Difference(
      .acceptsDeadRedirects,
      reference: "takes an answer with a status from 300 to 399 that leads nowhere for a good one without records",
      headwater: """
        fails, unless a response filter of the manifest names the status; a redirect to what is not an HTTP address always fails
        """),
    Difference(
      .retriesRedirectLoops,
      reference: "tries a request again whose redirects go in a circle, or whose answer is too long",
      headwater: "fails at once"),
    Difference(
      .forwardsCredentials,
      reference: "takes API keys in headers, and the bodies of 307 and 308, to whatever host a redirect names",
      headwater: """
        takes no header there that is not known to be harmless, no cookie and no body, unless `metadata.allowedHosts.hosts` of \
        the manifest names the host
        """),
  ]
}
