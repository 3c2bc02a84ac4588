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
      headwater: "30 s to connect, 300 s of silence; the manifest's own fields override"),
  ]
}
