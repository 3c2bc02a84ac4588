extension Difference {
  static let authentication: [Difference] = [
    Difference(
      .refusesNumericTokenTexts,
      reference: """
        cannot sign JSON web tokens with a secret, a key id or an issuer of digits; makes numbers of a subject, an audience \
        and other headers of digits
        """,
      headwater: "signs with texts"),
    Difference(
      .refusesCalendarSessions,
      reference: "cannot use sessions that are good for months",
      headwater: "can"),
    Difference(
      .takesMissingTokens,
      reference: """
        takes an answer without an access token for one with the token `None`, and saves null in the config, when refresh \
        tokens are saved there
        """,
      headwater: "fails, and says what is missing"),
    Difference(
      .readsTokensTwice,
      reference: """
        logs in twice per request when a session token has no expiry or an OAuth token has expired when it comes
        """,
      headwater: "logs in once per token"),
    Difference(
      .validatesSessionsPerRequest,
      reference: "asks twice per request whether a session token from the config is still good",
      headwater: "asks once; logs in when the API answers 401"),
    Difference(
      .neverRenewsOn401,
      reference: """
        does not renew a session token or an OAuth token that the API refuses with 401, unless the error handler says so
        """,
      headwater: "renews it once per request"),
  ]
}
